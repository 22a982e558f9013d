#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Bounds-checked access to the bytes of a file, and the only one in Pare: every read is checked against the end, in release
/// builds too.
///
/// Offsets are file offsets in bytes. Reads past the end return nil; structures of a known size are checked once by `record` or
/// `table` and then read field by field.
@frozen
public struct ByteReader: ~Escapable {
    public let bytes: RawSpan
    public let order: ByteOrder

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, order: ByteOrder = .little) {
        self.bytes = bytes
        self.order = order
    }

    @inlinable
    public var count: Int { bytes.byteCount }

    @inlinable @inline(__always)
    func load<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T? {
        guard offset >= 0, offset <= bytes.byteCount &- MemoryLayout<T>.size else { return nil }
        let value = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: T.self)
        return order == .little ? T(littleEndian: value) : T(bigEndian: value)
    }

    @inlinable @inline(__always)
    public func u8(at offset: Int) -> UInt8? { load(UInt8.self, at: offset) }

    @inlinable @inline(__always)
    public func u16(at offset: Int) -> UInt16? { load(UInt16.self, at: offset) }

    @inlinable @inline(__always)
    public func u32(at offset: Int) -> UInt32? { load(UInt32.self, at: offset) }

    @inlinable @inline(__always)
    public func i32(at offset: Int) -> Int32? { load(Int32.self, at: offset) }

    @inlinable @inline(__always)
    public func u64(at offset: Int) -> UInt64? { load(UInt64.self, at: offset) }

    /// A pointer-sized word of `size` (4 or 8) bytes.
    @inlinable @inline(__always)
    public func word(at offset: Int, size: Int) -> UInt64? {
        size == 8 ? u64(at: offset) : u32(at: offset).map(UInt64.init)
    }

    /// An unsigned LEB128 number of at most 64 bits, and the offset after it.
    @inlinable
    public func uleb128(at offset: Int) -> (value: UInt64, end: Int)? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var offset = offset
        while let byte = u8(at: offset) {
            offset += 1
            if shift < 64 { value |= UInt64(byte & 0x7f) << shift }
            if byte < 0x80 { return (value, offset) }
            shift += 7
            if shift > 70 { return nil }
        }
        return nil
    }

    /// A signed LEB128 number of at most 64 bits, and the offset after it.
    @inlinable
    public func sleb128(at offset: Int) -> (value: Int64, end: Int)? {
        guard let (value, end) = uleb128(at: offset), let last = u8(at: end - 1) else { return nil }
        let bits = 7 * (end - offset)
        return (bits < 64 && last & 0x40 != 0 ? Int64(bitPattern: value | ~0 << UInt64(bits)) : Int64(bitPattern: value), end)
    }

    /// `count` bytes at `offset` as a range, if the file has them.
    @inlinable
    public func range(at offset: UInt64, count: UInt64) -> Range<Int>? {
        guard offset <= UInt64(bytes.byteCount), count <= UInt64(bytes.byteCount) &- offset else { return nil }
        return Int(offset)..<Int(offset + count)
    }

    /// A structure of `size` bytes, whose fields the caller reads without further checks.
    ///
    /// Throws when the file ends before the structure does.
    @inlinable
    @_lifetime(copy self)
    public func record(_ structure: StaticString, at offset: Int, size: Int) throws(FormatError) -> Record {
        guard offset >= 0, size <= bytes.byteCount, offset <= bytes.byteCount &- size else {
            throw FormatError("\(structure)", at: offset, "needs \(size) bytes, the file has \(bytes.byteCount)")
        }
        return Record(ByteReader(bytes.extracting(offset..<offset + size), order: order))
    }

    /// Range of `count` entries of `entrySize` bytes. Throws when the file is shorter than the table claims.
    public func table(
        _ structure: StaticString, at offset: UInt64, count: UInt64, entrySize: Int
    ) throws(FormatError) -> Range<Int> {
        let (size, overflow) = count.multipliedReportingOverflow(by: UInt64(entrySize))
        guard !overflow, let range = range(at: offset, count: size) else {
            throw FormatError(
                "\(structure)", at: Int(clamping: offset),
                "\(count) entries of \(entrySize) bytes do not fit in the \(bytes.byteCount) bytes of the file")
        }
        return range
    }

    /// A copy of `count` integers at `offset`; nil if the file is shorter.
    public func integers<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int, count: Int) -> [T]? {
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<T>.stride)
        guard !overflow, offset >= 0, count >= 0, let range = range(at: UInt64(offset), count: UInt64(size)) else { return nil }
        let values = unsafe bytes.extracting(range).withUnsafeBytes { source in
            unsafe [T](unsafeUninitializedCapacity: count) { target, filled in
                unsafe UnsafeMutableRawBufferPointer(target).copyMemory(from: source)
                filled = count
            }
        }
        let isNative = (order == .little) == (T(littleEndian: 1) == 1)
        return isNative ? values : values.map(\.byteSwapped)
    }

    /// Offset of the first zero byte in `range`, which is clamped to the file.
    public func terminator(in range: Range<Int>) -> Int? {
        let range = range.clamped(to: 0..<count)
        guard !range.isEmpty else { return nil }
        return unsafe bytes.extracting(range).withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress, let hit = unsafe memchr(base, 0, buffer.count) else { return nil }
            return unsafe range.lowerBound + (UnsafeRawPointer(hit) - base)
        }
    }

    /// Range of the NUL-terminated name at `offset`, without the NUL; nil if no NUL follows before `limit` or within 64 KiB, as a
    /// hostile table may point many names into one long text.
    public func name(at offset: Int, limit: Int) -> Range<Int>? {
        let limit = min(limit, offset &+ 1 << 16)
        guard offset >= 0, offset < limit, let end = terminator(in: offset..<limit) else { return nil }
        return offset..<end
    }

    /// The text of `range` (clamped to the file), with invalid UTF-8 repaired.
    public func string(_ range: Range<Int>) -> String {
        unsafe bytes.extracting(range.clamped(to: 0..<count)).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Whether these are the first bytes.
    public func has(prefix: [UInt8]) -> Bool { unsafe equals(0..<prefix.count, prefix.span.bytes) && prefix.count <= count }

    /// All bytes.
    public func copy() -> [UInt8] {
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }

    /// Whether every byte of `range` (clamped to the file) is zero.
    public func isZero(_ range: Range<Int>) -> Bool {
        unsafe bytes.extracting(range.clamped(to: 0..<count)).withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let first = unsafe buffer.first else { return true }
            // All bytes equal the first: each equals its predecessor. A gap may have gigabytes.
            return unsafe first == 0 && memcmp(base, base + 1, buffer.count - 1) == 0
        }
    }

    /// Whether `range` (clamped to the file) consists of printable ASCII, white space and bytes of longer UTF-8 sequences.
    public func isText(_ range: Range<Int>) -> Bool {
        unsafe bytes.extracting(range.clamped(to: 0..<count)).withUnsafeBytes { buffer in
            unsafe buffer.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
        }
    }

    /// Whether the bytes at `offset` are those of `text`.
    public func has(_ text: StaticString, at offset: Int) -> Bool {
        guard offset >= 0, text.utf8CodeUnitCount <= count, offset <= count - text.utf8CodeUnitCount else { return false }
        return unsafe bytes.extracting(offset..<offset + text.utf8CodeUnitCount).withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return text.utf8CodeUnitCount == 0 }
            return unsafe memcmp(base, text.utf8Start, buffer.count) == 0
        }
    }

    /// Whether the bytes of `range` are those of `text`.
    public func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && has(text, at: range.lowerBound)
    }

    /// Whether the bytes of `range` (clamped to the file) are those of `other`.
    public func equals(_ range: Range<Int>, _ other: RawSpan) -> Bool {
        let range = range.clamped(to: 0..<count)
        guard range.count == other.byteCount else { return false }
        return unsafe bytes.extracting(range).withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                guard let a = mine.baseAddress, let b = theirs.baseAddress else { return true }
                return unsafe memcmp(a, b, mine.count) == 0
            }
        }
    }

    /// The lowest `size` bytes of `value` as this file stores an integer.
    public func encoded(_ value: UInt64, size: Int) -> [UInt8] {
        let little = (0..<size).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
        return order == .little ? little : little.reversed()
    }

    /// Offsets of `text` in `range` (clamped to the file), in order, at most `limit` of them.
    public func occurrences(of text: [UInt8], in range: Range<Int>, limit: Int) -> [Int] {
        let range = range.clamped(to: 0..<count)
        guard let first = text.first else { return [] }
        return unsafe bytes.extracting(range).withUnsafeBytes { buffer in
            var found: [Int] = []
            guard let base = buffer.baseAddress else { return found }
            var start = 0
            while found.count < limit, buffer.count - start >= text.count,
                let hit = unsafe memchr(base + start, Int32(first), buffer.count - start - text.count + 1)
            {
                if unsafe memcmp(hit, text, text.count) == 0 {
                    unsafe found.append(range.lowerBound + (UnsafeRawPointer(hit) - base))
                }
                start = unsafe UnsafeRawPointer(hit) - base + 1
            }
            return found
        }
    }
}

/// A structure whose extent has been checked: field offsets are constants of the specification, relative to its start.
@frozen
public struct Record: ~Escapable {
    @usableFromInline let reader: ByteReader

    @inlinable
    @_lifetime(copy reader)
    init(_ reader: ByteReader) {
        self.reader = reader
    }

    @inlinable
    public func u8(_ offset: Int) -> UInt8 { reader.u8(at: offset) ?? 0 }

    @inlinable
    public func u16(_ offset: Int) -> UInt16 { reader.u16(at: offset) ?? 0 }

    @inlinable
    public func u32(_ offset: Int) -> UInt32 { reader.u32(at: offset) ?? 0 }

    @inlinable
    public func u64(_ offset: Int) -> UInt64 { reader.u64(at: offset) ?? 0 }

    /// A word of `size` (4 or 8) bytes.
    @inlinable
    public func word(_ offset: Int, size: Int) -> UInt64 { reader.word(at: offset, size: size) ?? 0 }

    /// A name in a field of fixed width, ended by NUL or by the field.
    public func fixedName(_ offset: Int, width: Int) -> String {
        let end = reader.terminator(in: offset..<offset + width) ?? offset + width
        return reader.string(offset..<end)
    }
}

/// The order of bytes in a multi-byte integer of the file.
public enum ByteOrder: Sendable, Hashable {
    case little
    case big
}

/// A malformed or truncated structure of a binary: its name, its file offset and the problem.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The structure or field under its name in the format's specification: `e_shoff`, `LC_SEGMENT_64`.
    public let structure: String
    /// File offset of the structure or field.
    public let offset: Int
    /// The value found and the value expected.
    public let problem: String
    /// End of the structure, if it is beyond the end of the file. It follows from the other fields.
    let end: UInt64?

    public init(_ structure: String, at offset: Int, _ problem: String) {
        self.init(structure, at: offset, problem, end: nil)
    }

    init(_ structure: String, at offset: Int, _ problem: String, end: UInt64?) {
        self.structure = structure
        self.offset = offset
        self.problem = problem
        self.end = end
    }

    public static func == (one: FormatError, other: FormatError) -> Bool {
        (one.structure, one.offset, one.problem) == (other.structure, other.offset, other.problem)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(structure)
        hasher.combine(offset)
        hasher.combine(problem)
    }

    public var description: String {
        "\(structure) at file offset \(hexadecimal(offset)): \(problem)"
    }
}
