import Fixtures
import Foundation
import Testing

@testable import Host

struct ScratchFolderTests {
    @Test func foldersOfKilledRunsAreRemovedAndOthersKept() throws {
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

    /// Each removes abandoned folders while others create theirs.
    @Test func concurrentRunsHaveSeparateFolders() async throws {
        let folder = try TemporaryFolder()
        let place = folder.path + "/dist"
        let threads = (0..<4).map { _ in
            Thread {
                for _ in 0..<50 {
                    do {
                        let scratch = try ScratchFolder(in: place)
                        _ = try scratch.folder(0)
                        scratch.remove()
                    } catch {
                        _ = try? folder.write("\(error)", to: "error")
                    }
                }
                _ = try? folder.write("", to: "ended-\(UUID().uuidString)")
            }
        }
        for thread in threads { thread.start() }
        while folder.list("").count(where: { $0.hasPrefix("ended") }) < threads.count {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(folder.read("error") == nil)
        #expect(folder.list("dist") == [])
    }

    @Test func fileAtThePathIsNamed() throws {
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
