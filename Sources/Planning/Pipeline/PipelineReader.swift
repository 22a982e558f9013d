internal import Yams

/// Reads a pipeline's keys but for presets and budgets, which have readers of their own.
struct PipelineReader {
    private static let keys = [
        "name", "module", "std", "mains", "targets", "exclude", "presets", "pgo", "env", "tags", "ldflags", "gcflags",
        "budgets", "verify", "artifacts", "report",
    ]
    private static let laterKeys = ["hooks", "compiler"]
    private static let formats = ["html", "markdown", "json", "csv"]

    private var yaml: YAMLReader
    private let catalogue: TargetCatalogue

    init(file: String, catalogue: TargetCatalogue) {
        yaml = YAMLReader(file: file)
        self.catalogue = catalogue
    }

    mutating func read(_ text: String) throws(ConfigurationError) -> Pipeline {
        guard let root = yaml.root(of: text),
            let fields = yaml.fields(root, of: "the pipeline", known: Self.keys, later: Self.laterKeys)
        else { throw yaml.error ?? ConfigurationError(problems: []) }
        let std = fields["std"].flatMap { yaml.bool($0, "`std`") } ?? false
        if let module = fields["module"], std {
            yaml.report(module, "`module` and `std: true` contradict each other", expected: "one of the two")
        }
        let flags = BuildFlagsReader(catalogue: catalogue)
        let targets = readTargets(fields, of: root)
        let presets = PresetReader(flags: flags).read(fields["presets"], profile: fields["pgo"], with: &yaml)
        let pipeline = Pipeline(
            name: readName(fields["name"], of: root),
            module: fields["module"].flatMap { yaml.string($0, "`module`", expected: "the folder of go.mod") } ?? ".",
            std: std,
            mains: readMains(fields["mains"], of: root, std: std),
            targets: targets ?? [],
            presets: presets ?? [],
            profile: fields["pgo"].flatMap { yaml.string($0, "`pgo`", expected: "the path of a profile") },
            environment: fields["env"].map { flags.environment($0, with: &yaml) } ?? [],
            tags: fields["tags"].map { flags.tags($0, with: &yaml) } ?? [],
            ldflags: fields["ldflags"].map { flags.toolFlags($0, "ldflags", with: &yaml) } ?? [],
            gcflags: fields["gcflags"].map { flags.toolFlags($0, "gcflags", with: &yaml) } ?? [],
            budgets: fields["budgets"].map { readBudgets($0, targets: targets, presets: presets) } ?? [],
            reports: fields["report"].map { readFormats($0) } ?? ["html", "markdown", "json"],
            verification: fields["verify"].map { VerificationReader().read($0, with: &yaml) } ?? Verification(),
            artifacts: fields["artifacts"].map { ArtifactsReader().read($0, with: &yaml) })
        if let error = yaml.error { throw error }
        return pipeline
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

    private mutating func readMains(_ node: Node?, of root: Node, std: Bool) -> [String] {
        let example = std ? "[cmd/gofmt]" : "[./cmd/app]"
        guard let node else {
            yaml.report(root, "`mains` is missing", expected: "the main packages: `mains: \(example)`")
            return []
        }
        let mains = yaml.strings(node, "`mains`", example: example)
        if mains.isEmpty, node.sequence?.isEmpty == true {
            yaml.report(node, "`mains` is empty, so there is nothing to build", expected: "main packages: \(example)")
        }
        for (main, node) in mains {
            let isLocal = main.hasPrefix(".") || main.hasPrefix("/")
            if main.hasPrefix("-") || main.contains("...") || main.hasSuffix("..") {
                yaml.report(node, "`mains`", found: "`\(main)`", expected: "the path of one main package: \(example)")
            } else if std, isLocal {
                yaml.report(
                    node, "`mains` with `std: true`", found: "`\(main)`",
                    expected: "an import path of the Go distribution: `cmd/gofmt`")
            } else if !std, main.hasPrefix("cmd/") {
                yaml.report(
                    node, "`mains`: go takes this for a program of the Go distribution", found: "`\(main)`",
                    expected: "a path that begins with `./`, or `std: true`", suggestion: "./\(main)")
            }
        }
        return mains.map(\.text)
    }

    /// The targets chosen, or nil when there was a problem with them.
    private mutating func readTargets(_ fields: [String: Node], of root: Node) -> [Target]? {
        guard let node = fields["targets"] else {
            yaml.report(root, "`targets` is missing", expected: "targets, globs or groups: `targets: [linux/amd64]`")
            return nil
        }
        let chosen = readPatterns(node, "`targets`")
        let excluded = fields["exclude"].map { readPatterns($0, "`exclude`") } ?? (targets: [], isComplete: true)
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

    private mutating func readBudgets(_ node: Node, targets: [Target]?, presets: [Preset]?) -> [Budget] {
        var artifacts: [String]?
        if let targets, let presets {
            artifacts = targets.flatMap { target in presets.map { "\(target.name)/\($0.name)" } }
        }
        return BudgetReader(artifacts: artifacts).read(node, with: &yaml)
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
