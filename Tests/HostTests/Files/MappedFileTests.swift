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

    @Test(.enabled(if: getuid() != 0, "root may read everything")) func unreadable() throws {
        let file = try folder.write("pare", to: "file")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file)
        #expect(refusal(file) == "\(file): Permission denied")
    }
}
