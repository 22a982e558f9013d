/// Makes nodes of the events of one document. Depth and number of nodes have limits, with aliases counted as what they stand
/// for: a short text could otherwise nest without end or name billions of nodes.
struct YAMLComposer: ~Copyable {
    static let maximalDepth = 64
    static let maximalNodes = 1 << 20

    private struct Subtree {
        let node: Node
        /// Levels of collections below and including the node.
        let height: Int
        let count: Int
    }

    private var events: YAMLEvents
    private var anchors: [String: Subtree] = [:]
    private var count = 0

    /// The root of the text's only document; nil when there is none.
    static func root(of text: String) throws(YAMLError) -> Node? {
        var composer = YAMLComposer(events: try YAMLEvents(text))
        return try composer.root()
    }

    private init(events: consuming YAMLEvents) {
        self.events = events
    }

    private mutating func root() throws(YAMLError) -> Node? {
        _ = try events.next()
        if case .streamEnd = try events.next().kind { return nil }
        let root = try subtree(from: events.next(), depth: 0)
        _ = try events.next()
        let end = try events.next()
        guard case .streamEnd = end.kind else {
            throw .syntax(
                problem: "but found another document", line: end.mark.line,
                context: "expected a single document in the stream")
        }
        return root.node
    }

    private mutating func subtree(from event: YAMLEvents.Event, depth: Int) throws(YAMLError) -> Subtree {
        let start = count
        try add(1, at: event)
        let value: Node.Value
        let anchor: String?
        var height = 0
        switch event.kind {
        case .alias(let name):
            guard let subtree = anchors[name] else {
                throw .syntax(problem: "found undefined alias", line: event.mark.line)
            }
            try add(subtree.count - 1, at: event)
            try check(depth: depth + subtree.height, at: event)
            return subtree
        case .scalar(let scalar, let name):
            (value, anchor) = (.scalar(scalar), name)
        case .sequenceStart(let name):
            try check(depth: depth + 1, at: event)
            var items: [Node] = []
            while let item = try next(depth: depth + 1, height: &height) { items.append(item) }
            (value, anchor) = (.sequence(items), name)
        case .mappingStart(let name):
            try check(depth: depth + 1, at: event)
            var entries: [(key: Node, value: Node)] = []
            while let key = try next(depth: depth + 1, height: &height),
                let value = try next(depth: depth + 1, height: &height)
            {
                entries.append((key, value))
            }
            try checkKeys(of: entries)
            (value, anchor) = (.mapping(entries), name)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            throw .syntax(problem: "found no value", line: event.mark.line)
        }
        let subtree = Subtree(node: Node(value: value, mark: event.mark), height: height, count: count - start)
        if let anchor { anchors[anchor] = subtree }
        return subtree
    }

    /// The next node of a collection; nil at its end. `height` becomes that of the collection.
    private mutating func next(depth: Int, height: inout Int) throws(YAMLError) -> Node? {
        height = max(height, 1)
        let event = try events.next()
        switch event.kind {
        case .sequenceEnd, .mappingEnd: return nil
        default:
            let subtree = try subtree(from: event, depth: depth)
            height = max(height, subtree.height + 1)
            return subtree.node
        }
    }

    private mutating func add(_ nodes: Int, at event: YAMLEvents.Event) throws(YAMLError) {
        count += nodes
        guard count <= Self.maximalNodes else {
            throw .syntax(problem: "more than \(Self.maximalNodes) values", line: event.mark.line)
        }
    }

    private func check(depth: Int, at event: YAMLEvents.Event) throws(YAMLError) {
        guard depth <= Self.maximalDepth else {
            throw .syntax(problem: "nested deeper than \(Self.maximalDepth) levels", line: event.mark.line)
        }
    }

    private func checkKeys(of entries: [(key: Node, value: Node)]) throws(YAMLError) {
        var lines: [String: Int] = [:]
        var duplicates: Set<String> = []
        for key in entries.map(\.key) {
            guard let name = key.scalar?.string else { continue }
            if lines[name] != nil { duplicates.insert(name) } else { lines[name] = key.mark.line }
        }
        let names = duplicates.sorted()
        guard let first = names.first else { return }
        throw .duplicateKeys(names, line: lines[first] ?? 1)
    }
}

/// One value of a YAML document and the place where it begins; of an alias, the place of its anchor.
struct Node {
    enum Value {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([(key: Node, value: Node)])
    }

    struct Scalar {
        let string: String
        /// Whether the text stands without quotes, so that `null` means nothing and `true` a truth value.
        let isPlain: Bool
    }

    struct Mark: Equatable {
        /// Both count from 1, columns in Unicode scalars.
        let line: Int
        let column: Int
    }

    let value: Value
    let mark: Mark

    var scalar: Scalar? {
        if case .scalar(let scalar) = value { scalar } else { nil }
    }

    var sequence: [Node]? {
        if case .sequence(let items) = value { items } else { nil }
    }

    /// Its entries in the order of the file; no two keys are the same text.
    var mapping: [(key: Node, value: Node)]? {
        if case .mapping(let entries) = value { entries } else { nil }
    }
}

/// Why a text is not one YAML document that can be used.
enum YAMLError: Error, Equatable {
    /// `context` is what libyaml was doing, and the line where that began.
    case syntax(problem: String, line: Int, context: String? = nil, contextLine: Int = 1)
    /// Bytes that no YAML text may contain, at an offset in UTF-8.
    case characters(problem: String, offset: Int)
    /// The line is that of the first key, in the order of the list.
    case duplicateKeys([String], line: Int)
}
