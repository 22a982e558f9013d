internal import CZlib

/// `.gnu_debuglink`: the name of the debug file of a stripped program, and the CRC-32 of all its bytes. (gdb manual, Separate
/// Debug Files)
public struct DebugLink: Sendable, Hashable {
    /// A plain file name: a path, which no tool writes, is not followed.
    public let name: String
    public let checksum: UInt32

    /// Nil where an image has none; `bytes` are those of the file.
    public init?(_ image: Image, _ bytes: RawSpan) {
        let reader = ByteReader(bytes, order: image.order)
        guard let section = image.section(named: ".gnu_debuglink")?.range,
            let text = reader.name(at: section.lowerBound, limit: section.upperBound), !text.isEmpty
        else { return nil }
        let place = section.lowerBound + ((text.count + 4) & ~3)
        guard place + 4 <= section.upperBound, let checksum = reader.u32(at: place) else { return nil }
        let name = reader.string(text)
        guard !name.contains("/"), name != ".", name != ".." else { return nil }
        self.name = name
        self.checksum = checksum
    }

    /// CRC-32 as zlib and `objcopy --add-gnu-debuglink` compute it.
    public static func checksum(of bytes: RawSpan) -> UInt32 {
        unsafe bytes.withUnsafeBytes { buffer in
            UInt32(truncatingIfNeeded: unsafe crc32_z(0, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), buffer.count))
        }
    }
}
