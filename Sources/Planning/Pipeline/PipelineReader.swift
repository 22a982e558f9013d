/// Reads a pipeline's keys, with a reader of its own for each of the larger ones.
struct PipelineReader {
    private static let keys =
        ["name", "module", "modules", "std", "mains", "targets", "exclude", "presets", "pgo", "overrides", "hooks"]
        + BuildSettingsReader.keys + ["groups", "budgets", "verify", "measure", "artifacts", "report", "savings", "history"]
    private static let formats = BuildPlan.formats

    private var yaml: YAMLReader
    private let catalogue: TargetCatalogue
    private let importPath: (_ main: String, _ module: String) -> String?

    init(file: String, catalogue: TargetCatalogue, importPath: @escaping (_ main: String, _ module: String) -> String?) {
        yaml = YAMLReader(file: file)
        self.catalogue = catalogue
        self.importPath = importPath
    }

    /// The part of the text that could be read, and all problems with the rest.
    mutating func read(_ text: String) -> PipelineDraft {
        guard let root = yaml.root(of: text),
            let fields = yaml.fields(root, of: "the pipeline", known: Self.keys)
        else { return PipelineDraft(pipeline: nil, problems: yaml.problems) }
        let std = fields["std"].flatMap { yaml.bool($0, "`std`") } ?? false
        if let module = fields["module"], std {
            yaml.report(module, "`module` and `std: true` contradict each other", expected: "one of the two")
        }
        let settings = BuildSettingsReader(catalogue: catalogue)
        let mains = MainsReader(std: std, importPath: importPath).read(fields, of: root, with: &yaml)
        let targets = readTargets(fields, of: root)
        let presets = PresetReader(settings: settings).read(fields["presets"], with: &yaml)
        let selectors = BuildSelectorReader(
            catalogue: catalogue, mains: mains, targets: targets, presets: presets.isComplete ? presets.presets : nil)
        var pipeline = Pipeline(
            name: readName(fields["name"], of: root), mains: mains, targets: targets ?? [], presets: presets.presets)
        pipeline.std = std
        pipeline.exclusions = fields["exclude"].map { readExclusions($0, selectors) } ?? []
        pipeline.profile = fields["pgo"].flatMap { yaml.string($0, "`pgo`", expected: "the path of a profile") }
        pipeline.profilePlace = fields["pgo"].map { yaml.place($0) }
        pipeline.settings = settings.read(fields, with: &yaml)
        pipeline.overrides = fields["overrides"].map { readOverrides($0, selectors, settings) } ?? []
        checkProfile(fields["pgo"], pipeline, arePresetsComplete: presets.isComplete)
        pipeline.hooks = fields["hooks"].map { HooksReader().read($0, with: &yaml) } ?? Hooks()
        pipeline.groups = fields["groups"].map { PackageGroupsReader().read($0, with: &yaml) } ?? PackageGroups()
        pipeline.budgets = fields["budgets"].map { readBudgets($0, selectors, pipeline.groups) } ?? []
        if let node = fields["report"] { pipeline.reports = readFormats(node) }
        if let node = fields["savings"] { pipeline.savings = readSavings(node, pipeline.budgets) }
        pipeline.history = fields["history"].flatMap { readHistory($0) }
        pipeline.verificationPlace = fields["verify"]?.mapping?.first { $0.key.scalar?.string == "reproducible" }
            .map { yaml.place($0.value) }
        pipeline.verification = fields["verify"].map { VerificationReader().read($0, with: &yaml) } ?? Verification()
        pipeline.measurements = fields["measure"].map { MeasurementReader(selectors: selectors).read($0, with: &yaml) } ?? []
        pipeline.artifacts = fields["artifacts"].map { ArtifactsReader().read($0, with: &yaml) }
        if let overrides = fields["artifacts"]?.mapping?.first(where: { $0.key.scalar?.string == "overrides" }) {
            pipeline.artifactOverrides = ArtifactOverridesReader(selectors: selectors).read(overrides.value, with: &yaml)
        }
        pipeline.templateUses = yaml.templateUses
        return PipelineDraft(pipeline: pipeline, problems: yaml.problems)
    }

    private mutating func readSavings(_ node: Node, _ budgets: [Budget]) -> Bool {
        let savings = yaml.bool(node, "`savings`") ?? true
        if !savings, budgets.contains(where: { $0.subject == .methodsElimination }) {
            yaml.report(
                node, "`savings: false` and the budget `methods-elimination` contradict each other", expected: "one of the two")
        }
        return savings
    }

    private mutating func readHistory(_ node: Node) -> String? {
        switch node.scalar?.string {
        case "true": return Pipeline.defaultHistory
        case "false": return nil
        case "yes", "no", "on", "off":
            yaml.report(node, "`history`", found: yaml.describe(node), expected: "true, false or a file: `history: sizes.db`")
            return nil
        default: return yaml.string(node, "`history`", expected: "true, false or a file: `history: sizes.db`")
        }
    }

    private mutating func readExclusions(_ node: Node, _ selectors: BuildSelectorReader) -> [BuildSelector] {
        (node.sequence ?? []).filter { $0.mapping != nil }.compactMap { item in
            guard let fields = yaml.fields(item, of: "an exclusion", known: BuildSelectorReader.keys) else { return nil }
            if fields.isEmpty, item.mapping?.isEmpty == true {
                yaml.report(item, "an exclusion of everything", expected: "one of \(yaml.list(BuildSelectorReader.keys))")
            }
            return selectors.read(fields, with: &yaml)
        }
    }

    private mutating func readOverrides(
        _ node: Node, _ selectors: BuildSelectorReader, _ settings: BuildSettingsReader
    ) -> [BuildOverride] {
        let example = "[{ target: windows/*, ldflags: [-H=windowsgui] }]"
        let keys = BuildSelectorReader.keys + ["pgo", "hooks"] + BuildSettingsReader.keys
        return (yaml.items(node, "`overrides`", example: example) ?? []).compactMap { item in
            guard let fields = yaml.fields(item, of: "an override", known: keys) else { return nil }
            let builds = selectors.read(fields, with: &yaml)
            var overriding = settings.read(fields, with: &yaml)
            overriding.usesProfile = fields["pgo"].flatMap { yaml.bool($0, "`pgo`") }
            let isWhole = fields.count == item.mapping?.count
            if isWhole, !fields.keys.contains(where: BuildSelectorReader.keys.contains) {
                yaml.report(
                    item, "an override of all builds",
                    expected: "its keys in the pipeline itself, or one of "
                        + yaml.list(BuildSelectorReader.keys))
            } else if isWhole, fields.keys.allSatisfy(BuildSelectorReader.keys.contains) {
                yaml.report(item, "an override that changes nothing", expected: "what changes, for example `ldflags`")
            }
            let hooks = fields["hooks"].map { HooksReader(keys: HooksReader.keysOfBuild).read($0, with: &yaml) } ?? Hooks()
            return BuildOverride(builds: builds, settings: overriding, hooks: hooks, place: yaml.place(item))
        }
    }

    private mutating func checkProfile(_ node: Node?, _ pipeline: Pipeline, arePresetsComplete: Bool) {
        let preset = pipeline.presets.first { $0.settings.usesProfile == true }
        let override = pipeline.overrides.first { $0.settings.usesProfile == true }
        if node == nil, let place = preset?.place ?? override?.place {
            let what = preset.map { "preset `\($0.name)`" } ?? "the override"
            yaml.report(
                at: place, "\(what) needs a profile", expected: "its path in the pipeline: `pgo: cpu.pprof`")
        } else if let node, preset == nil, override == nil, arePresetsComplete {
            yaml.report(node, "`pgo`: none of the presets uses the profile", expected: "`pgo` among the presets")
        }
    }

    private mutating func readName(_ node: Node?, of root: Node) -> String {
        guard let node else {
            let file = yaml.file.split(separator: "/").last.map(String.init) ?? yaml.file
            let name = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
            if !isFileName(name) {
                yaml.report(
                    root, "`name` is missing, and the file's name will not do", found: "`\(name)`", expected: fileNameRule)
            }
            return name
        }
        guard let name = yaml.string(node, "`name`") else { return "" }
        if !isFileName(name) {
            yaml.report(node, "`name` is also a folder's name", found: "`\(name)`", expected: fileNameRule)
        }
        return name
    }

    /// The targets chosen, or nil when there was a problem with them.
    private mutating func readTargets(_ fields: [String: Node], of root: Node) -> [Target]? {
        guard let node = fields["targets"] else {
            yaml.report(root, "`targets` is missing", expected: "targets, globs or groups: `targets: [linux/amd64]`")
            return nil
        }
        let chosen = readPatterns(node, "`targets`")
        let excluded = fields["exclude"].map { readExcludedTargets($0) } ?? (targets: [], isComplete: true)
        guard chosen.isComplete, excluded.isComplete else { return nil }
        let targets = chosen.targets.filter { !excluded.targets.contains($0) }
        if targets.isEmpty {
            yaml.report(
                node,
                chosen.targets.isEmpty
                    ? "`targets` is empty, so there is nothing to build" : "`exclude` leaves none of the `targets`",
                expected: "at least one target")
            return nil
        }
        return targets
    }

    /// The patterns among the entries of `exclude`; mappings there take away single builds.
    private mutating func readExcludedTargets(_ node: Node) -> (targets: [Target], isComplete: Bool) {
        guard var sequence = node.sequence else { return readPatterns(node, "`exclude`") }
        sequence.removeAll { $0.mapping != nil }
        return readPatterns(Node(value: .sequence(sequence), mark: node.mark), "`exclude`")
    }

    private mutating func readPatterns(_ node: Node, _ what: String) -> (targets: [Target], isComplete: Bool) {
        let before = yaml.problems.count
        var targets: [Target] = []
        for (pattern, node) in yaml.strings(node, what, example: "[linux/*, darwin/arm64]") {
            let matches = catalogue.targets(matching: pattern)
            if pattern == "native", matches.isEmpty {
                yaml.report(node, "\(what): the target catalogue does not have this machine", found: "`native`")
            } else if matches.isEmpty {
                yaml.report(
                    node, "\(what): no target matches", found: "`\(pattern)`",
                    expected: "a target, a glob or a group (`pare targets` lists them)",
                    suggestion: catalogue.nearestPattern(to: pattern))
            }
            targets += matches.filter { !targets.contains($0) }
        }
        return (targets, yaml.problems.count == before)
    }

    private mutating func readBudgets(_ node: Node, _ selectors: BuildSelectorReader, _ groups: PackageGroups) -> [Budget] {
        var artifacts: [String]?
        if let targets = selectors.targets, let presets = selectors.presets {
            artifacts = targets.flatMap { target in presets.map { "\(target.name)/\($0.name)" } }
        }
        return BudgetReader(artifacts: artifacts, selectors: selectors, groups: groups).read(node, with: &yaml)
    }

    private mutating func readFormats(_ node: Node) -> [String] {
        let formats = yaml.strings(node, "`report`", example: "[html, markdown, json]")
        for (format, node) in formats where !Self.formats.contains(format) {
            yaml.report(
                node, "`report`: unknown format", found: "`\(format)`", expected: "one of \(yaml.list(Self.formats))",
                suggestion: nearestName(to: format, among: Self.formats))
        }
        return formats.map(\.text)
    }
}

let fileNameRule = "letters, digits, `.`, `_`, `-` and `+`, a letter or digit first"

/// Whether `name` can name a folder everywhere and needs no quotes in a shell.
func isFileName(_ name: String) -> Bool {
    let isPlain = { (character: Character) in character.isASCII && (character.isLetter || character.isNumber) }
    guard let first = name.first, isPlain(first) else { return false }
    return name.allSatisfy { isPlain($0) || "._-+".contains($0) }
}
