/// Writes `.tar.gz`: the same members make the same bytes, wherever and whenever. (POSIX.1-1988 ustar; RFC 1952)
enum TarGzip {
    private static let block = 512

    /// `date` in seconds since 1970. Throws `FileError` for a member that cannot be read or does not fit the format.
    static func archive(_ members: [ArchiveMember], date: Int) throws -> [UInt8] {
        guard let stream = Deflater(.gzip) else { throw FileError(path: "tar.gz", reason: "no memory to compress") }
        for member in members {
            let file = try MappedFile(path: member.path)
            let size = file.bytes.byteCount
            stream.add(try header(member, size: size, date: date))
            stream.add(file.bytes)
            stream.add([UInt8](repeating: 0, count: (block - size % block) % block))
        }
        stream.add([UInt8](repeating: 0, count: 2 * block))
        stream.finish()
        return stream.output
    }

    private static func header(_ member: ArchiveMember, size: Int, date: Int) throws(FileError) -> [UInt8] {
        guard member.name.utf8.count <= 100, size < 1 << 33 else {
            throw FileError(
                path: member.path, reason: "its name is longer than 100 bytes or its size 8 GiB, which tar cannot say")
        }
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(member.name, at: 0)
        put(octal(member.mode, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(date, digits: 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put("root", at: 265)
        put("root", at: 297)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0", at: 148)
        return header
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(max(0, number), radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
