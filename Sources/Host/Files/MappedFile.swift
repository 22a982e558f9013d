internal import BinaryFormats
internal import CFaults
internal import Glibc
internal import SystemPackage

/// A regular file mapped into memory, read-only, for the lifetime of the value. Pages are read on access.
///
/// Another process may truncate or rewrite the file meanwhile. Reads never end the process: bytes that the file has lost are zeros.
/// `reading` and `check` tell.
@safe
package struct MappedFile: ~Copyable {
    package let path: String
    /// Path of the file itself, which differs from `path` for standard input.
    private let place: String
    private let memory: UnsafeRawBufferPointer
    private let status: stat
    /// Number of the watch on lost pages.
    private let watch: Int32

    /// Maps the file, for `-` standard input.
    ///
    /// Throws for a file that is missing, unreadable, empty, a folder or not a regular file.
    package init(path: String) throws(FileError) {
        let place = try StandardInput.place(of: path)
        let status: stat
        let memory: UnsafeRawBufferPointer
        do {
            (status, unsafe memory) = try unsafe Self.mapped(path, place)
        } catch {
            throw error as? FileError ?? FileError(path: path, error)
        }
        self.path = path
        self.place = place
        self.status = status
        unsafe self.memory = memory
        var expected = status
        watch = unsafe faults_watch(place, &expected, UnsafeMutableRawPointer(mutating: memory.baseAddress), memory.count)
    }

    private static func mapped(_ path: String, _ place: String) throws -> (stat, UnsafeRawBufferPointer) {
        let descriptor = try FileDescriptor.open(FilePath(place), .readOnly, options: [.nonBlocking, .closeOnExec])
        defer { try? descriptor.close() }
        var status = stat()
        guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw FileError(path: path, reason: "is a folder, not a file")
        default: throw FileError(path: path, reason: "is not a regular file")
        }
        guard status.st_size > 0 else { throw FileError(path: path, reason: "is empty") }
        let address = unsafe mmap(nil, status.st_size, PROT_READ, MAP_PRIVATE, descriptor.rawValue, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else { throw Errno(rawValue: errno) }
        unsafe mapHoles(of: descriptor, status, at: address)
        return unsafe (status, UnsafeRawBufferPointer(start: address, count: status.st_size))
    }

    deinit {
        faults_unwatch(watch)
        unsafe munmap(UnsafeMutableRawPointer(mutating: memory.baseAddress), memory.count)
    }

    package var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe RawSpan(_unsafeBytes: memory)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Whether these are its first bytes.
    package func begins(with prefix: [UInt8]) -> Bool { ByteReader(bytes).has(prefix: prefix) }

    /// A copy of the contents.
    package func copy() -> [UInt8] { ByteReader(bytes).copy() }

    /// The contents as text.
    package var text: String {
        let reader = ByteReader(bytes)
        return reader.string(0..<reader.count)
    }

    /// Gives the pages back that were read; another access reads them again.
    package borrowing func release(_ range: Range<Int>) {
        let page = Int(getpagesize())
        let size = unsafe memory.count
        let (start, end) = ((range.lowerBound + page - 1) / page * page, min(range.upperBound, size) / page * page)
        guard start < end, let first = unsafe memory.baseAddress else { return }
        _ = unsafe madvise(UnsafeMutableRawPointer(mutating: first + start), end - start, MADV_DONTNEED)
    }

    /// Throws when the file has changed since it was mapped, so that what was read of it is worth nothing.
    package borrowing func check() throws(FileError) {
        var status = status
        if unsafe faults_is_changed(place, &status) { throw FileError(path: path, reason: "changed while it was read") }
        if faults_lost(watch) { throw FileError(path: path, reason: "cannot be read to its end") }
    }

    /// Maps a file for as long as `body` runs, and checks it after that, also when `body` throws.
    package static func reading<Result>(_ path: String, _ body: (borrowing MappedFile) throws -> Result) throws -> Result {
        let file = try MappedFile(path: path)
        do {
            let result = try body(file)
            try file.check()
            return result
        } catch {
            try file.check()
            throw error
        }
    }
}

/// Puts memory without contents in the place of large holes of a sparse file, whose zeros would each take a page to read.
///
/// Programs have none. A file system may report a hole where bytes are not yet written to the disk, so small ones are left alone.
private func mapHoles(of descriptor: FileDescriptor, _ status: stat, at address: UnsafeMutableRawPointer) {
    let least = 64 << 20
    // `SEEK_DATA` and `SEEK_HOLE`, which glibc declares for _GNU_SOURCE only. (lseek(2))
    let (seekData, seekHole) = (Int32(3), Int32(4))
    guard status.st_size - status.st_blocks * 512 >= least else { return }
    var end = 0
    for _ in 0..<256 {
        let hole = lseek(descriptor.rawValue, end, seekHole)
        guard hole >= end, hole < status.st_size else { return }
        let data = lseek(descriptor.rawValue, hole, seekData)
        end = data > hole ? min(data, status.st_size) : status.st_size
        let page = Int(getpagesize())
        let start = (hole + page - 1) / page * page
        guard end - start >= least else { continue }
        unsafe mmap(
            address + start, (end - start) / page * page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1,
            0)
        unsafe madvise(address + start, (end - start) / page * page, MADV_HUGEPAGE)
    }
}

/// A file that cannot be read or written: its path and the reason, in one line.
package struct FileError: Error, Equatable, CustomStringConvertible {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// The reason is the text of the system error.
    package init(path: String, _ error: any Error) {
        self.init(path: path, reason: "\(error)")
    }

    /// One line, whatever the name of the file has in it.
    package var description: String {
        "\(path.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")): \(reason)"
    }
}
