/// The imports at the head of a Go source file, each with its line. Comments, names, raw strings and groups are understood;
/// reading ends with the first declaration that is no import. (go.dev/ref/spec#Import_declarations)
struct ImportStatements {
    private(set) var lines: [(path: String, line: Int)] = []

    init(source: String) {
        var scanner = GoScanner(source)
        guard scanner.next() == .word("package"), case .word = scanner.next() else { return }
        var token = scanner.nextUnlessSemicolon()
        while token == .word("import") {
            token = scanner.next()
            let isGroup = token == .mark(UInt8(ascii: "("))
            if isGroup { token = scanner.nextUnlessSemicolon() }
            while token != .mark(UInt8(ascii: ")")) {
                switch token {
                case .text(let path):
                    lines.append((path, scanner.line))
                case .word, .mark(UInt8(ascii: ".")):
                    guard case .text(let path) = scanner.next() else { return }
                    lines.append((path, scanner.line))
                default: return
                }
                if !isGroup { break }
                token = scanner.nextUnlessSemicolon()
            }
            token = scanner.nextUnlessSemicolon()
        }
    }
}

/// As much of Go's tokens as the head of a file has.
private struct GoScanner {
    enum Token: Equatable {
        case word(String)
        case text(String)
        case mark(UInt8)
        case end
    }

    private let bytes: [UInt8]
    private var offset = 0
    /// Line of the last token, from 1.
    private(set) var line = 1

    init(_ source: String) {
        bytes = Array(source.utf8)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { offset = 3 }
    }

    mutating func nextUnlessSemicolon() -> Token {
        var token = next()
        while token == .mark(UInt8(ascii: ";")) { token = next() }
        return token
    }

    mutating func next() -> Token {
        skipBlanks()
        guard offset < bytes.count else { return .end }
        let first = bytes[offset]
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "`") {
            let start = offset + 1
            offset = start
            while offset < bytes.count, bytes[offset] != first { offset += 1 }
            let text = String(decoding: bytes[start..<offset], as: UTF8.self)
            offset = min(offset + 1, bytes.count)
            return .text(text)
        }
        let start = offset
        while offset < bytes.count, isLetter(bytes[offset]) { offset += 1 }
        if offset > start { return .word(String(decoding: bytes[start..<offset], as: UTF8.self)) }
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
