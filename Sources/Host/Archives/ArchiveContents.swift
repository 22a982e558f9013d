internal import BinaryFormats
internal import CZlib

/// The files of a `.tar.gz` or `.zip` archive, by name, in memory. (POSIX ustar and pax; PKWARE APPNOTE.TXT 6.3)
package struct ArchiveContents {
    package private(set) var members: [(name: String, contents: [UInt8])] = []

    /// Archives are read up to this size, unpacked.
    private static let limit = 1 << 31
    private static let block = 512

    /// Nil when the file is neither. Throws `FileError` for an archive that is damaged.
    package init?(path: String) throws(FileError) {
        do {
            let isKnown = try MappedFile.reading(path) { try read(ByteReader($0.bytes)) }
            guard isKnown else { return nil }
        } catch {
            throw error as? FileError ?? FileError(path: path, error)
        }
    }

    private mutating func read(_ reader: ByteReader) throws(FormatError) -> Bool {
        if reader.u16(at: 0) == 0x8b1f {
            let bytes = try inflated(reader.bytes, bits: 31, limit: Self.limit)
            try unsafe readTar(ByteReader(bytes.span.bytes))
        } else if reader.u32(at: 0) == 0x0403_4b50 {
            try readZip(reader)
        } else {
            return false
        }
        return true
    }

    private mutating func readTar(_ reader: ByteReader) throws(FormatError) {
        var offset = 0
        var longName: String?
        while offset + Self.block <= reader.count, !reader.isZero(offset..<offset + Self.block) {
            let digits = reader.string(offset + 124..<offset + 135).filter { $0.isNumber }
            guard let size = UInt64(digits, radix: 8), let range = reader.range(at: UInt64(offset + Self.block), count: size)
            else {
                throw FormatError("tar", at: offset, "a member runs past the end")
            }
            let kind = reader.u8(at: offset + 156)
            let end = reader.terminator(in: offset..<offset + 100) ?? offset + 100
            if kind == UInt8(ascii: "x") {
                longName = reader.string(range).split(separator: "\n").first { $0.contains(" path=") }
                    .map { String($0.drop { $0 != "=" }.dropFirst()) }
            } else {
                if kind == UInt8(ascii: "0") || kind == 0 {
                    members.append((longName ?? reader.string(offset..<end), bytes(reader, range)))
                }
                longName = nil
            }
            offset = range.upperBound + (Self.block - range.count % Self.block) % Self.block
        }
    }

    private mutating func readZip(_ reader: ByteReader) throws(FormatError) {
        // The end record is the last one: an archive of Pare has no comment.
        let end = reader.count - 22
        guard reader.u32(at: end) == 0x0605_4b50, let count = reader.u16(at: end + 10), let start = reader.u32(at: end + 16)
        else {
            throw FormatError("zip", at: max(0, end), "no end of the central directory")
        }
        var offset = Int(start)
        var left = Self.limit
        for _ in 0..<count {
            let entry = try reader.record("central directory", at: offset, size: 46)
            let local = Int(entry.u32(42))
            guard let name = reader.range(at: UInt64(offset + 46), count: UInt64(entry.u16(28))),
                let nameSize = reader.u16(at: local + 26), let extraSize = reader.u16(at: local + 28),
                let range = reader.range(
                    at: UInt64(local) + 30 + UInt64(nameSize) + UInt64(extraSize), count: UInt64(entry.u32(20)))
            else { throw FormatError("central directory", at: offset, "a member runs past the end") }
            let contents =
                entry.u16(10) == 0
                ? bytes(reader, range) : try inflated(reader.bytes.extracting(range), bits: -15, limit: left)
            left -= contents.count
            members.append((reader.string(name), contents))
            offset = name.upperBound + Int(entry.u16(30)) + Int(entry.u16(32))
        }
    }

    private func bytes(_ reader: ByteReader, _ range: Range<Int>) -> [UInt8] {
        unsafe reader.bytes.extracting(range).withUnsafeBytes { unsafe Array($0) }
    }
}

/// All bytes of a compressed stream. `bits` are zlib's `windowBits`: 31 for gzip, -15 for bare deflate.
private func inflated(_ bytes: RawSpan, bits: Int32, limit: Int) throws(FormatError) -> [UInt8] {
    var made: [UInt8] = []
    var status = Z_OK
    unsafe bytes.withUnsafeBytes { input in
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { buffer in
            var stream = unsafe z_stream()
            status = unsafe inflateInit2_(&stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard status == Z_OK else { return }
            defer { unsafe inflateEnd(&stream) }
            unsafe stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
            unsafe stream.avail_in = UInt32(clamping: input.count)
            while status == Z_OK, made.count <= limit {
                unsafe stream.next_out = buffer.baseAddress
                unsafe stream.avail_out = UInt32(buffer.count)
                status = unsafe inflate(&stream, Z_NO_FLUSH)
                unsafe made.append(contentsOf: buffer[..<(buffer.count - Int(stream.avail_out))])
            }
        }
    }
    guard status == Z_STREAM_END, made.count <= limit else {
        throw FormatError("compressed data", at: 0, "ends after \(made.count) bytes (zlib status \(status))")
    }
    return made
}
