internal import BinaryFormats
internal import SystemPackage

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

    /// Reads its contents in pieces: `begin` gets their size, `body` each piece. Throws `FileError`, also when the file changes
    /// meanwhile, or what `begin` and `body` throw.
    package func read(chunk: Int, begin: (_ size: Int) throws -> Void, _ body: (RawSpan) throws -> Void) throws {
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.nonBlocking, .closeOnExec])
            try descriptor.closeAfter {
                let size = try Int(descriptor.seek(offset: 0, from: .end))
                try descriptor.seek(offset: 0, from: .start)
                try begin(size)
                var count = 0
                try descriptor.forEachChunk(of: chunk) { bytes in
                    count += bytes.byteCount
                    if count <= size { try body(bytes) }
                }
                guard count == size else { throw FileError(path: path, reason: "changed while it was packed") }
            }
        } catch let error as Errno {
            throw FileError(path: path, error)
        }
    }
}
