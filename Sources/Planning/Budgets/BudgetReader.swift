/// Reads `budgets:`, a list of limits:
///
///     - { artifact: "linux/*/strip", max: 20MiB, max-compressed: 8MiB }   # TARGET/PRESET of whole binaries
///     - { package: net/http, max: 2MiB }                                  # each package whose path matches
///     - { module: "k8s.io/*", growth: 2%, artifact: "*/strip" }           # in some binaries only
///     - { forbid: [plugin, net/http/pprof] }                              # packages that must not be there
///     - { methods-elimination: required }                                 # no method called by a name that is not constant
///     - { main: ./cmd/app, max: 20MiB }                                   # of one program; any of the above may say so
///
/// Sizes are bytes in the file: `20MiB`, `1.5MB`, `300KB`, `4096`. `growth` against a baseline is a size or percent.
struct BudgetReader {
    private static let subjects = ["package", "module", "forbid", "methods-elimination"]
    private static let limits = ["max", "max-compressed", "growth"]

    /// `TARGET/PRESET` of every binary the pipeline builds; nil when targets or presets have problems of their own.
    let artifacts: [String]?
    let selectors: BuildSelectorReader

    func read(_ node: Node, with yaml: inout YAMLReader) -> [Budget] {
        let example = #"[{ artifact: "*/strip", max: 20MiB }]"#
        return (yaml.items(node, "`budgets`", example: example) ?? []).compactMap { readBudget($0, with: &yaml) }
    }

    private func readBudget(_ node: Node, with yaml: inout YAMLReader) -> Budget? {
        let known = ["artifact", "main"] + Self.subjects + Self.limits
        guard let fields = yaml.fields(node, of: "a budget", known: known) else { return nil }
        let isWhole = fields.count == node.mapping?.count
        let subject = readSubject(fields, of: node, isWhole: isWhole, with: &yaml)
        let mains = selectors.mains(fields["main"], with: &yaml)
        let artifact = fields["artifact"].flatMap { readArtifact($0, with: &yaml) }
        let max = fields["max"].flatMap { readSize($0, "`max`", with: &yaml) }
        let compressed = fields["max-compressed"].flatMap { readSize($0, "`max-compressed`", with: &yaml) }
        let growth = fields["growth"].flatMap { readGrowth($0, with: &yaml) }
        let limits = Self.limits.filter { fields[$0] != nil }
        if let subject = ["forbid", "methods-elimination"].first(where: { fields[$0] != nil }) {
            for limit in limits {
                yaml.report(node, "`\(subject)` and `\(limit)` contradict each other", expected: "a budget for each")
            }
        } else if limits.isEmpty, isWhole {
            yaml.report(
                node, "a budget without a limit", expected: "one of \(yaml.list(Self.limits)), `forbid` or `methods-elimination`")
        }
        if let compressed = fields["max-compressed"], fields["package"] != nil || fields["module"] != nil {
            yaml.report(compressed, "`max-compressed` is for whole binaries", expected: "`max`, or no package and module")
        }
        guard let subject else { return nil }
        return Budget(
            subject: subject, mains: mains, artifact: artifact, max: max, maxCompressed: compressed, growth: growth,
            text: text(of: fields), place: yaml.place(node))
    }

    private func readSubject(
        _ fields: [String: Node], of node: Node, isWhole: Bool, with yaml: inout YAMLReader
    ) -> Budget.Subject? {
        let subjects = Self.subjects.filter { fields[$0] != nil }
        if subjects.count > 1 {
            yaml.report(node, "one budget for several things", found: yaml.list(subjects), expected: "a budget for each")
            return nil
        }
        if subjects.isEmpty, fields["artifact"] == nil, fields["main"] == nil {
            if isWhole {
                yaml.report(
                    node, "a budget of nothing", expected: "one of \(yaml.list(["artifact", "main"] + Self.subjects))")
            }
            return nil
        }
        if let node = fields["package"] {
            return yaml.string(node, "`package`", expected: "an import path or a glob").map { .packages(Glob($0)) }
        }
        if let node = fields["module"] {
            return yaml.string(node, "`module`", expected: "a module path or a glob").map { .modules(Glob($0)) }
        }
        if let node = fields["methods-elimination"] {
            guard node.scalar?.string == "required" else {
                yaml.report(node, "`methods-elimination`", found: yaml.describe(node), expected: "`required`")
                return nil
            }
            return .methodsElimination
        }
        guard let node = fields["forbid"] else { return .artifacts }
        let forbidden = yaml.strings(node, "`forbid`", example: "[plugin, net/http/pprof]")
        if forbidden.isEmpty, node.sequence?.isEmpty == true {
            yaml.report(node, "`forbid` is empty", expected: "packages: [plugin, net/http/pprof]")
        }
        return .forbidden(forbidden.map { Glob($0.text) })
    }

    private func readArtifact(_ node: Node, with yaml: inout YAMLReader) -> Glob? {
        guard let text = yaml.string(node, "`artifact`", expected: "TARGET/PRESET") else { return nil }
        let glob = Glob(text)
        if let artifacts, !artifacts.contains(where: glob.matches) {
            yaml.report(
                node, "`artifact`: the pipeline builds nothing that matches", found: "`\(text)`",
                expected: "TARGET/PRESET or a glob: \"linux/*/strip\"", suggestion: nearestName(to: text, among: artifacts))
        }
        return glob
    }

    private func readSize(_ node: Node, _ what: String, with yaml: inout YAMLReader) -> Int? {
        guard let size = node.scalar.flatMap({ byteSize($0.string) }), size > 0 else {
            yaml.report(node, what, found: yaml.describe(node), expected: "a size: 20MiB, 1.5MB, 300KB or bytes")
            return nil
        }
        return size
    }

    private func readGrowth(_ node: Node, with yaml: inout YAMLReader) -> Budget.Growth? {
        let text = node.scalar?.string ?? ""
        let number = text.dropLast()
        if text.hasSuffix("%"), number.allSatisfy({ "0123456789.".contains($0) }), let percent = Double(number) {
            return .percent(percent)
        }
        if let bytes = byteSize(text) { return .bytes(bytes) }
        yaml.report(node, "`growth`", found: yaml.describe(node), expected: "percent or a size: 2% or 100KiB")
        return nil
    }

    /// The budget in one line: `package net/http max 2MiB artifact */strip`.
    private func text(of fields: [String: Node]) -> String {
        let subject = Self.subjects.first { fields[$0] != nil }
        let first = subject ?? (fields["artifact"] == nil ? "main" : "artifact")
        let keys = [first] + Self.limits + ["artifact", "main"].filter { $0 != first }
        let parts = keys.compactMap { key -> String? in
            guard let node = fields[key] else { return nil }
            let values = node.sequence?.compactMap(\.scalar?.string).joined(separator: ", ")
            return "\(key) \(values ?? node.scalar?.string ?? "")"
        }
        return parts.joined(separator: " ")
    }
}
