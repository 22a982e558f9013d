/// Decodes values from JSON.
public struct JSONDecoder {
    public init() {}

    /// Throws `JSONSyntaxError` for text that is not JSON, else `DecodingError`: a number out of the range of its type is
    /// `dataCorrupted` without a path.
    public func decode<T: Decodable>(_ type: T.Type, from text: String) throws -> T {
        try JSONDocument(text).decode(type)
    }
}

/// JSON that was parsed, for values of several types to be decoded from it.
public struct JSONDocument {
    private let value: JSONValue

    /// Lists in fields of the names `kept` can be decoded as `JSONText`, too. Throws for text that is not JSON.
    public init(_ text: String, keepingLists kept: Set<String> = []) throws(JSONSyntaxError) {
        try self.init(of: DecodedText(Array(text.utf8)), keepingLists: kept)
    }

    /// So of bytes that the texts are left in.
    public init(of source: any JSONSource, keepingLists kept: Set<String>) throws(JSONSyntaxError) {
        let parsed = source.withBytes { bytes in
            Result { () throws(JSONSyntaxError) in try JSONParser.value(of: bytes, keeping: kept, source: source) }
        }
        value = try parsed.get()
    }

    /// Throws `DecodingError`.
    public func decode<T: Decodable>(_ type: T.Type) throws -> T { try ValueDecoder(value: value, codingPath: []).decode(type) }
}

private struct ValueDecoder: Decoder {
    let value: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        guard let scalar = type as? any JSONScalar.Type else { return try T(from: self) }
        let decoded: (any JSONScalar)?
        do {
            decoded = try scalar.decode(value)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: [], debugDescription: "\(type) cannot hold \(error.text)"))
        }
        guard let decoded = decoded as? T else { throw unexpected(type) }
        return decoded
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let fields) = value else { throw unexpected([String: Any].self) }
        return KeyedDecodingContainer(KeyedValues<Key>(fields: fields, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch value {
        case .array(let items): return ValueList(items: items, codingPath: codingPath)
        case .text(let text):
            guard case .array(let items) = try text.withBytes({ try JSONParser.value(of: $0) }) else {
                throw unexpected([Any].self)
            }
            return ValueList(items: items, codingPath: codingPath)
        default: throw unexpected([Any].self)
        }
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { SingleValue(decoder: self) }

    private func unexpected(_ type: Any.Type) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "expected \(type)")
        if case .null = value { return .valueNotFound(type, context) }
        return .typeMismatch(type, context)
    }
}

private struct KeyedValues<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let fields: [String: JSONValue]
    let codingPath: [any CodingKey]

    var allKeys: [Key] { fields.keys.sorted().compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { fields[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool {
        if case .null = try decoder(key).value { true } else { false }
    }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try decoder(key).decode(type) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoder(IndexKey(stringValue: "super")) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func decoder(_ key: some CodingKey) throws -> ValueDecoder {
        guard let value = fields[key.stringValue] else {
            throw DecodingError.keyNotFound(
                key, DecodingError.Context(codingPath: codingPath, debugDescription: "no field `\(key.stringValue)`"))
        }
        return ValueDecoder(value: value, codingPath: codingPath + [key])
    }
}

private struct ValueList: UnkeyedDecodingContainer {
    let items: [JSONValue]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(items: [JSONValue], codingPath: [any CodingKey]) {
        self.items = items
        self.codingPath = codingPath
    }

    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex >= items.count }

    mutating func decodeNil() throws -> Bool {
        guard case .null = try current().value else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try current().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        let container = try current().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try current().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try current()
        currentIndex += 1
        return decoder
    }

    private func current() throws -> ValueDecoder {
        let path = codingPath + [IndexKey(currentIndex)]
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Any.self, DecodingError.Context(codingPath: path, debugDescription: "the list has \(items.count) items"))
        }
        return ValueDecoder(value: items[currentIndex], codingPath: path)
    }
}

private struct SingleValue: SingleValueDecodingContainer {
    let decoder: ValueDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool {
        if case .null = decoder.value { true } else { false }
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}

/// The key of a list's item in a coding path.
struct IndexKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ index: Int) {
        stringValue = "Index \(index)"
        intValue = index
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init?(intValue: Int) {
        self.init(intValue)
    }
}
