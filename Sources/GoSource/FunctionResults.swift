/// The results of a function declaration: an empty body returns their zero values when all have names.
/// (go.dev/ref/spec#Function_types)
struct FunctionResults {
    /// Places where `_ ` is inserted, and parentheses for a single result.
    private(set) var edits: [(range: Range<Int>, text: String)] = []
    private(set) var isEmpty = true

    /// `declaration` is the function's, from its keyword to the brace of its body.
    init(_ source: [UInt8], head: Range<Int>) {
        var scanner = GoScanner(String(decoding: source[head], as: UTF8.self))
        var tokens: [(token: GoScanner.Token, range: Range<Int>)] = []
        while true {
            let token = scanner.next()
            guard token != .end else { break }
            tokens.append((token, head.lowerBound + scanner.range.lowerBound..<head.lowerBound + scanner.range.upperBound))
        }
        var index = 1
        if index < tokens.count, tokens[index].token == .mark(UInt8(ascii: "(")) { index = Self.after(index, tokens) }
        index += 1
        while index < tokens.count,
            tokens[index].token == .mark(UInt8(ascii: "[")) || tokens[index].token == .mark(UInt8(ascii: "("))
        {
            let isParameters = tokens[index].token == .mark(UInt8(ascii: "("))
            index = Self.after(index, tokens)
            if isParameters { break }
        }
        guard index < tokens.count else { return }
        if tokens[index].token != .mark(UInt8(ascii: "(")) {
            isEmpty = false
            let start = tokens[index].range.lowerBound
            let end = tokens[tokens.count - 1].range.upperBound
            edits = [(start..<start, "(_ "), (end..<end, ")")]
            return
        }
        let end = Self.after(index, tokens) - 1
        var items: [Range<Int>] = []
        var start = index + 1
        var depth = 0
        for place in index + 1..<max(index + 1, end) {
            guard case .mark(let mark) = tokens[place].token else { continue }
            if Array("([{".utf8).contains(mark) { depth += 1 }
            if Array(")]}".utf8).contains(mark) { depth -= 1 }
            if mark == UInt8(ascii: ","), depth == 0 {
                items.append(start..<place)
                start = place + 1
            }
        }
        if start < end { items.append(start..<end) }
        isEmpty = items.isEmpty
        guard !items.contains(where: { Self.hasName(tokens[$0].map(\.token)) }) else { return }
        edits = items.map { (tokens[$0.lowerBound].range.lowerBound..<tokens[$0.lowerBound].range.lowerBound, "_ ") }
    }

    private static func after(_ open: Int, _ tokens: [(token: GoScanner.Token, range: Range<Int>)]) -> Int {
        var depth = 0
        for index in open..<tokens.count {
            guard case .mark(let mark) = tokens[index].token else { continue }
            if Array("([{".utf8).contains(mark) { depth += 1 }
            if Array(")]}".utf8).contains(mark) { depth -= 1 }
            if depth == 0 { return index + 1 }
        }
        return tokens.count
    }

    private static let typeWords: Set<String> = ["chan", "func", "map", "interface", "struct"]

    private static func hasName(_ tokens: [GoScanner.Token]) -> Bool {
        guard case .word(let first)? = tokens.first, !typeWords.contains(first), tokens.count > 1 else { return false }
        switch tokens[1] {
        case .word: return true
        case .mark(UInt8(ascii: ".")): return false
        case .mark(UInt8(ascii: "[")):
            if tokens.count > 2, tokens[2] == .mark(UInt8(ascii: "]")) { return true }
            var depth = 0
            for (index, token) in tokens.enumerated().dropFirst() {
                if token == .mark(UInt8(ascii: "[")) { depth += 1 }
                if token == .mark(UInt8(ascii: "]")) { depth -= 1 }
                if depth == 0 { return index + 1 < tokens.count }
            }
            return false
        default: return true
        }
    }
}
