/// Writer of `.tar.gz`, reproducible: equal members give equal bytes. (POSIX.1-1988 ustar, with a pax header for longer paths;
/// RFC 1952)
package enum TarGzip {
    private static let block = 512
    private static let longestName = 100

    /// `date` in seconds since 1970; of each member `chunk` bytes are held at a time. Throws `FileError` for a member that cannot be
    /// read or does not fit the format.
    package static func write(
        _ members: [ArchiveMember], date: Int, to file: OutputFile, chunk: Int = 1 << 18
    ) throws {
        guard let stream = Deflater(.gzip, sink: { try file.write($0) }) else {
            throw FileError(path: "tar.gz", reason: "no memory to compress")
        }
        for member in members {
            var size = 0
            try member.read(chunk: chunk) { total in
                size = total
                guard size < 1 << 33 else {
                    throw FileError(path: member.path, reason: "has 8 GiB or more, which tar cannot say")
                }
                if member.name.utf8.count > longestName { try addPath(member.name, date: date, to: stream) }
                try stream.add(header(member.name, mode: member.mode, size: size, date: date))
            } _: {
                try stream.add($0)
            }
            try stream.add(padding(size))
        }
        try stream.add([UInt8](repeating: 0, count: 2 * block))
        try stream.finish()
    }

    /// A pax header for the next member: a line `LENGTH path=NAME`, where the length includes its own digits. (POSIX.1-2001, pax)
    private static func addPath(_ name: String, date: Int, to stream: Deflater) throws {
        let rest = " path=\(name)\n"
        var length = rest.utf8.count
        while length != rest.utf8.count + "\(length)".utf8.count { length = rest.utf8.count + "\(length)".utf8.count }
        try stream.add(header("PaxHeader", mode: 0o644, size: length, date: date, type: "x"))
        try stream.add(Array("\(length)\(rest)".utf8))
        try stream.add(padding(length))
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
