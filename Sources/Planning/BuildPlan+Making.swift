extension BuildPlan {
    /// What the command line narrows a pipeline to: globs over the names in it, and for targets groups too. Empty is all.
    public struct Filters: Sendable, Equatable {
        public var targets: [String]
        public var presets: [String]
        public var mains: [String]

        public init(targets: [String] = [], presets: [String] = [], mains: [String] = []) {
            self.targets = targets
            self.presets = presets
            self.mains = mains
        }
    }

    /// The plan of a pipeline: one job for each main, target and preset that passes the filters.
    ///
    /// `modulePath` is the path in the module's `go.mod` and names the program of its root folder. Throws one problem
    /// for each filter that matches nothing.
    public static func make(
        _ pipeline: Pipeline, catalogue: TargetCatalogue, modulePath: String, filters: Filters = Filters()
    ) throws(ConfigurationError) -> BuildPlan {
        var problems: [Problem] = []
        let names = programNames(of: pipeline.mains, modulePath: modulePath)
        let programs = zip(pipeline.mains, names).map { (main: $0, folder: $1.folder, binary: $1.binary) }
        let mains = selected(
            programs, by: filters.mains, flag: "--main", problems: &problems,
            names: { [$0.main, $0.binary] }, matches: { Glob($0).matches($1.main) || Glob($0).matches($1.binary) })
        let targets = selected(
            pipeline.targets, by: filters.targets, flag: "--target", problems: &problems,
            names: { [$0.name] }, matches: { Glob($0).matches($1.name) || catalogue.targets(matching: $0).contains($1) })
        let presets = selected(
            pipeline.presets, by: filters.presets, flag: "--preset", problems: &problems,
            names: { [$0.name] }, matches: { Glob($0).matches($1.name) })
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }

        let jobs = mains.flatMap { program in
            targets.flatMap { target in
                presets.map { preset in
                    BuildJob(
                        main: program.main, target: target.name, preset: preset.name, workingDirectory: pipeline.module,
                        environment: environment(pipeline, target, preset), flags: flags(pipeline, preset),
                        output: "\(program.folder)_\(target.fileName)/\(preset.name)/\(program.binary)\(target.executableSuffix)")
                }
            }
        }
        return BuildPlan(
            pipeline: pipeline.name, jobs: jobs, budgets: pipeline.budgets, reports: pipeline.reports,
            warnings: cgoWarnings(pipeline, targets, presets, catalogue),
            presets: presets.map { PresetNote(name: $0.name, about: $0.about) }, verification: pipeline.verification,
            artifacts: pipeline.artifacts)
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

    /// cgo is off unless the pipeline says otherwise, as with it a build depends on the C compiler of the machine.
    private static func environment(_ pipeline: Pipeline, _ target: Target, _ preset: Preset) -> [EnvironmentVariable] {
        (target.environment + [EnvironmentVariable("CGO_ENABLED", "0")])
            .setting(pipeline.environment).setting(preset.environment)
    }

    private static func flags(_ pipeline: Pipeline, _ preset: Preset) -> [String] {
        var additions = preset
        additions.tags = pipeline.tags.adding(preset.tags)
        additions.ldflags = pipeline.ldflags.adding(preset.ldflags)
        additions.gcflags = pipeline.gcflags.adding(preset.gcflags)
        return additions.goFlags(profile: pipeline.profile)
    }

    private static func cgoWarnings(
        _ pipeline: Pipeline, _ targets: [Target], _ presets: [Preset], _ catalogue: TargetCatalogue
    ) -> [String] {
        targets.compactMap { target in
            let isOff = presets.contains { preset in
                environment(pipeline, target, preset).contains(EnvironmentVariable("CGO_ENABLED", "0"))
            }
            guard isOff, catalogue.platform(of: target)?.cgo == .required else { return nil }
            return "\(target.name) links only with cgo, which is off: set `CGO_ENABLED: 1` and a C compiler (`CC`) in `env`"
        }
    }
}
