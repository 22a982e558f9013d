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
