internal import BinaryFormats
internal import Glibc
internal import SystemPackage

/// A regular file mapped into memory, read-only, for the lifetime of the value.
@safe
package struct MappedFile: ~Copyable {
    package let path: String
    private let memory: UnsafeRawBufferPointer

    /// Maps the file, for `-` standard input; `populated` reads all pages at once, otherwise they are read on access.
    ///
    /// Throws for a file that is missing, unreadable, empty, a folder or not a regular file.
    package init(path: String, populated: Bool = true) throws(FileError) {
        self.path = path
        do {
            let descriptor = try FileDescriptor.open(
                FilePath(try StandardInput.place(of: path)), .readOnly, options: [.nonBlocking, .closeOnExec])
            defer { try? descriptor.close() }
            var status = stat()
            guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
            switch status.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFDIR: throw FileError(path: path, reason: "is a folder, not a file")
            default: throw FileError(path: path, reason: "is not a regular file")
            }
            guard status.st_size > 0 else { throw FileError(path: path, reason: "is empty") }
            let address = unsafe mmap(
                nil, status.st_size, PROT_READ, populated ? MAP_PRIVATE | MAP_POPULATE : MAP_PRIVATE, descriptor.rawValue, 0)
            guard let address = unsafe address, unsafe address != MAP_FAILED else { throw Errno(rawValue: errno) }
            unsafe memory = UnsafeRawBufferPointer(start: address, count: status.st_size)
        } catch {
            throw error as? FileError ?? FileError(path: path, error)
        }
    }

    deinit {
        unsafe munmap(UnsafeMutableRawPointer(mutating: memory.baseAddress), memory.count)
    }

    package var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe RawSpan(_unsafeBytes: memory)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The contents as text.
    package var text: String {
        let reader = ByteReader(bytes)
        return reader.string(0..<reader.count)
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

    package var description: String { "\(path): \(reason)" }
}
