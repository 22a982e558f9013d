internal import CZlib
internal import CZstd

/// A section of DWARF data, named as in the DWARF specification for all file formats.
public struct DebugSection: Sendable, Hashable {
    /// Name without prefix: `info`, `line`, `str_offsets`.
    public let name: String
    /// File offsets, including a compression header, excluding padding of the format.
    public let range: Range<Int>
    /// Nil for an uncompressed section.
    public let compression: Compression?

    /// Bytes of the contents; of a compressed section, the size in its header.
    public var size: UInt64 { compression?.inflatedSize ?? UInt64(range.count) }

    /// Nil for empty sections and sections without DWARF data.
    public init?(_ section: Section, format: Image.Format) {
        guard section.role == .debug, !section.range.isEmpty else { return nil }
        let base = section.name.drop { $0 != "," }.dropFirst()
        let spelling = base.isEmpty ? section.name[...] : base
        guard let prefix = [".debug_", ".zdebug_", "__debug_", "__zdebug_"].first(where: spelling.hasPrefix) else { return nil }
        let short = spelling.dropFirst(prefix.count)
        name =
            spelling.utf8.count == 16 && format == .macho
            ? DebugSection.longNames.first { $0.hasPrefix(short) } ?? String(short) : String(short)
        var range = section.range
        var compression = section.compression
        // PE rounds the raw size up to its file alignment.
        if format == .pe, section.virtualSize > 0, section.virtualSize < UInt64(range.count) {
            range = range.lowerBound..<range.lowerBound + Int(section.virtualSize)
            if let stream = compression?.stream { compression?.stream = stream.clamped(to: range) }
        }
        self.range = range
        self.compression = compression
    }
}

extension DebugSection {
    /// Names that Mach-O truncates: its names have 16 bytes, prefix included.
    private static let longNames = [
        "aranges", "gdb_scripts", "gnu_pubnames", "gnu_pubtypes", "line_str", "loclists", "macinfo", "pubnames", "pubtypes",
        "rnglists", "str_offsets",
    ]
}

extension Image {
    /// All DWARF sections, in the order of the section table.
    public var debugSections: [DebugSection] {
        sections.compactMap { DebugSection($0, format: format) }
    }
}

/// Inflates the sections of one file, up to a limit derived from the file size.
public struct Inflation: Sendable {
    /// Limit of inflated bytes; the total and the rest.
    private let total: UInt64
    private var budget: UInt64

    public init(fileSize: Int) {
        total = 4 * UInt64(fileSize) + 64 << 20
        budget = total
    }

    /// Calls `body` with a reader over the contents of a section, whose offsets start at 0.
    ///
    /// The contents are valid only during the call, in which other sections may be read too. Throws when the stream or its header
    /// is malformed.
    public mutating func withContents<Result>(
        of section: DebugSection, _ file: ByteReader, _ body: (ByteReader, inout Inflation) throws(FormatError) -> Result
    ) throws(FormatError) -> Result {
        guard let compression = section.compression else {
            return try body(
                ByteReader(file.bytes.extracting(section.range.clamped(to: 0..<file.count)), order: file.order), &self)
        }
        let contents = try inflate(compression, of: section.name, file)
        return try body(unsafe ByteReader(contents.span.bytes, order: file.order), &self)
    }

    /// Size of a section's contents in bytes. Throws when a compressed section claims more than a stream of its length can yield
    /// or than the limit of this file.
    public func plausibleSize(of section: DebugSection) throws(FormatError) -> Int {
        guard let compression = section.compression else { return section.range.count }
        return try check(compression, of: section.name, limit: total)
    }

    private func check(_ compression: Compression, of name: String, limit: UInt64) throws(FormatError) -> Int {
        let limit = min(limit, compression.method.largestRatio * UInt64(compression.stream.count), UInt64(UInt32.max))
        guard compression.inflatedSize <= limit else {
            throw FormatError(
                "compressed section \(name)", at: compression.stream.lowerBound,
                "\(compression.stream.count) bytes claim to inflate to \(compression.inflatedSize), expected at most \(limit)"
            )
        }
        return Int(compression.inflatedSize)
    }

    private mutating func inflate(_ compression: Compression, of name: String, _ file: ByteReader) throws(FormatError) -> [UInt8]
    {
        let size = try check(compression, of: name, limit: budget)
        budget -= UInt64(size)
        let stream = ByteReader(file.bytes.extracting(compression.stream.clamped(to: 0..<file.count)))
        let (contents, problem) =
            switch compression.method {
            case .zlib: inflated(stream, size: size)
            case .zstd: decompressed(stream, size: size)
            }
        guard problem == nil, contents.count == size else {
            throw FormatError(
                "compressed section \(name)", at: compression.stream.lowerBound,
                "\(compression.method) stream ends after \(contents.count) of \(size) bytes (\(problem ?? "no error"))")
        }
        return contents
    }
}

/// The contents of a zlib stream up to `size` bytes, and its problem.
private func inflated(_ stream: ByteReader, size: Int) -> (contents: [UInt8], problem: String?) {
    var status = Z_OK
    let contents = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        unsafe stream.bytes.withUnsafeBytes { input in
            var stream = unsafe z_stream()
            status = unsafe inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard status == Z_OK else { return }
            defer { unsafe inflateEnd(&stream) }
            unsafe stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
            unsafe stream.avail_in = UInt32(clamping: input.count)
            unsafe stream.next_out = buffer.baseAddress
            unsafe stream.avail_out = UInt32(size)
            status = unsafe CZlib.inflate(&stream, Z_FINISH)
            count = unsafe size - Int(stream.avail_out)
        }
    }
    return (contents, status == Z_STREAM_END ? nil : "zlib status \(status)")
}

/// The contents of zstd frames up to `size` bytes, and their problem.
private func decompressed(_ stream: ByteReader, size: Int) -> (contents: [UInt8], problem: String?) {
    var problem: String?
    let contents = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        unsafe stream.bytes.withUnsafeBytes { input in
            let result = unsafe ZSTD_decompress(buffer.baseAddress, size, input.baseAddress, input.count)
            if ZSTD_isError(result) != 0 {
                problem = unsafe String(cString: ZSTD_getErrorName(result))
            } else {
                count = result
            }
        }
    }
    return (contents, problem)
}
