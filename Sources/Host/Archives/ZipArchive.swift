internal import CZlib
internal import Glibc

/// Writer of `.zip`, reproducible: equal members give equal bytes. (PKWARE APPNOTE.TXT 6.3)
package enum ZipArchive {
    private struct Entry {
        package var name: [UInt8]
        package var mode: Int
        package var checksum: UInt32
        package var compressed: Int
        package var size: Int
        package var offset: Int
    }

    /// `date` in seconds since 1970, which the format knows from 1980 to 2107; of each member `chunk` bytes are held at a time.
    /// Checksum and sizes come into a member's header when it is written. Throws `FileError`.
    package static func write(
        _ members: [ArchiveMember], date: Int, to file: OutputFile, chunk: Int = 1 << 18
    ) throws {
        var entries: [Entry] = []
        let time = dosTime(date)
        for member in members {
            guard let stream = Deflater(.none, sink: { try file.write($0) }) else {
                throw FileError(path: "zip", reason: "no memory to compress")
            }
            var entry = Entry(
                name: Array(member.name.utf8), mode: member.mode, checksum: 0, compressed: 0, size: 0, offset: file.count)
            func check() throws {
                guard entry.size < 1 << 32, file.count < 1 << 31, entry.name.count < 1 << 16 else {
                    throw FileError(path: member.path, reason: "larger than a zip archive of the plain kind may be")
                }
            }
            try member.read(chunk: chunk) { size in
                entry.size = size
                try check()
                try file.write(header(entry, time))
            } _: { contents in
                entry.checksum = checksum(contents, after: entry.checksum)
                try stream.add(contents)
            }
            try stream.finish()
            entry.compressed = stream.count
            try check()
            try file.overwrite(header(entry, time), at: entry.offset)
            entries.append(entry)
        }
        let directory = file.count
        var bytes: [UInt8] = []
        for entry in entries {
            // Version 2.0 on Unix, whose permissions are the upper half of the external attributes.
            bytes += little(0x0201_4b50, 4) + little(3 << 8 | 20, 2) + common(entry, time) + little(0, 8)
            bytes += little((0o100000 | entry.mode) << 16, 4) + little(entry.offset, 4) + entry.name
        }
        let size = bytes.count
        bytes += little(0x0605_4b50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
        bytes += little(size, 4) + little(directory, 4) + little(0, 2)
        try file.write(bytes)
    }

    /// The header before the contents of a member.
    private static func header(_ entry: Entry, _ time: Int) -> [UInt8] {
        little(0x0403_4b50, 4) + common(entry, time) + little(0, 2) + entry.name
    }

    /// Version needed, flags (names are UTF-8), method (deflate), time, checksum, sizes, length of the name.
    private static func common(_ entry: Entry, _ time: Int) -> [UInt8] {
        little(20, 2) + little(1 << 11, 2) + little(8, 2) + little(time, 4) + little(Int(entry.checksum), 4)
            + little(entry.compressed, 4) + little(entry.size, 4) + little(entry.name.count, 2)
    }

    private static func little(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func checksum(_ bytes: RawSpan, after earlier: UInt32) -> UInt32 {
        unsafe bytes.withUnsafeBytes { bytes in
            var sum = UInt(earlier)
            var offset = 0
            while offset < bytes.count {
                let count = min(1 << 30, bytes.count - offset)
                unsafe sum = crc32(
                    sum, bytes.baseAddress?.advanced(by: offset).assumingMemoryBound(to: UInt8.self), UInt32(count))
                offset += count
            }
            return UInt32(truncatingIfNeeded: sum)
        }
    }

    /// Time in the lower, day in the upper half, UTC.
    private static func dosTime(_ date: Int) -> Int {
        var seconds = min(max(date, 315_532_800), 4_354_819_199)
        var parts = unsafe tm()
        unsafe gmtime_r(&seconds, &parts)
        let time = unsafe Int(parts.tm_hour) << 11 | Int(parts.tm_min) << 5 | Int(parts.tm_sec) / 2
        let day = unsafe (Int(parts.tm_year) - 80) << 9 | (Int(parts.tm_mon) + 1) << 5 | Int(parts.tm_mday)
        return day << 16 | time
    }
}
