/// The tokens of a Go source file, as its outline needs them: operators are single bytes, numbers are words.
/// (go.dev/ref/spec#Lexical_elements)
package struct GoScanner {
    package enum Token: Equatable {
        case word(String)
        /// Contents of a string or rune literal, with escapes.
        case text(String)
        case mark(UInt8)
        /// `...`, before the type of a variadic parameter.
        case ellipsis
        case end
    }

    private let bytes: [UInt8]
    private var offset = 0
    /// Line on which the last token ends, from 1.
    package private(set) var line = 1
    /// Bytes of the last token.
    package private(set) var range = 0..<0
    /// Whether the last token starts a statement: a line ends before it, after a token that may end a statement.
    private(set) var beginsStatement = true
    private var mayEndStatement = false

    package init(_ source: String) {
        bytes = Array(source.utf8)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { offset = 3 }
    }

    mutating func nextUnlessSemicolon() -> Token {
        var token = next()
        while token == .mark(UInt8(ascii: ";")) { token = next() }
        return token
    }

    package mutating func next() -> Token {
        let before = line
        skipBlanks()
        let start = offset
        beginsStatement = line > before && mayEndStatement
        let token = read()
        range = start..<offset
        mayEndStatement =
            switch token {
            case .word(let word): !Self.openWords.contains(word)
            case .text: true
            case .mark(let byte): Self.closers.contains(byte)
            case .ellipsis, .end: false
            }
        return token
    }

    /// Keywords after which a statement continues on the next line.
    private static let openWords: Set<String> = [
        "package", "import", "func", "var", "const", "type", "struct", "interface", "map", "chan", "if", "else", "for", "range",
        "switch", "select", "case", "default", "go", "defer", "goto",
    ]
    private static let closers: [UInt8] = Array(")]}+-".utf8)

    private mutating func read() -> Token {
        guard offset < bytes.count else { return .end }
        let first = bytes[offset]
        let start = offset
        if [UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "'")].contains(first) {
            offset += 1
            while offset < bytes.count, bytes[offset] != first {
                if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
                if bytes[offset] == UInt8(ascii: "\\"), first != UInt8(ascii: "`") { offset += 1 }
                offset += 1
            }
            offset = min(offset, bytes.count)
            let text = String(decoding: bytes[(start + 1)..<max(start + 1, offset)], as: UTF8.self)
            offset = min(offset + 1, bytes.count)
            return .text(text)
        }
        while offset < bytes.count, isLetter(bytes[offset]) { offset += 1 }
        if offset > start { return .word(String(decoding: bytes[start..<offset], as: UTF8.self)) }
        if bytes[offset...].starts(with: "...".utf8) {
            offset += 3
            return .ellipsis
        }
        offset += 1
        return .mark(first)
    }

    private mutating func skipBlanks() {
        while offset < bytes.count {
            let byte = bytes[offset]
            let following = offset + 1 < bytes.count ? bytes[offset + 1] : 0
            if byte == UInt8(ascii: "\n") {
                line += 1
                offset += 1
            } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r") {
                offset += 1
            } else if byte == UInt8(ascii: "/"), following == UInt8(ascii: "/") {
                while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
            } else if byte == UInt8(ascii: "/"), following == UInt8(ascii: "*") {
                offset += 2
                while offset < bytes.count, !bytes[offset...].starts(with: "*/".utf8) {
                    if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
                    offset += 1
                }
                offset = min(offset + 2, bytes.count)
            } else {
                return
            }
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
