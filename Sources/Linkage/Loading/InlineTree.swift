internal import BinaryFormats

/// A function's calls that were inlined, and where in its code: from `FuncInfo` and the pc-inline table.
/// (cmd/internal/goobj/funcinfo.go; cmd/link/internal/ld/pcln.go)
struct InlineTree {
    struct Call {
        /// Index of the call this one was inlined into, -1 for the function itself.
        var parent: Int32
        var file: UInt32
        var function: ObjectFile.Reference
    }

    private(set) var files: [UInt32] = []
    private(set) var calls: [Call] = []
    /// Ends of stretches of code in bytes, and the innermost call of each, -1 for none.
    private(set) var ends: [Int] = []
    private(set) var innermost: [Int] = []

    /// Reads `FuncInfo`: 16 bytes, then files and calls, each behind their number.
    init(_ info: Range<Int>, _ reader: borrowing ByteReader) throws(FormatError) {
        let fileCount = reader.u32(at: info.lowerBound + 16) ?? 0
        let filesAt = info.lowerBound + 20
        let files = try reader.table("FuncInfo files", at: UInt64(filesAt), count: UInt64(fileCount), entrySize: 4)
        let callCount = reader.u32(at: files.upperBound) ?? 0
        let calls = try reader.table(
            "FuncInfo inline tree", at: UInt64(files.upperBound) + 4, count: UInt64(callCount), entrySize: 24)
        guard calls.upperBound <= info.upperBound else {
            throw FormatError(
                "FuncInfo", at: info.lowerBound,
                "\(fileCount) files and \(callCount) inlined calls do not fit in \(info.count) bytes")
        }
        self.files.reserveCapacity(files.count / 4)
        for offset in stride(from: files.lowerBound, to: files.upperBound, by: 4) {
            self.files.append(reader.u32(at: offset) ?? 0)
        }
        for offset in stride(from: calls.lowerBound, to: calls.upperBound, by: 24) {
            let parent = reader.i32(at: offset) ?? -1
            guard parent < self.calls.count else {
                throw FormatError(
                    "FuncInfo inline tree", at: offset, "call \(self.calls.count) is inlined into a later one, \(parent)")
            }
            self.calls.append(
                Call(
                    parent: parent, file: reader.u32(at: offset + 4) ?? 0,
                    function: ObjectFile.Reference(
                        package: reader.u32(at: offset + 12) ?? 0, symbol: reader.u32(at: offset + 16) ?? 0)))
        }
    }

    /// Reads the table of inlined calls by program counter: pairs of LEB128 deltas of value, zigzag, and of address.
    mutating func place(_ table: Range<Int>, quantum: Int, _ reader: borrowing ByteReader) {
        var offset = table.lowerBound
        var value: Int64 = -1
        var address = 0
        while offset < table.upperBound, let delta = reader.uleb128(at: offset) {
            if delta.value == 0, offset > table.lowerBound { break }
            guard let length = reader.uleb128(at: delta.end) else { break }
            value = value &+ (Int64(truncatingIfNeeded: delta.value >> 1) ^ -Int64(delta.value & 1))
            address = address &+ Int(truncatingIfNeeded: length.value) &* quantum
            ends.append(address)
            innermost.append(value >= 0 && value < Int64(calls.count) ? Int(value) : -1)
            offset = length.end
        }
    }

    /// The innermost call inlined at `offset` of the function's code.
    func call(at offset: Int) -> Int {
        let stretch = ends.partitioningIndex { $0 > offset }
        return stretch < innermost.count ? innermost[stretch] : -1
    }
}
