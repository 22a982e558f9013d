/// The position of a JSON syntax error, with the expected and the found text.
public struct JSONSyntaxError: Error, CustomStringConvertible {
    public let line: Int
    public let column: Int
    public let expected: String
    /// Nil at the end of the text.
    public let found: Unicode.Scalar?

    public var description: String {
        "line \(line), column \(column): expected \(expected), \(found.map { "found `\($0)`" } ?? "the text ends")"
    }
}

/// Parser of JSON text (RFC 8259). Of fields with equal names the first counts.
struct JSONParser {
    private struct Failure: Error {
        var expected: String
    }

    /// Deeper nesting does not occur in Pare's documents and would overflow the stack.
    private static let maximalDepth = 500

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    static func value(of bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        do throws(Failure) {
            let value = try parser.value()
            parser.skipBlanks()
            if parser.position < bytes.count { throw Failure(expected: "the end") }
            return value
        } catch {
            throw parser.syntaxError(error)
        }
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func syntaxError(_ failure: Failure) -> JSONSyntaxError {
        let before = bytes.prefix(position)
        let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
        let found = peek.map { _ in String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars.first }
        return JSONSyntaxError(line: line, column: column, expected: failure.expected, found: found ?? nil)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D { position += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard let found = peek, UInt32(found) == byte.value else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(Failure) -> JSONValue {
        skipBlanks()
        guard let byte = peek else { throw Failure(expected: "a value") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw Failure(expected: "a value")
        }
    }

    private mutating func object() throws(Failure) -> JSONValue {
        var fields: [String: JSONValue] = [:]
        try list(close: "}") { parser throws(Failure) in
            guard parser.peek == UInt8(ascii: "\"") else { throw Failure(expected: "a name in quotes") }
            let name = try parser.string()
            parser.skipBlanks()
            guard parser.take(":") else { throw Failure(expected: "`:`") }
            let value = try parser.value()
            if fields[name] == nil { fields[name] = value }
        }
        return .object(fields)
    }

    private mutating func array() throws(Failure) -> JSONValue {
        var items: [JSONValue] = []
        try list(close: "]") { parser throws(Failure) in items.append(try parser.value()) }
        return .array(items)
    }

    private mutating func list(
        close: Unicode.Scalar, _ element: (inout JSONParser) throws(Failure) -> Void
    ) throws(Failure) {
        guard depth < Self.maximalDepth else { throw Failure(expected: "at most \(Self.maximalDepth) levels of nesting") }
        depth += 1
        defer { depth -= 1 }
        position += 1
        skipBlanks()
        if take(close) { return }
        repeat {
            skipBlanks()
            try element(&self)
            skipBlanks()
        } while take(",")
        guard take(close) else { throw Failure(expected: "`,` or `\(close)`") }
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        var text = ""
        var start = position
        while let byte = peek {
            guard byte >= 0x20 else { throw Failure(expected: "no control character in a string") }
            if byte == UInt8(ascii: "\"") {
                text += String(decoding: bytes[start..<position], as: UTF8.self)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") {
                text += String(decoding: bytes[start..<position], as: UTF8.self)
                text.unicodeScalars.append(try escape())
                start = position
            } else {
                position += 1
            }
        }
        throw Failure(expected: "the closing quote of a string")
    }

    private mutating func escape() throws(Failure) -> Unicode.Scalar {
        position += 1
        guard let byte = peek else { throw Failure(expected: "the closing quote of a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default:
            position -= 1
            throw Failure(expected: "one of `\"\\/bfnrtu` after `\\`")
        }
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), take("\\"), take("u") else { throw Failure(expected: "a pair of surrogates") }
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(second) else { throw Failure(expected: "a pair of surrogates") }
        return UTF16.decode(UTF16.EncodedScalar([unit, second]))
    }

    private mutating func codeUnit() throws(Failure) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
                throw Failure(expected: "four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Failure) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw Failure(expected: "`\(word)`") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        _ = take("-")
        // Digits after a leading zero are not part of the number.
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw Failure(expected: "a digit") }
    }
}
