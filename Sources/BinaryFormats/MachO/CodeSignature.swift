/// The signature of a Mach-O file: hashes of its pages, big-endian for all files. (`CS_SuperBlob` and `CS_CodeDirectory` of
/// kern/cs_blobs.h)
public struct CodeSignature: Sendable {
    public struct Hash: Sendable, Hashable {
        /// File offsets of the hash.
        public var range: Range<Int>
        /// File offsets of the page.
        public var page: Range<Int>
    }

    /// Ascending by page for each code directory.
    public private(set) var hashes: [Hash] = []

    /// Reads the signature in `range`. Throws when it is truncated.
    public init(_ range: Range<Int>, _ bytes: RawSpan) throws(FormatError) {
        let reader = ByteReader(bytes, order: .big)
        let blob = try reader.record("CS_SuperBlob", at: range.lowerBound, size: 12)
        guard blob.u32(0) == 0xfade_0cc0 else {
            throw FormatError("CS_SuperBlob", at: range.lowerBound, "magic \(hexadecimal(blob.u32(0))), expected 0xfade0cc0")
        }
        // A signature has one or two directories, one per hash algorithm.
        for index in 0..<min(Int(blob.u32(8)), 8) {
            let place = range.lowerBound + 12 + 8 * index
            let entry = try reader.record("CS_BlobIndex", at: place, size: 8)
            let start = range.lowerBound + Int(entry.u32(4))
            guard start <= range.upperBound - 44 else {
                throw FormatError("CS_BlobIndex", at: place, "is outside of LC_CODE_SIGNATURE")
            }
            if reader.u32(at: start) == 0xfade_0c02 { try addDirectory(at: start, limit: range.upperBound, reader) }
        }
    }

    private mutating func addDirectory(at start: Int, limit: Int, _ reader: ByteReader) throws(FormatError) {
        let directory = try reader.record("CS_CodeDirectory", at: start, size: 44)
        let first = start + Int(directory.u32(16))
        let count = Int(directory.u32(28))
        let end = min(Int(directory.u32(32)), reader.count)
        let size = Int(directory.u8(36))
        guard size > 0, first <= limit, count <= (limit - first) / size else {
            throw FormatError("CS_CodeDirectory", at: start, "\(count) hashes of \(size) bytes do not fit in LC_CODE_SIGNATURE")
        }
        // A page size of 0: one page, the whole file.
        let shift = Int(directory.u8(39))
        guard shift == 0 || (9..<32).contains(shift) else {
            throw FormatError("CS_CodeDirectory", at: start + 39, "invalid page size of 2^\(shift) bytes")
        }
        let pageSize = shift == 0 ? reader.count : 1 << shift
        for index in 0..<count where index * pageSize < end {
            let page = index * pageSize..<min(end, (index + 1) * pageSize)
            hashes.append(Hash(range: first + index * size..<first + (index + 1) * size, page: page))
        }
    }
}
