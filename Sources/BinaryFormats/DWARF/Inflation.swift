internal import CZlib

/// Inflates the sections of one file, and no more bytes than a file of its size can honestly hold.
public struct Inflation: Sendable {
    /// Bytes that may still be inflated.
    private var budget: UInt64

    public init(fileSize: Int) {
        budget = 4 * UInt64(fileSize) + 64 << 20
    }

    /// Calls `body` with a reader over the contents of a section, whose offsets start at 0.
    ///
    /// Contents live only as long as the call. Throws when the stream is damaged or its header lies.
    public mutating func withContents<Result>(
        of section: DebugSection, _ file: ByteReader, _ body: (ByteReader) -> Result
    ) throws(FormatError) -> Result {
        guard let compression = section.compression else {
            return body(ByteReader(file.bytes.extracting(section.range.clamped(to: 0..<file.count)), order: file.order))
        }
        let contents = try inflate(compression, of: section.name, file)
        return body(unsafe ByteReader(contents.span.bytes, order: file.order))
    }

    /// The size its header claims, when the stream could yield it and the budget allows for it.
    ///
    /// Deflate turns a byte into at most 1032. Throws when the claim is impossible.
    public func plausibleSize(of section: DebugSection) throws(FormatError) -> Int {
        guard let compression = section.compression else { return section.range.count }
        let limit = min(budget, 1032 * UInt64(compression.stream.count))
        guard compression.inflatedSize <= limit else {
            throw FormatError(
                "compressed section \(section.name)", at: section.range.lowerBound,
                "\(compression.stream.count) bytes claim to inflate to \(compression.inflatedSize), at most \(limit) are believed")
        }
        return Int(compression.inflatedSize)
    }

    private mutating func inflate(_ compression: Compression, of name: String, _ file: ByteReader) throws(FormatError) -> [UInt8] {
        let problem = { (text: String) in FormatError("compressed section \(name)", at: compression.stream.lowerBound, text) }
        let limit = min(budget, 1032 * UInt64(compression.stream.count))
        guard compression.inflatedSize <= limit, compression.inflatedSize <= UInt64(UInt32.max), compression.stream.count <= Int(UInt32.max) else {
            throw problem(
                "\(compression.stream.count) bytes claim to inflate to \(compression.inflatedSize), at most \(limit) are believed")
        }
        budget -= compression.inflatedSize
        let size = Int(compression.inflatedSize)
        var status = Z_OK
        let contents = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            unsafe file.bytes.extracting(compression.stream.clamped(to: 0..<file.count)).withUnsafeBytes { input in
                var stream = unsafe z_stream()
                status = unsafe inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                guard status == Z_OK else { return }
                defer { unsafe inflateEnd(&stream) }
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = buffer.baseAddress
                unsafe stream.avail_out = UInt32(size)
                status = unsafe CZlib.inflate(&stream, Z_FINISH)
                count = unsafe size - Int(stream.avail_out)
            }
        }
        guard status == Z_STREAM_END, contents.count == size else {
            throw problem("zlib stream ends after \(contents.count) of \(size) bytes (zlib status \(status))")
        }
        return contents
    }
}
