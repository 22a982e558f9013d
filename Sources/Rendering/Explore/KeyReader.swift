/// Keys in the bytes that a terminal sends. (XTerm Control Sequences, "PC-Style Function Keys")
public struct KeyReader: Sendable {
    /// The beginning of a sequence, or of a character of several bytes.
    private var open: [UInt8] = []

    public init() {}

    private static let sequences: [(text: String, key: Key)] = [
        ("[A", .up), ("[B", .down), ("[C", .right), ("[D", .left), ("OA", .up), ("OB", .down), ("OC", .right), ("OD", .left),
        ("[5~", .pageUp), ("[6~", .pageDown), ("[H", .home), ("[F", .end), ("OH", .home), ("OF", .end), ("[1~", .home),
        ("[4~", .end), ("[7~", .home), ("[8~", .end),
    ]

    /// The keys; without bytes an open Escape is the key of that name, not the beginning of a sequence.
    public mutating func keys(_ bytes: [UInt8]) -> [Key] {
        open += bytes
        var keys: [Key] = []
        while let first = open.first {
            if first == 0x1b {
                guard open.count > 1 || bytes.isEmpty else { break }
                guard let (key, length) = sequence() else {
                    if bytes.isEmpty { open = [] }
                    break
                }
                if let key { keys.append(key) }
                open.removeFirst(length)
                continue
            }
            let length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
            guard open.count >= length else {
                if bytes.isEmpty { open = [] }
                break
            }
            if let key = key(Array(open.prefix(length))) { keys.append(key) }
            open.removeFirst(length)
        }
        return keys
    }

    /// The key of the sequence at the beginning, nil for an unknown one, and its bytes; nil where it is not complete.
    private func sequence() -> (key: Key?, length: Int)? {
        guard open.count > 1, open[1] == UInt8(ascii: "[") || open[1] == UInt8(ascii: "O") else { return (.escape, 1) }
        for (text, key) in Self.sequences where open.dropFirst().starts(with: text.utf8) { return (key, text.utf8.count + 1) }
        // Parameters, then a final byte from 0x40 on. (ECMA-48, 5.4)
        guard let end = open.dropFirst(2).firstIndex(where: { $0 >= 0x40 }) else {
            return open.count > 16 ? (nil, open.count) : nil
        }
        return (nil, end + 1)
    }

    private func key(_ bytes: [UInt8]) -> Key? {
        switch bytes[0] {
        case 0x0d, 0x0a: return .enter
        case 0x7f, 0x08: return .backspace
        case 0x03, 0x04: return .interrupt
        case 0..<0x20: return nil
        default: return String(validating: bytes, as: UTF8.self)?.first.map(Key.character)
        }
    }
}
