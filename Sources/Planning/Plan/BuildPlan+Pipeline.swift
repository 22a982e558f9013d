extension BuildPlan {
    /// Filters of the command line: globs over names in the pipeline, for targets also groups. Empty selects all.
    public struct Filters: Sendable, Equatable {
        public var targets: [String]
        public var presets: [String]
        public var mains: [String]
        /// Option that sets the target filter.
        public var targetFlag = "--target"

        public init(targets: [String] = [], presets: [String] = [], mains: [String] = []) {
            self.targets = targets
            self.presets = presets
            self.mains = mains
        }
    }

    /// The plan of a pipeline: one job for each main, target and preset that passes the filters and is not excluded.
    ///
    /// Throws all problems at once: filters that match nothing, settings that contradict each other, tools that are missing,
    /// templates without a value.
    public static func make(
        _ pipeline: Pipeline, catalogue: TargetCatalogue, host: HostFacts, filters: Filters = Filters()
    ) throws(ConfigurationError) -> BuildPlan {
        var problems: [Problem] = []
        let programs = zip(pipeline.mains, programFolders(of: pipeline.mains)).map { (main: $0, folder: $1) }
        let mains = selected(
            programs, by: filters.mains, flag: "--main", problems: &problems,
            names: { [$0.main.path, $0.main.binary] }, matches: { $1.main.isCalled($0) })
        let targets = selected(
            pipeline.targets, by: filters.targets, flag: filters.targetFlag, problems: &problems,
            names: { [$0.name] }, matches: { Glob($0).matches($1.name) || catalogue.targets(matching: $0).contains($1) })
        let presets = selected(
            pipeline.presets, by: filters.presets, flag: "--preset", problems: &problems,
            names: { [$0.name] }, matches: { Glob($0).matches($1.name) })
        guard problems.isEmpty else { throw ConfigurationError(ordering: problems) }

        var host = host
        host.values = host.values.defining(pipeline.settings.environment, pipeline: pipeline.name)
        problems += host.values.problems(pipeline.templateUses, defined: pipeline.definedVariables)
        var maker = JobPlanner(pipeline: pipeline, catalogue: catalogue, host: host)
        let jobs = mains.flatMap { program in
            targets.flatMap { target in
                presets.compactMap { preset in
                    pipeline.exclusions.contains { $0.matches(program.main, target, preset) }
                        ? nil : maker.job(program.main, folder: program.folder, target, preset)
                }
            }
        }
        problems += maker.problems
        problems += irreproducible(jobs, presets, pipeline)
        problems += ambiguousNames(of: jobs, pipeline)
        var artifacts = pipeline.artifacts
        if let name = artifacts?.checksumsName {
            let filled = Template(name)?.filled { host.values.value($0, pipeline: pipeline.name) } ?? name
            artifacts?.checksumsName = filled
            if !isFileName(filled), !filled.contains("{{") {
                problems.append(
                    Problem(
                        place: artifacts?.checksumsPlace ?? pipeline.name, what: "`file` of `checksums` is a file's name",
                        found: "`\(filled)`", expected: fileNameRule))
            }
        }
        if jobs.isEmpty, problems.isEmpty, !mains.isEmpty, !targets.isEmpty, !presets.isEmpty {
            problems.append(Problem(place: pipeline.name, what: "`exclude` and the filters leave nothing to build"))
        }
        guard problems.isEmpty else { throw ConfigurationError(ordering: problems) }
        var warnings = maker.warnings
        if let version = host.values.version, version.hasSuffix("-dirty"), pipeline.hasTemplatesOfRevision {
            warnings.append("files differ from the commit: `{{version}}` is \(version)")
        }
        if let version = host.values.version, host.values.lacksHistory,
            pipeline.templateUses.contains(where: { $0.variable == "version" })
        {
            warnings.append("the clone is shallow and knows no tag: `{{version}}` is \(version); git fetch --unshallow --tags")
        }
        let made = Set(jobs.map(\.name))
        let hooks = pipeline.hooks.filled { host.values.value($0, pipeline: pipeline.name) }
        var plan = BuildPlan(
            pipeline: pipeline.name, jobs: jobs, budgets: pipeline.budgets, groups: pipeline.groups,
            leftOut: pipeline.matrix.filter { !made.contains($0) }, reports: pipeline.reports, savings: pipeline.savings,
            history: pipeline.history, warnings: warnings + OutsideSettings.overruled(host.goSettings, by: jobs),
            outsideSettings: OutsideSettings.told(host.goSettings, jobs), goCommand: host.goCommand,
            before: hooks.before, after: hooks.after,
            presets: presets.map { PresetNote(name: $0.name, about: $0.about) }, verification: pipeline.verification,
            artifacts: artifacts)
        if !pipeline.measurements.isEmpty {
            plan.measurements = pipeline.measurements.map { entry in
                entry.filled { host.values.value($0, pipeline: pipeline.name) }
            }
        }
        return plan
    }

    /// Presets whose binaries hold the paths of their sources, and so differ between two folders: `reproducible` would fail.
    private static func irreproducible(_ jobs: [BuildJob], _ presets: [Preset], _ pipeline: Pipeline) -> [Problem] {
        guard pipeline.verification.reproducible, !pipeline.std else { return [] }
        let untrimmed = presets.map(\.name).filter { name in jobs.contains { $0.preset == name && !$0.isTrimmed } }
        guard !untrimmed.isEmpty else { return [] }
        return [
            Problem(
                place: pipeline.verificationPlace ?? pipeline.name,
                what:
                    "`reproducible: true` cannot hold for \(untrimmed.map { "`\($0)`" }.joined(separator: ", ")): without `trimpath` a binary has the paths of its sources",
                expected: "`trimpath: true`, for the pipeline or these presets")
        ]
    }

    /// Builds that would be packed under one name: for want of variables in the name, or as `linux/amd64/v3` with `strip` and
    /// `linux/amd64` with a preset `v3_strip`. Different programs for one target with one preset share an archive.
    private static func ambiguousNames(of jobs: [BuildJob], _ pipeline: Pipeline) -> [Problem] {
        guard let artifacts = pipeline.artifacts else { return [] }
        let same = Dictionary(grouping: jobs) { $0.artifactName.lowercased() }.filter { _, jobs in
            Set(jobs.map { "\($0.target) \($0.preset)" }).count > 1 || Set(jobs.map(\.fileName)).count < jobs.count
        }
        guard let (name, twice) = same.min(by: { $0.key < $1.key }) else { return [] }
        if let place = artifacts.namePlace {
            return [
                Problem(
                    place: place, what: "`name` of `artifacts` is the same for several builds", found: "`\(name)`",
                    expected:
                        "what tells them apart: `{{main}}`, `{{target}}`, `{{preset}}`; only programs of different names share an archive"
                )
            ]
        }
        let preset = pipeline.presets.filter { preset in twice.contains { $0.preset == preset.name } }
            .max { $0.name.count < $1.name.count }
        return [
            Problem(
                place: preset?.place ?? pipeline.name, what: "the artifacts of several builds have one name", found: "`\(name)`",
                expected: "another name of the preset `\(preset?.name ?? "")`")
        ]
    }

    /// The items that one of the patterns matches, in their own order. A pattern without a match is a problem.
    private static func selected<Item>(
        _ items: [Item], by patterns: [String], flag: String, problems: inout [Problem],
        names: (Item) -> [String], matches: (String, Item) -> Bool
    ) -> [Item] {
        guard !patterns.isEmpty else { return items }
        for pattern in patterns where !items.contains(where: { matches(pattern, $0) }) {
            let known = items.flatMap(names).reduce(into: [String]()) { $0 = $0.adding([$1]) }
            problems.append(
                Problem(
                    place: flag, what: "nothing in the pipeline matches", found: "`\(pattern)`",
                    expected: "one of \(known.map { "`\($0)`" }.joined(separator: ", "))",
                    suggestion: nearestName(to: pattern, among: known)))
        }
        return items.filter { item in patterns.contains { matches($0, item) } }
    }
}
