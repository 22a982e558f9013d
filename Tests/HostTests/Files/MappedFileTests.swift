import BinaryFormats
import Fixtures
import Foundation
import Testing

@testable import Host

struct MappedFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func refusal(_ path: String) -> String? {
        do {
            _ = try MappedFile(path: path)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func bytes() throws {
        let file = try MappedFile(path: folder.write("pare", to: "file"))
        #expect(file.bytes.byteCount == 4)
        #expect(unsafe file.bytes.unsafeLoad(fromByteOffset: 3, as: UInt8.self) == UInt8(ascii: "e"))
    }

    @Test func otherFilesAreErrors() throws {
        let file = try folder.write("pare", to: "file")
        let empty = try folder.write("", to: "empty")
        #expect(refusal(empty) == "\(empty): is empty")
        #expect(refusal(folder.path) == "\(folder.path): is a folder, not a file")
        #expect(refusal("/dev/null") == "/dev/null: is not a regular file")
        #expect(refusal(file + "s") == "\(file)s: No such file or directory")
        #expect(refusal(file + "/x") == "\(file)/x: Not a directory")
    }

    @Test func aPipeWithoutWriterDoesNotBlock() throws {
        let pipe = folder.path + "/pipe"
        let made = unsafe mkfifo(pipe, 0o600)
        #expect(made == 0)
        #expect(refusal(pipe) == "\(pipe): is not a regular file")
    }

    @Test func aFileThatIsTruncatedIsToldFrom() throws {
        let path = try folder.write(Array(repeating: 7, count: 1 << 20), to: "file")
        let sum = { (file: borrowing MappedFile) in
            let bytes = file.bytes
            return (0..<bytes.byteCount).reduce(0) { unsafe $0 + Int(bytes.unsafeLoad(fromByteOffset: $1, as: UInt8.self)) }
        }
        #expect(try MappedFile.reading(path) { sum($0) } == 7 << 20)
        let truncated = #expect(throws: FileError.self) {
            try MappedFile.reading(path) { file in
                #expect(unsafe truncate(path, 5000) == 0)
                // The page that the file still has a part of is there, the others are zeros.
                #expect(sum(file) == 7 * 5000)
                throw FileError(path: path, reason: "what is left of it is malformed")
            }
        }
        #expect(truncated?.reason == "changed while it was read")
    }

    @Test func aFileThatIsRewrittenIsToldFrom() throws {
        let path = try folder.write("first", to: "file")
        for contents in ["other", "longer than it was"] {
            #expect(throws: FileError(path: path, reason: "changed while it was read")) {
                try MappedFile.reading(path) { _ in
                    // Later than the file by the clock of file timestamps.
                    usleep(20_000)
                    let file = try #require(FileHandle(forUpdatingAtPath: path))
                    try file.write(contentsOf: Array(contents.utf8))
                    try file.close()
                }
            }
        }
        // Another file of the name leaves the one that is mapped as it is.
        try MappedFile.reading(path) { _ in
            try folder.write("new", to: "new")
            #expect(unsafe rename(folder.path + "/new", path) == 0)
        }
    }

    /// More files than the table of mapped ones has room for.
    @Test func manyFilesAtOnce() throws {
        final class Box {
            let file: MappedFile
            init(_ path: String) throws { file = try MappedFile(path: path) }
        }
        let path = try folder.write("pare", to: "file")
        let files = try (0..<5000).map { _ in try Box(path) }
        #expect(files.allSatisfy { $0.file.text == "pare" })
        for file in files { try file.file.check() }
    }

    @Test func holesAreZerosThatTakeNoMemory() throws {
        let path = try folder.write("start", to: "file")
        #expect(unsafe truncate(path, 2 << 30) == 0)
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.seek(toOffset: 1 << 30)
        try handle.write(contentsOf: Array("middle".utf8))
        try handle.close()
        let before = residentPages()
        try MappedFile.reading(path) { file in
            let reader = ByteReader(file.bytes)
            let found = [
                reader.has("start", at: 0), reader.has("middle", at: 1 << 30), reader.isZero(5..<1 << 30),
                reader.isZero(1 << 30 + 6..<2 << 30),
            ]
            #expect(found == [true, true, true, true])
        }
        #expect(residentPages() - before < 64 << 20 / 4096)
    }

    private func residentPages() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything")) func unreadable() throws {
        let file = try folder.write("pare", to: "file")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
        #expect(refusal(file) == "\(file): Permission denied")
    }
}
