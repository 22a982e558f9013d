/// A segment as relocations number it: memory, and the file as far as it is there.
struct MachOSegment: Sendable {
    var address: Address
    /// Bytes in memory.
    var size: UInt64
    var fileOffset: UInt64
    var fileSize: UInt64
}
