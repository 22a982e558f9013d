/// Writes a value as text, with sorted keys; pretty output is like that of Foundation's encoder, `"key" : value` indented by two
/// blanks.
struct JSONWriter {
    private let isPretty: Bool
    private var bytes: [UInt8] = []
    private var indentation = 0

    static func text(of value: JSONValue, pretty: Bool) -> String {
        var writer = JSONWriter(isPretty: pretty)
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    private mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): write(text)
        case .array(let items):
            list(items, open: "[", close: "]") { $0.write($1) }
        case .object(let fields):
            list(fields.sorted { $0.key < $1.key }, open: "{", close: "}") { writer, field in
                writer.write(field.key)
                writer.append(writer.isPretty ? " : " : ":")
                writer.write(field.value)
            }
        }
    }

    private mutating func list<Item>(
        _ items: [Item], open: String, close: String, _ write: (inout JSONWriter, Item) -> Void
    ) {
        append(open)
        indentation += 2
        if isPretty { append("\n") }
        for (index, item) in items.enumerated() {
            if index > 0 { append(isPretty ? ",\n" : ",") }
            indent()
            write(&self, item)
        }
        indentation -= 2
        if isPretty { append("\n") }
        indent()
        append(close)
    }

    private mutating func indent() {
        if isPretty { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation)) }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append(#"\""#)
            case UInt8(ascii: "\\"): append(#"\\"#)
            case 0x08: append(#"\b"#)
            case 0x0C: append(#"\f"#)
            case 0x0A: append(#"\n"#)
            case 0x0D: append(#"\r"#)
            case 0x09: append(#"\t"#)
            case 0x00...0x1F: append((byte < 0x10 ? #"\u000"# : #"\u00"#) + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
