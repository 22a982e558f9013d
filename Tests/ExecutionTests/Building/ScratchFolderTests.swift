import Fixtures
import Foundation
import Testing

@testable import Execution

struct ScratchFolderTests {
    @Test func whatAKilledRunLeftGoesAndWhatARunningOneHasStays() throws {
        let folder = try TemporaryFolder()
        try folder.write("half", to: "dist/.scratch-1-2/0/app")
        let first = try ScratchFolder(in: folder.path + "/dist")
        _ = try first.folder(0)
        let second = try ScratchFolder(in: folder.path + "/dist")
        #expect(
            Set(folder.list("dist").filter { !$0.contains("/") })
                == Set([first.path, second.path].map { ($0 as NSString).lastPathComponent }))
        first.remove()
        second.remove()
        #expect(folder.list("dist").isEmpty)
    }

    @Test func aFileInTheWayIsNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "dist")
        #expect(throws: FileError(path: folder.path + "/dist", reason: "File exists")) {
            try ScratchFolder(in: folder.path + "/dist")
        }
        #expect(throws: FileError(path: folder.path + "/dist/x", reason: "Not a directory")) {
            try ScratchFolder(in: folder.path + "/dist/x")
        }
    }
}
