/// A node of a foreign file with its path: `builds[0].ldflags`.
struct ImportedNode {
    var node: Node
    var path: String
    /// Line of its key, or of itself in a list.
    var line: Int
}

/// Takes values out of a foreign configuration file and remembers what was taken, so that the rest can be named.
struct ImportReader {
    /// A part of the file that the pipeline does not say.
    struct Note: Equatable {
        var line: Int
        var path: String
        var reason: String
    }

    private var taken: Set<String> = []
    private var dropped: [String] = []
    private(set) var notes: [Note] = []

    /// The value of a key, which counts as taken with its own scalars, not with keys below.
    mutating func take(_ key: String, _ parent: ImportedNode?) -> ImportedNode? {
        guard let parent, let entry = parent.node.mapping?.first(where: { $0.key.scalar?.string == key }) else { return nil }
        let path = parent.path.isEmpty ? key : "\(parent.path).\(key)"
        taken.insert(path)
        return isNull(entry.value) ? nil : ImportedNode(node: entry.value, path: path, line: entry.key.mark.line)
    }

    func isTaken(_ key: String, _ parent: ImportedNode) -> Bool { taken.contains("\(parent.path).\(key)") }

    /// The first of several spellings of a key.
    mutating func take(_ keys: [String], _ parent: ImportedNode?) -> ImportedNode? {
        keys.compactMap { take($0, parent) }.first
    }

    mutating func string(_ key: String, _ parent: ImportedNode?) -> String? {
        take(key, parent)?.node.scalar?.string
    }

    /// Texts of a list, or the only text.
    mutating func strings(_ key: String, _ parent: ImportedNode?) -> [String]? {
        guard let value = take(key, parent) else { return nil }
        return items(value).compactMap { item in
            if item.node.scalar == nil { drop(item, "a text was expected here") }
            return item.node.scalar?.string
        }
    }

    func items(_ node: ImportedNode) -> [ImportedNode] {
        guard let sequence = node.node.sequence else { return [node] }
        return sequence.enumerated().map { index, item in
            ImportedNode(node: item, path: "\(node.path)[\(index)]", line: item.mark.line)
        }
    }

    /// The items of a list of mappings; others are noted.
    mutating func mappings(_ node: ImportedNode) -> [ImportedNode] {
        let items = items(node)
        for item in items where item.node.mapping == nil { drop(item, "a mapping was expected here") }
        return items.filter { $0.node.mapping != nil }
    }

    /// Notes a part with all that is below it.
    mutating func drop(_ node: ImportedNode, _ reason: String) {
        taken.insert(node.path)
        dropped.append(node.path)
        note(node, reason)
    }

    /// Notes a key with all that is below it, where the file has it.
    mutating func drop(_ key: String, _ parent: ImportedNode?, _ reason: String) {
        guard let value = take(key, parent) else { return }
        drop(value, reason)
    }

    /// Notes something about a part that was taken.
    mutating func note(_ node: ImportedNode, _ reason: String) {
        let note = Note(line: node.line, path: node.path, reason: reason)
        if !notes.contains(note) { notes.append(note) }
    }

    /// Notes all keys below that were not taken.
    mutating func noteRest(_ node: ImportedNode, _ reason: String) {
        if dropped.contains(node.path) { return }
        if node.node.sequence != nil {
            for item in items(node) { noteRest(item, reason) }
        }
        for (key, value) in node.node.mapping ?? [] {
            let name = key.scalar?.string ?? "?"
            let child = ImportedNode(
                node: value, path: node.path.isEmpty ? name : "\(node.path).\(name)", line: key.mark.line)
            if taken.contains(child.path) {
                noteRest(child, reason)
            } else {
                note(child, reason)
            }
        }
    }

    private func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.isPlain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }
}
