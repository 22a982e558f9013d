/// Writes a value as text, with sorted keys; pretty output is like that of Foundation's encoder, `"key" : value` indented by two
/// blanks, but for lists with one item per line.
struct JSONWriter {
    /// Bytes that are passed on at once, at least.
    private static let piece = 1 << 16

    private var isPretty: Bool
    private let itemLists: Set<String>
    private let output: ([UInt8]) throws -> Void
    private var bytes: [UInt8] = []
    private var indentation = 0

    static func write(
        _ value: JSONValue, pretty: Bool, itemLists: Set<String>, to output: @escaping ([UInt8]) throws -> Void
    ) throws {
        var writer = JSONWriter(isPretty: pretty, itemLists: itemLists, output: output)
        try writer.write(value)
        try output(writer.bytes)
    }

    private init(isPretty: Bool, itemLists: Set<String>, output: @escaping ([UInt8]) throws -> Void) {
        self.isPretty = isPretty
        self.itemLists = itemLists
        self.output = output
    }

    private mutating func write(_ value: JSONValue) throws {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let text): append(text)
        case .string(let text): write(text)
        case .array(let items):
            try list(items, open: "[", close: "]") { try $0.write($1) }
        case .object(let fields):
            try list(fields.sorted { $0.key < $1.key }, open: "{", close: "}") { writer, field in
                writer.write(field.key)
                writer.append(writer.isPretty ? " : " : ":")
                try writer.write(field.value, ofField: field.key)
            }
        case .text(let text): try write(text)
        }
    }

    private mutating func write(_ value: JSONValue, ofField name: String) throws {
        guard isPretty, itemLists.contains(name), case .array(let items) = value else { return try write(value) }
        try list(items, open: "[", close: "]") { writer, item in
            writer.isPretty = false
            try writer.write(item)
            writer.isPretty = true
        }
    }

    private mutating func list<Item>(
        _ items: [Item], open: String, close: String, _ write: (inout JSONWriter, Item) throws -> Void
    ) throws {
        append(open)
        indentation += 2
        if isPretty { append("\n") }
        for (index, item) in items.enumerated() {
            if index > 0 { append(isPretty ? ",\n" : ",") }
            indent()
            try write(&self, item)
            try passOn()
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

    private mutating func passOn() throws {
        guard bytes.count >= Self.piece else { return }
        try output(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    /// The items of a list, as they are but for blanks between their parts.
    private mutating func write(_ text: JSONText) throws {
        indentation += 2
        text.withBytes { append(itemsOf: $0) }
        indentation -= 2
        try passOn()
    }

    private mutating func append(itemsOf text: Span<UInt8>) {
        let newLine = isPretty ? [UInt8(ascii: "\n")] : []
        let indent = newLine + [UInt8](repeating: UInt8(ascii: " "), count: isPretty ? indentation : 0)
        bytes.reserveCapacity(bytes.count + text.count + text.count / 8)
        var depth = 0
        var isFirst = false
        // Bytes from here on are to be copied.
        var start = 0
        var place = 0
        while place < text.count {
            let byte = text[place]
            let end = place
            place += 1
            if byte > UInt8(ascii: ","), byte < UInt8(ascii: "["), !isFirst { continue }
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09:
                append(text, start..<end)
                start = place
                continue
            case UInt8(ascii: "\""):
                while place < text.count, text[place] != UInt8(ascii: "\"") {
                    place += text[place] == UInt8(ascii: "\\") ? 2 : 1
                }
                place = min(place + 1, text.count)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                guard depth == 0 else { break }
                append(text, start..<end)
                start = end
                if isFirst { bytes.append(contentsOf: newLine) }
                bytes.append(contentsOf: indent.dropLast(2))
                isFirst = false
            default: break
            }
            if isFirst {
                bytes.append(contentsOf: indent)
                isFirst = false
            }
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ","): break
            default: continue
            }
            guard depth == 1 else { continue }
            append(text, start..<place)
            start = place
            if byte == UInt8(ascii: ",") { bytes.append(contentsOf: indent) } else { isFirst = true }
        }
        append(text, start..<text.count)
    }

    private mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        unsafe text.extracting(range).withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
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
