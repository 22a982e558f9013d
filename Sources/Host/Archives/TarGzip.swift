internal import BinaryFormats

/// A file that goes into an archive.
package struct ArchiveMember: Sendable {
    /// Its name in the archive.
    package var name: String
    /// Path of the file.
    package var path: String
    package var isExecutable: Bool

    package init(name: String, path: String, isExecutable: Bool) {
        self.name = name
        self.path = path
        self.isExecutable = isExecutable
    }

    package var mode: Int { isExecutable ? 0o755 : 0o644 }

    /// Calls `body` with the contents, which may be empty. Throws `FileError`, or the error of `body`.
    package func read<Result>(_ body: (RawSpan) throws -> Result) throws -> Result {
        if FileStamp(path)?.size == 0 {
            let nothing: [UInt8] = []
            return try body(unsafe nothing.span.bytes)
        }
        let file = try MappedFile(path: path)
        return try body(file.bytes)
    }
}

/// Writer of `.tar.gz`, reproducible: equal members give equal bytes. (POSIX.1-1988 ustar, with a pax header for longer paths;
/// RFC 1952)
package enum TarGzip {
    private static let block = 512
    private static let longestName = 100

    /// `date` in seconds since 1970. Throws `FileError` for a member that cannot be read or does not fit the format.
    package static func archive(_ members: [ArchiveMember], date: Int) throws -> [UInt8] {
        guard let stream = Deflater(.gzip) else { throw FileError(path: "tar.gz", reason: "out of memory") }
        for member in members {
            try member.read { contents in
                let size = contents.byteCount
                guard size < 1 << 33 else {
                    throw FileError(path: member.path, reason: "does not fit a tar archive (8 GiB per file); exclude it")
                }
                if member.name.utf8.count > longestName { addPath(member.name, date: date, to: stream) }
                stream.add(header(member.name, mode: member.mode, size: size, date: date))
                stream.add(contents)
                stream.add(padding(size))
            }
        }
        stream.add([UInt8](repeating: 0, count: 2 * block))
        stream.finish()
        return stream.output
    }

    /// A pax header for the next member: a line `LENGTH path=NAME`, where the length includes its own digits. (POSIX.1-2001, pax)
    private static func addPath(_ name: String, date: Int, to stream: Deflater) {
        let rest = " path=\(name)\n"
        var length = rest.utf8.count
        while length != rest.utf8.count + "\(length)".utf8.count { length = rest.utf8.count + "\(length)".utf8.count }
        stream.add(header("PaxHeader", mode: 0o644, size: length, date: date, type: "x"))
        stream.add(Array("\(length)\(rest)".utf8))
        stream.add(padding(length))
    }

    private static func padding(_ size: Int) -> [UInt8] { [UInt8](repeating: 0, count: (block - size % block) % block) }

    private static func header(_ name: String, mode: Int, size: Int, date: Int, type: String = "0") -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        header.replaceSubrange(0..<min(longestName, name.utf8.count), with: name.utf8.prefix(longestName))
        put(octal(mode, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(date, digits: 11), at: 136)
        put("        ", at: 148)
        put(type, at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put("root", at: 265)
        put("root", at: 297)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0", at: 148)
        return header
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(min(max(0, number), 1 << (3 * digits) - 1), radix: 8)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
