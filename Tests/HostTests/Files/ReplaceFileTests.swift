import Fixtures
import Foundation
import Testing

@testable import Host

struct ReplaceFileTests {
    @Test func newContentsReplaceTheOld() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("old and longer", to: "report.json")
        try replaceFile(at: path, with: "new")
        #expect(folder.read("report.json") == "new")
        #expect(folder.list("") == ["report.json"])
    }

    @Test func folderAtThePathLeavesNoTemporaryFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "report.json/file")
        let path = folder.path + "/report.json"
        let error = #expect(throws: FileError.self) { try replaceFile(at: path, with: "new") }
        #expect(error.map { "\($0)" } == "\(path): Is a directory")
        #expect(folder.list("") == ["report.json", "report.json/file"])
    }

    @Test func missingFolderIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/none/report.json"
        #expect(throws: FileError(path: path, reason: "No such file or directory")) { try replaceFile(at: path, with: "new") }
    }
}
