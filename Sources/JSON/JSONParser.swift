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
struct JSONParser: ~Escapable {
    private struct Failure: Error {
        var expected: String
    }

    /// Deeper nesting does not occur in Pare's documents and would overflow the stack.
    private static let maximalDepth = 500

    private let bytes: Span<UInt8>
    private var position = 0
    private var depth = 0
    /// Lists of fields with these names become texts of `source`.
    private let kept: Set<String>
    private let source: (any JSONSource)?

    static func value(
        of bytes: Span<UInt8>, keeping kept: Set<String> = [], source: (any JSONSource)? = nil
    ) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes, kept, source)
        do throws(Failure) {
            let value = try parser.value()
            parser.skipBlanks()
            if parser.position < bytes.count { throw Failure(expected: "the end") }
            return value
        } catch {
            throw parser.syntaxError(error)
        }
    }

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>, _ kept: Set<String>, _ source: (any JSONSource)?) {
        self.bytes = bytes
        self.kept = source == nil ? [] : kept
        self.source = source
    }

    private func syntaxError(_ failure: Failure) -> JSONSyntaxError {
        var (line, column) = (1, 1)
        for index in 0..<position {
            (line, column) = bytes[index] == UInt8(ascii: "\n") ? (line + 1, 1) : (line, column + 1)
        }
        let found = peek.map { _ in bytes.string(position..<min(position + 4, bytes.count)).unicodeScalars.first }
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
        guard try !isEmpty("}") else { return .object(fields) }
        repeat {
            let name = try name()
            let value = try kept.contains(name) && peek == UInt8(ascii: "[") ? text() : value()
            if fields[name] == nil { fields[name] = value }
            skipBlanks()
        } while take(",")
        try close("}")
        return .object(fields)
    }

    private mutating func array() throws(Failure) -> JSONValue {
        var items: [JSONValue] = []
        guard try !isEmpty("]") else { return .array(items) }
        repeat {
            items.append(try value())
            skipBlanks()
        } while take(",")
        try close("]")
        return .array(items)
    }

    /// A field's name, up to its value.
    private mutating func name() throws(Failure) -> String {
        skipBlanks()
        guard peek == UInt8(ascii: "\"") else { throw Failure(expected: "a name in quotes") }
        let name = try string()
        skipBlanks()
        guard take(":") else { throw Failure(expected: "`:`") }
        skipBlanks()
        return name
    }

    /// Passes over the open bracket of a list or object; whether the closing one follows, and over that too.
    private mutating func isEmpty(_ bracket: Unicode.Scalar) throws(Failure) -> Bool {
        guard depth < Self.maximalDepth else { throw Failure(expected: "at most \(Self.maximalDepth) levels of nesting") }
        position += 1
        skipBlanks()
        if take(bracket) { return true }
        depth += 1
        return false
    }

    private mutating func close(_ bracket: Unicode.Scalar) throws(Failure) {
        guard take(bracket) else { throw Failure(expected: "`,` or `\(bracket)`") }
        depth -= 1
    }

    /// A list that is kept.
    private mutating func text() throws(Failure) -> JSONValue {
        let start = position
        try skip()
        guard let source else { return .null }
        return .text(JSONText(source, start..<position))
    }

    /// Passes over a value, as `value` reads it.
    private mutating func skip() throws(Failure) {
        skipBlanks()
        guard let byte = peek else { throw Failure(expected: "a value") }
        switch byte {
        case UInt8(ascii: "{"):
            if try isEmpty("}") { break }
            repeat {
                skipBlanks()
                guard peek == UInt8(ascii: "\"") else { throw Failure(expected: "a name in quotes") }
                try skipString()
                skipBlanks()
                guard take(":") else { throw Failure(expected: "`:`") }
                try skip()
                skipBlanks()
            } while take(",")
            try close("}")
        case UInt8(ascii: "["):
            if try isEmpty("]") { break }
            repeat {
                try skip()
                skipBlanks()
            } while take(",")
            try close("]")
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try skipNumber()
        default: _ = try value()
        }
    }

    private mutating func skipString() throws(Failure) {
        let bytes = bytes
        var place = position + 1
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                position = place + 1
                return
            }
            if byte == UInt8(ascii: "\\") {
                position = place
                _ = try escape()
                place = position
            } else {
                guard byte >= 0x20 else {
                    position = place
                    throw Failure(expected: "no control character in a string")
                }
                place += 1
            }
        }
        position = place
        throw Failure(expected: "the closing quote of a string")
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        var text = ""
        var start = position
        while let byte = peek {
            guard byte >= 0x20 else { throw Failure(expected: "no control character in a string") }
            if byte == UInt8(ascii: "\"") {
                text += bytes.string(start..<position)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") {
                text += bytes.string(start..<position)
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
        let end = position + word.utf8.count
        guard end <= bytes.count, bytes.string(position..<end) == word else { throw Failure(expected: "`\(word)`") }
        position = end
        return value
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = position
        try skipNumber()
        return .number(bytes.string(start..<position))
    }

    private mutating func skipNumber() throws(Failure) {
        _ = take("-")
        // Digits after a leading zero are not part of the number.
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits()
        }
    }

    private mutating func digits() throws(Failure) {
        let bytes = bytes
        var place = position
        while place < bytes.count, bytes[place] >= UInt8(ascii: "0"), bytes[place] <= UInt8(ascii: "9") { place += 1 }
        guard place > position else { throw Failure(expected: "a digit") }
        position = place
    }
}
