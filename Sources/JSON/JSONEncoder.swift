/// Encodes values as JSON. Equal values give equal bytes: keys are sorted, slashes are not escaped.
public struct JSONEncoder {
    private let isPretty: Bool
    private let itemLists: Set<String>

    /// Pretty output has one field per line, and one item per line of lists in fields of the names `itemLists`; other output is one
    /// line.
    public init(pretty: Bool = false, itemLists: Set<String> = []) {
        isPretty = pretty
        self.itemLists = itemLists
    }

    /// Throws `EncodingError` for a number that JSON cannot represent.
    public func encode(_ value: some Encodable) throws -> String {
        var text = ""
        try encode(value) { text += String(decoding: $0, as: UTF8.self) }
        return text
    }

    /// Passes the text on piece by piece. Throws what `write` throws, too.
    public func encode(_ value: some Encodable, to write: @escaping ([UInt8]) throws -> Void) throws {
        let slot = JSONSlot()
        try slot.encode(value, path: [])
        try JSONWriter.write(slot.value, pretty: isPretty, itemLists: itemLists, to: write)
    }
}

/// A slot for one value in the tree that encoding fills.
private final class JSONSlot {
    private enum Content {
        case value(JSONValue)
        case array([JSONSlot])
        case object([String: JSONSlot])
    }

    private var content: Content?

    var value: JSONValue {
        switch content {
        case nil: .object([:])
        case .value(let value): value
        case .array(let items): .array(items.map(\.value))
        case .object(let fields): .object(fields.mapValues(\.value))
        }
    }

    func encode<T: Encodable>(_ value: T, path: [any CodingKey]) throws {
        guard let scalar = value as? any JSONScalar else {
            return try value.encode(to: SlotEncoder(slot: self, codingPath: path))
        }
        guard let json = scalar.json else {
            throw EncodingError.invalidValue(
                value, EncodingError.Context(codingPath: path, debugDescription: "JSON has no number \(value)"))
        }
        content = .value(json)
    }

    func encodeNil() {
        content = .value(.null)
    }

    func beginObject() {
        if case .object = content { return }
        content = .object([:])
    }

    func beginArray() {
        if case .array = content { return }
        content = .array([])
    }

    var count: Int {
        if case .array(let items) = content { items.count } else { 0 }
    }

    func field(_ name: String) -> JSONSlot {
        let slot = JSONSlot()
        guard case .object(var fields) = content else { return slot }
        content = nil
        fields[name] = slot
        content = .object(fields)
        return slot
    }

    func item() -> JSONSlot {
        let slot = JSONSlot()
        guard case .array(var items) = content else { return slot }
        content = nil
        items.append(slot)
        content = .array(items)
        return slot
    }
}

private struct SlotEncoder: Encoder {
    let slot: JSONSlot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedSlots<Key>(slot, codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { SlotList(slot, codingPath) }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleSlot(slot: slot, codingPath: codingPath) }
}

private struct KeyedSlots<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let slot: JSONSlot
    let codingPath: [any CodingKey]

    init(_ slot: JSONSlot, _ codingPath: [any CodingKey]) {
        slot.beginObject()
        self.slot = slot
        self.codingPath = codingPath
    }

    mutating func encodeNil(forKey key: Key) { slot.field(key.stringValue).encodeNil() }

    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try slot.field(key.stringValue).encode(value, path: codingPath + [key])
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder(key).container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { encoder(key).unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { encoder(IndexKey(stringValue: "super")) }

    mutating func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func encoder(_ key: some CodingKey) -> SlotEncoder {
        SlotEncoder(slot: slot.field(key.stringValue), codingPath: codingPath + [key])
    }
}

private struct SlotList: UnkeyedEncodingContainer {
    private let slot: JSONSlot
    let codingPath: [any CodingKey]

    init(_ slot: JSONSlot, _ codingPath: [any CodingKey]) {
        slot.beginArray()
        self.slot = slot
        self.codingPath = codingPath
    }

    var count: Int { slot.count }

    mutating func encodeNil() { slot.item().encodeNil() }

    mutating func encode<T: Encodable>(_ value: T) throws {
        let path = codingPath + [IndexKey(count)]
        try slot.item().encode(value, path: path)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder().container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { encoder() }

    private func encoder() -> SlotEncoder {
        let path = codingPath + [IndexKey(count)]
        return SlotEncoder(slot: slot.item(), codingPath: path)
    }
}

private struct SingleSlot: SingleValueEncodingContainer {
    let slot: JSONSlot
    let codingPath: [any CodingKey]

    mutating func encodeNil() { slot.encodeNil() }

    mutating func encode<T: Encodable>(_ value: T) throws { try slot.encode(value, path: codingPath) }
}
