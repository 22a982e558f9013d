/// Finds where a text stops being JSON: `JSONDecoder` only says that it does.
struct JSONSyntax {
    private struct Failure: Error {
        var expected: String
    }

    /// Deeper nesting is no report; the decoder's own limit is 512.
    private static let deepest = 500

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// `line 3, column 9: expected a name in quotes, found ,`; nil when the text is JSON.
    static func firstError(in bytes: [UInt8]) -> String? {
        var syntax = JSONSyntax(bytes: bytes)
        do throws(Failure) {
            try syntax.value()
            syntax.skipBlanks()
            if syntax.position < bytes.count { throw Failure(expected: "the end") }
            return nil
        } catch {
            return syntax.describe(error)
        }
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func describe(_ failure: Failure) -> String {
        let before = bytes.prefix(position)
        let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
        let found = peek.map { "found `\(String(decoding: [$0], as: UTF8.self).visible)`" } ?? "the text ends"
        return "line \(line), column \(column): expected \(failure.expected), \(found)"
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard let found = peek, UInt32(found) == byte.value else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(Failure) {
        skipBlanks()
        guard let byte = peek else { throw Failure(expected: "a value") }
        switch byte {
        case UInt8(ascii: "{"): try list(close: "}", element: "a name in quotes", named: true)
        case UInt8(ascii: "["): try list(close: "]", element: "a value", named: false)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: throw Failure(expected: "a value")
        }
    }

    private mutating func list(close: Unicode.Scalar, element: String, named: Bool) throws(Failure) {
        guard depth < Self.deepest else { throw Failure(expected: "at most \(Self.deepest) levels of nesting") }
        depth += 1
        defer { depth -= 1 }
        position += 1
        skipBlanks()
        if take(close) { return }
        repeat {
            skipBlanks()
            if named {
                guard peek == UInt8(ascii: "\"") else { throw Failure(expected: element) }
                try string()
                skipBlanks()
                guard take(":") else { throw Failure(expected: "`:`") }
            }
            try value()
            skipBlanks()
        } while take(",")
        guard take(close) else { throw Failure(expected: "`,` or `\(close)`") }
    }

    private mutating func string() throws(Failure) {
        position += 1
        while let byte = peek {
            guard byte >= 0x20 else { throw Failure(expected: "no control character in a string") }
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { position += 1 }
        }
        position = bytes.count
        throw Failure(expected: "the closing quote of a string")
    }

    private mutating func word(_ word: String) throws(Failure) {
        guard bytes[position...].starts(with: word.utf8) else { throw Failure(expected: "`\(word)`") }
        position += word.utf8.count
    }

    private mutating func number() throws(Failure) {
        _ = take("-")
        try digits()
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw Failure(expected: "a digit") }
    }
}
