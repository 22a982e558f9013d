/// The boolean expression of a `//go:build` line. (go/build/constraint)
package indirect enum ConstraintExpression: Sendable, Equatable {
    case tag(String)
    case not(ConstraintExpression)
    case and(ConstraintExpression, ConstraintExpression)
    case or(ConstraintExpression, ConstraintExpression)

    /// Nil for a malformed expression. `text` is the line without `//go:build`.
    package init?(_ text: some StringProtocol) {
        var parser = Parser(Array(String(text).unicodeScalars))
        guard let expression = parser.disjunction(depth: 0), parser.isAtEnd else { return nil }
        self = expression
    }

    /// The value of the expression; nil if it depends on tags without a value.
    package func value(_ tag: (String) -> Bool?) -> Bool? {
        switch self {
        case .tag(let name): tag(name)
        case .not(let operand): operand.value(tag).map { !$0 }
        case .and(let left, let right):
            switch (left.value(tag), right.value(tag)) {
            case (false, _), (_, false): false
            case (true, true): true
            default: nil
            }
        case .or(let left, let right):
            switch (left.value(tag), right.value(tag)) {
            case (true, _), (_, true): true
            case (false, false): false
            default: nil
            }
        }
    }
}

private struct Parser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// Parentheses and negations in each other; deeper ones are malformed.
    private static let deepest = 64

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == scalars.count
        }
    }

    mutating func disjunction(depth: Int) -> ConstraintExpression? {
        guard var left = conjunction(depth: depth) else { return nil }
        while takes("||") {
            guard let right = conjunction(depth: depth) else { return nil }
            left = .or(left, right)
        }
        return left
    }

    private mutating func conjunction(depth: Int) -> ConstraintExpression? {
        guard var left = operand(depth: depth) else { return nil }
        while takes("&&") {
            guard let right = operand(depth: depth) else { return nil }
            left = .and(left, right)
        }
        return left
    }

    private mutating func operand(depth: Int) -> ConstraintExpression? {
        guard depth < Self.deepest else { return nil }
        if takes("!") { return operand(depth: depth + 1).map { .not($0) } }
        if takes("(") {
            guard let inner = disjunction(depth: depth + 1), takes(")") else { return nil }
            return inner
        }
        skipBlanks()
        let name = scalars[position...].prefix {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "."
        }
        guard !name.isEmpty else { return nil }
        position += name.count
        return .tag(String(String.UnicodeScalarView(name)))
    }

    private mutating func takes(_ mark: String) -> Bool {
        skipBlanks()
        guard scalars[position...].starts(with: mark.unicodeScalars) else { return false }
        position += mark.unicodeScalars.count
        return true
    }

    private mutating func skipBlanks() {
        while position < scalars.count, scalars[position] == " " || scalars[position] == "\t" { position += 1 }
    }
}
