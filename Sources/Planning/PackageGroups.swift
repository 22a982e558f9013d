/// A user's own groups of packages, of which the first that matches counts. Of a file one a line, with the owner after the name:
/// `web @platform: net/http* golang.org/x/net/*`; of a pipeline under `groups:`.
public struct PackageGroups: Codable, Sendable, Equatable {
    public struct Group: Codable, Sendable, Equatable {
        public var name: String
        /// The team that answers for the group.
        public var owner: String?
        /// Over paths of packages and modules.
        public var patterns: [Glob]

        public init(name: String, owner: String? = nil, patterns: [Glob]) {
            self.name = name
            self.owner = owner
            self.patterns = patterns
        }
    }

    public var groups: [Group]

    public init(groups: [Group] = []) {
        self.groups = groups
    }

    /// Reads the lines of a pattern file; `#` begins a comment. Throws with all lines that say nothing of use.
    public init(_ text: String, file: String) throws(ConfigurationError) {
        var groups: [Group] = []
        var problems: [Problem] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            guard !words.isEmpty else { continue }
            guard let group = Group(words) else {
                problems.append(
                    Problem(
                        place: "\(file):\(index + 1)", what: "not a group", found: "`\(line)`",
                        expected: "`name: pattern pattern`, such as `web: net/http*`, or with an owner `web @platform: net/http*`"
                    ))
                continue
            }
            groups.append(group)
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        self.groups = groups
    }

    /// The name of a package's group, by its path or its module's.
    public func name(ofPackage path: String, module: String?) -> String {
        group(ofPackage: path, module: module)?.name ?? "(no group)"
    }

    /// The owner of a package's group.
    public func owner(ofPackage path: String, module: String?) -> String {
        group(ofPackage: path, module: module)?.owner ?? "(no owner)"
    }

    private func group(ofPackage path: String, module: String?) -> Group? {
        groups.first { $0.patterns.contains { $0.matches(path) || module.map($0.matches) ?? false } }
    }
}

extension PackageGroups.Group {
    /// `name:` or `name @owner:`, then patterns.
    fileprivate init?(_ words: [Substring]) {
        guard let end = words.prefix(2).firstIndex(where: { $0.hasSuffix(":") }), words.count > end + 1 else { return nil }
        let head = words[...end].joined(separator: " ").dropLast().split(separator: " ")
        guard let name = head.first, head.count == end + 1 else { return nil }
        if end == 1, !head[1].hasPrefix("@") || head[1].count < 2 { return nil }
        self.init(
            name: String(name), owner: end == 1 ? String(head[1].dropFirst()) : nil,
            patterns: words.dropFirst(end + 1).map { Glob(String($0)) })
    }
}

/// Reads `groups:` of a pipeline:
///
///     groups:
///       web: { owner: platform, packages: [net/http*, golang.org/x/net/*] }
///       codecs: [encoding/*]
struct PackageGroupsReader {
    func read(_ node: Node, with yaml: inout YAMLReader) -> PackageGroups {
        guard let entries = node.mapping else {
            yaml.report(
                node, "`groups`", found: yaml.describe(node),
                expected: "a mapping: { web: { owner: platform, packages: [net/http*] } }")
            return PackageGroups()
        }
        let groups = entries.compactMap { key, value -> PackageGroups.Group? in
            guard let name = yaml.string(key, "`groups`: a name") else { return nil }
            let example = "[net/http*]"
            guard value.sequence == nil else {
                return group(name, nil, yaml.strings(value, "`groups`: \(name)", example: example), value, with: &yaml)
            }
            guard let fields = yaml.fields(value, of: "a group", known: ["owner", "packages"]) else { return nil }
            let owner = fields["owner"].flatMap { yaml.string($0, "`owner`", expected: "the name of a team") }
            let packages = fields["packages"].map { yaml.strings($0, "`packages`", example: example) } ?? []
            return group(name, owner, packages, value, with: &yaml)
        }
        return PackageGroups(groups: groups)
    }

    private func group(
        _ name: String, _ owner: String?, _ packages: [(text: String, node: Node)], _ node: Node, with yaml: inout YAMLReader
    ) -> PackageGroups.Group {
        if packages.isEmpty { yaml.report(node, "group `\(name)` has no packages", expected: "packages: [net/http*]") }
        return PackageGroups.Group(name: name, owner: owner, patterns: packages.map { Glob($0.text) })
    }
}
