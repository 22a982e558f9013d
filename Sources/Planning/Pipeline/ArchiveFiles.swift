/// Files of the project for an archive: `docs/*.md`, or `{ from: "man/*.1", to: share/man }`.
public struct ArchiveFiles: Sendable, Hashable {
    /// A path, a folder with all that is in it, or a glob.
    public var pattern: String
    /// Path in the archive: of the file, or of the folder that all files are in; nil for the place that they have in the project.
    public var destination: String?
    /// The files lose the folders that they are in.
    public var isFlat: Bool

    public init(_ pattern: String, to destination: String? = nil, isFlat: Bool = false) {
        self.pattern = pattern
        self.destination = destination
        self.isFlat = isFlat
    }

    /// Names in the archive of the files that the pattern names.
    public func places(of names: [String]) -> [String] {
        guard destination != nil || isFlat else { return names }
        let folders = names.map { Array($0.split(separator: "/").dropLast()) }
        let common = folders.dropFirst().reduce(folders.first ?? []) { common, folder in
            zip(common, folder).prefix { $0 == $1 }.map(\.0)
        }
        let whole = pattern.split(separator: "/").filter { $0 != "." }
        let isFolder = !pattern.contains { "*?".contains($0) } && names != [pattern]
        return names.map { name in
            let parts = name.split(separator: "/")
            let rest = isFlat ? parts.suffix(1) : names == [pattern] ? [] : parts.dropFirst(isFolder ? whole.count : common.count)
            return ((destination ?? "").split(separator: "/").filter { $0 != "." } + rest).joined(separator: "/")
        }
    }
}

extension ArchiveFiles: Codable {
    private enum CodingKeys: String, CodingKey { case from, to, flat }

    public init(from decoder: any Decoder) throws {
        if let pattern = try? decoder.singleValueContainer().decode(String.self) {
            self.init(pattern)
        } else {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                try container.decode(String.self, forKey: .from), to: try container.decodeIfPresent(String.self, forKey: .to),
                isFlat: try container.decodeIfPresent(Bool.self, forKey: .flat) ?? false)
        }
    }

    /// A text where the files keep their place.
    public func encode(to encoder: any Encoder) throws {
        guard destination != nil || isFlat else {
            var container = encoder.singleValueContainer()
            return try container.encode(pattern)
        }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(pattern, forKey: .from)
        try container.encodeIfPresent(destination, forKey: .to)
        if isFlat { try container.encode(isFlat, forKey: .flat) }
    }
}

/// Reads `files` of `artifacts`.
struct ArchiveFilesReader {
    func read(_ node: Node, _ yaml: inout YAMLReader) -> [ArchiveFiles] {
        var all: [ArchiveFiles] = []
        for item in yaml.items(node, "`files`", example: "[LICENSE*, README.md]") ?? [] {
            guard let files = item.mapping == nil ? plain(item, &yaml) : placed(item, &yaml) else { continue }
            if all.contains(files) { yaml.report(item, "`files`: an entry twice", found: "`\(files.pattern)`") }
            all.append(files)
        }
        return all
    }

    private func plain(_ node: Node, _ yaml: inout YAMLReader) -> ArchiveFiles? {
        yaml.string(node, "`files`: an entry").flatMap { path($0, node, "a path or a glob below the project's folder", &yaml) }
            .map { ArchiveFiles($0) }
    }

    private func placed(_ node: Node, _ yaml: inout YAMLReader) -> ArchiveFiles? {
        guard let fields = yaml.fields(node, of: "an entry of `files`", known: ["from", "to", "flat"]) else { return nil }
        guard let from = fields["from"], fields["to"] != nil || fields["flat"] != nil else {
            yaml.report(
                node, "an entry of `files`", expected: "{ from: \"man/*.1\", to: share/man }, with `flat: true` without folders")
            return nil
        }
        guard let files = plain(from, &yaml) else { return nil }
        let destination = fields["to"].flatMap { node in
            yaml.string(node, "`to`").flatMap { path($0, node, "a path in the archive, `.` for its top", &yaml) }
        }
        return ArchiveFiles(
            files.pattern, to: destination, isFlat: fields["flat"].flatMap { yaml.bool($0, "`flat`") } ?? false)
    }

    private func path(_ text: String, _ node: Node, _ expected: String, _ yaml: inout YAMLReader) -> String? {
        guard !text.hasPrefix("/"), !text.split(separator: "/").contains("..") else {
            yaml.report(node, "`files`", found: "`\(text)`", expected: expected)
            return nil
        }
        return text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    }
}
