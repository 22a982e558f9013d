/// Reads `budgets:`, a list of limits:
///
///     - { artifact: "linux/*/strip", max: 20MiB, max-compressed: 8MiB }   # TARGET/PRESET of whole binaries
///     - { package: net/http, max: 2MiB }                                  # each package whose path matches
///     - { module: "k8s.io/*", growth: 2%, artifact: "*/strip" }           # in some binaries only
///     - { forbid: [plugin, net/http/pprof] }                              # packages that must not be there
///     - { require: [crypto/tls/fipsonly] }                                # packages that must be there
///     - { methods-elimination: required }                                 # no method called by a name that is not constant
///     - { section: .rodata, max: 4MiB }                                   # also kind: data, group: web, owner: platform
///     - { main: ./cmd/app, max: 20MiB }                                   # of one program; any of the above may say so
///     - { artifact: "*", max-packages: 300, max-modules: 40 }             # linked packages and modules
///     - { artifact: "*", max-memory: 24MiB }                              # code and data in memory before it runs
///     - artifact: "*/strip"
///       max: 20MiB
///       headroom: 5%                                                      # warns when less is left below `max`
///       growth: 2%
///       noise: 4KiB                                                       # growth up to this is none
///       level: warn                                                       # `fail` by default
///       name: agent-size                                                  # for `Pare-Waive: agent-size REASON`
///       message: Ask the platform team.
///       waive: { reason: the new codec, until: 2026-12-31 }
///
/// Sizes are bytes in the file: `20MiB`, `1.5MB`, `300KB`, `4096`. `growth` against a baseline is a size or percent.
struct BudgetReader {
    private static let subjects = [
        "package", "module", "section", "kind", "group", "owner", "forbid", "require", "methods-elimination",
    ]
    private static let limits = ["max", "max-compressed", "max-memory", "max-packages", "max-modules", "growth"]
    private static let terms = ["headroom", "noise"] + BudgetTermsReader.keys
    /// Subjects without a limit of their own.
    private static let unlimited = ["forbid", "require", "methods-elimination"]

    /// `TARGET/PRESET` of every binary the pipeline builds; nil when targets or presets have problems of their own.
    let artifacts: [String]?
    let selectors: BuildSelectorReader
    let groups: PackageGroups

    func read(_ node: Node, with yaml: inout YAMLReader) -> [Budget] {
        let example = #"[{ artifact: "*/strip", max: 20MiB }]"#
        var budgets: [Budget] = []
        for item in yaml.items(node, "`budgets`", example: example) ?? [] {
            guard let budget = readBudget(item, with: &yaml) else { continue }
            if let name = budget.name, let other = budgets.first(where: { $0.name == name }) {
                yaml.report(item, "two budgets of one name", found: "`\(name)` as in \(other.place)", expected: "another `name`")
            }
            budgets.append(budget)
        }
        return budgets
    }

    private func readBudget(_ node: Node, with yaml: inout YAMLReader) -> Budget? {
        let known = ["artifact", "main"] + Self.subjects + Self.limits + Self.terms
        guard let fields = yaml.fields(node, of: "a budget", known: known) else { return nil }
        let isWhole = fields.count == node.mapping?.count
        let subject = readSubject(fields, of: node, isWhole: isWhole, with: &yaml)
        let mains = selectors.mains(fields["main"], with: &yaml)
        let artifact = fields["artifact"].flatMap { readArtifact($0, with: &yaml) }
        let max = fields["max"].flatMap { readSize($0, "`max`", with: &yaml) }
        let compressed = fields["max-compressed"].flatMap { readSize($0, "`max-compressed`", with: &yaml) }
        let growth = fields["growth"].flatMap { BudgetTermsReader().readShare($0, "`growth`", with: &yaml) }
        checkLimits(fields, of: node, isWhole: isWhole, with: &yaml)
        guard let subject else { return nil }
        var budget = Budget(
            subject: subject, mains: mains, artifact: artifact, max: max, maxCompressed: compressed, growth: growth,
            text: text(of: fields), place: yaml.place(node))
        budget.maxMemory = fields["max-memory"].flatMap { readSize($0, "`max-memory`", with: &yaml) }
        budget.maxPackages = fields["max-packages"].flatMap { readCount($0, "`max-packages`", with: &yaml) }
        budget.maxModules = fields["max-modules"].flatMap { readCount($0, "`max-modules`", with: &yaml) }
        BudgetTermsReader().read(fields, into: &budget, with: &yaml)
        return budget
    }

    /// Reports limits that the subject cannot have, and terms without the limit that they are for.
    private func checkLimits(_ fields: [String: Node], of node: Node, isWhole: Bool, with yaml: inout YAMLReader) {
        let limits = Self.limits.filter { fields[$0] != nil }
        if let subject = Self.unlimited.first(where: { fields[$0] != nil }) {
            for limit in limits {
                yaml.report(node, "`\(subject)` and `\(limit)` contradict each other", expected: "a budget for each")
            }
        } else if limits.isEmpty, isWhole {
            yaml.report(
                node, "a budget without a limit",
                expected: "one of \(yaml.list(Self.limits)), `forbid`, `require` or `methods-elimination`")
        }
        let isPart = Self.subjects.contains { fields[$0] != nil && !Self.unlimited.contains($0) }
        for limit in ["max-compressed", "max-memory", "max-packages", "max-modules"] where isPart {
            guard let node = fields[limit] else { continue }
            let most = limit == "max-compressed" ? "`max`, or no package and module" : "no package and module"
            yaml.report(node, "`\(limit)` is for whole binaries", expected: most)
        }
        if let node = fields["noise"], fields["growth"] == nil {
            yaml.report(node, "`noise` without `growth`", expected: "`growth: 2%`, of which it is the floor")
        }
        if let node = fields["headroom"], ["max", "max-compressed", "max-memory"].allSatisfy({ fields[$0] == nil }) {
            yaml.report(node, "`headroom` without `max`", expected: "`max: 20MiB`, below which it is to stay free")
        }
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
        let parts: [(key: String, what: String, names: [String]?, subject: (Glob) -> Budget.Subject)] = [
            ("package", "an import path or a glob", nil, Budget.Subject.packages),
            ("module", "a module path or a glob", nil, Budget.Subject.modules),
            ("section", "a section or a glob: .rodata", nil, Budget.Subject.sections),
            ("kind", "a kind of bytes or a glob: data", nil, Budget.Subject.kinds),
            ("group", "a group of `groups` or a glob", groups.groups.map(\.name), Budget.Subject.groups),
            ("owner", "an owner in `groups` or a glob", groups.groups.compactMap(\.owner), Budget.Subject.owners),
        ]
        for part in parts {
            guard let node = fields[part.key] else { continue }
            guard let glob = yaml.string(node, "`\(part.key)`", expected: part.what).map({ Glob($0) }) else { return nil }
            if let names = part.names, !names.contains(where: glob.matches) {
                yaml.report(
                    node, "`\(part.key)`: `groups` has none that matches", found: "`\(glob.pattern)`", expected: part.what,
                    suggestion: nearestName(to: glob.pattern, among: names))
            }
            return part.subject(glob)
        }
        if let node = fields["methods-elimination"] {
            guard node.scalar?.string == "required" else {
                yaml.report(node, "`methods-elimination`", found: yaml.describe(node), expected: "`required`")
                return nil
            }
            return .methodsElimination
        }
        guard let key = ["forbid", "require"].first(where: { fields[$0] != nil }), let node = fields[key] else {
            return .artifacts
        }
        let packages = yaml.strings(node, "`\(key)`", example: "[plugin, net/http/pprof]")
        if packages.isEmpty, node.sequence?.isEmpty == true {
            yaml.report(node, "`\(key)` is empty", expected: "packages: [plugin, net/http/pprof]")
        }
        let globs = packages.map { Glob($0.text) }
        return key == "forbid" ? .forbidden(globs) : .required(globs)
    }

    private func readCount(_ node: Node, _ what: String, with yaml: inout YAMLReader) -> Int? {
        guard let count = node.scalar.flatMap({ Int($0.string) }), count > 0 else {
            yaml.report(node, what, found: yaml.describe(node), expected: "a number: 300")
            return nil
        }
        return count
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

    /// The budget in one line: `package net/http max 2MiB artifact */strip`.
    private func text(of fields: [String: Node]) -> String {
        let subject = Self.subjects.first { fields[$0] != nil }
        let first = subject ?? (fields["artifact"] == nil ? "main" : "artifact")
        let keys = [first] + Self.limits + ["headroom", "noise", "level", "artifact", "main"].filter { $0 != first }
        let parts = keys.compactMap { key -> String? in
            guard let node = fields[key] else { return nil }
            let values = node.sequence?.compactMap(\.scalar?.string).joined(separator: ", ")
            return "\(key) \(values ?? node.scalar?.string ?? "")"
        }
        return parts.joined(separator: " ")
    }
}
