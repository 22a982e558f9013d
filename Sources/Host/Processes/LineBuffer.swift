/// Cuts a stream of bytes into lines. A line without end is cut too, so that memory stays bounded.
struct LineBuffer {
    package static let longest = 4096
    private var pending: [UInt8] = []

    /// The lines that these bytes complete, without their ends.
    package mutating func append(_ bytes: RawSpan) -> [String] {
        var lines: [String] = []
        for index in bytes.byteOffsets {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            if byte == UInt8(ascii: "\n") || pending.count == Self.longest {
                if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
                lines.append(String(decoding: pending, as: UTF8.self))
                pending.removeAll(keepingCapacity: true)
            }
            if byte != UInt8(ascii: "\n") { pending.append(byte) }
        }
        return lines
    }

    /// The last line when the stream ended without a line feed.
    package var rest: String? { pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self) }
}
