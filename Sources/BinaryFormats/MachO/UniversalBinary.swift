/// A universal (fat) Mach-O file: a table of programs, one an architecture, and the programs. (mach-o/fat.h)
public struct UniversalBinary: Sendable {
    public struct Slice: Sendable, Hashable {
        public var architecture: Architecture
        /// File offsets.
        public var range: Range<Int>
    }

    /// In the order of the table.
    public let slices: [Slice]

    /// Nil for any other file, Java classes included, which begin with the same bytes. Throws when a slice is not in the
    /// file or in another one.
    public init?(_ bytes: RawSpan) throws(FormatError) {
        let reader = ByteReader(bytes, order: .big)
        guard let magic = reader.u32(at: 0), magic == 0xcafe_babe || magic == 0xcafe_babf, let count = reader.u32(at: 4),
            // A class file has its version here, which is 45 or more.
            (1..<32).contains(count)
        else { return nil }
        let is64 = magic == 0xcafe_babf
        let size = is64 ? 32 : 20
        let table = try reader.table("fat_header", at: 8, count: UInt64(count), entrySize: size)
        var slices: [Slice] = []
        for offset in stride(from: table.lowerBound, to: table.upperBound, by: size) {
            let record = try reader.record("fat_arch", at: offset, size: size)
            let start = is64 ? record.u64(8) : UInt64(record.u32(8))
            let length = is64 ? record.u64(16) : UInt64(record.u32(12))
            guard let range = reader.range(at: start, count: length), range.lowerBound >= table.upperBound else {
                throw FormatError(
                    "fat_arch", at: offset,
                    "\(length) bytes at \(hexadecimal(start)) do not fit in the \(reader.count) bytes of the file")
            }
            guard !slices.contains(where: { $0.range.overlaps(range) }) else {
                throw FormatError("fat_arch", at: offset, "its bytes belong to another architecture too")
            }
            slices.append(Slice(architecture: MachOHeader.architecture(cpu: record.u32(0)), range: range))
        }
        self.slices = slices
    }
}
