/// A JSON value. A number keeps its text, so that no digit of a 64-bit integer is lost.
enum JSONValue {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
    /// A list of which no values were made.
    case text(JSONText)
}

/// Types that are a single JSON value; other types encode and decode through containers.
protocol JSONScalar {
    /// Nil for values that JSON cannot represent: infinite numbers.
    var json: JSONValue? { get }

    /// Throws for a number out of the type's range; nil for a value of another kind.
    static func decode(_ value: JSONValue) throws(JSONNumberError) -> Self?
}

struct JSONNumberError: Error {
    let text: String
}

extension Bool: JSONScalar {
    var json: JSONValue? { .bool(self) }

    static func decode(_ value: JSONValue) throws(JSONNumberError) -> Bool? {
        if case .bool(let value) = value { value } else { nil }
    }
}

extension String: JSONScalar {
    var json: JSONValue? { .string(self) }

    static func decode(_ value: JSONValue) throws(JSONNumberError) -> String? {
        if case .string(let value) = value { value } else { nil }
    }
}

extension Double: JSONScalar {
    var json: JSONValue? {
        guard isFinite else { return nil }
        let text = description
        return .number(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    static func decode(_ value: JSONValue) throws(JSONNumberError) -> Double? {
        guard case .number(let text) = value else { return nil }
        guard let number = Double(text), number.isFinite else { throw JSONNumberError(text: text) }
        return number
    }
}

extension FixedWidthInteger where Self: JSONScalar {
    var json: JSONValue? { .number(description) }

    static func decode(_ value: JSONValue) throws(JSONNumberError) -> Self? {
        guard case .number(let text) = value else { return nil }
        // `1e3` and `4.0` are integers too.
        guard let number = Self(text) ?? Double(text).flatMap({ Self(exactly: $0) }) else { throw JSONNumberError(text: text) }
        return number
    }
}

extension Int: JSONScalar {}
extension Int32: JSONScalar {}
extension Int64: JSONScalar {}
extension UInt8: JSONScalar {}
extension UInt16: JSONScalar {}
extension UInt32: JSONScalar {}
extension UInt64: JSONScalar {}
