/// The entries of `.debug_frame`: unwind descriptions of functions, and what these have in common.
public struct FrameEntry: Sendable {
    /// Offsets in the contents of the section.
    public var range: Range<Int>
    /// Start of the function; nil for a common information entry.
    public var function: Address?

    /// Calls `body` for each entry, in order, up to damage. Addresses have `addressSize` (4 or 8) bytes.
    public static func forEach(in reader: ByteReader, addressSize: Int, _ body: (FrameEntry) -> Void) {
        var offset = 0
        while let first = reader.u32(at: offset) {
            let is64 = first == .max
            let start = offset + (is64 ? 12 : 4)
            guard let length = is64 ? reader.u64(at: offset + 4) : UInt64(first),
                let range = reader.range(at: UInt64(start), count: length),
                let identifier = is64 ? reader.u64(at: start) : reader.u32(at: start).map({ $0 == .max ? .max : UInt64($0) })
            else { return }
            let address = identifier == .max ? nil : reader.word(at: start + (is64 ? 8 : 4), size: addressSize)
            body(FrameEntry(range: offset..<range.upperBound, function: address.map { Address($0) }))
            offset = range.upperBound
        }
    }
}
