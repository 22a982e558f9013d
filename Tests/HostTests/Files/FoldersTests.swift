import Fixtures
import Foundation
import SystemPackage
import Testing

@testable import Host

struct FoldersTests {
    @Test func foldersAreCreatedListedAndRemoved() throws {
        let folder = try TemporaryFolder()
        let deep = "\(folder.path)/a/b/c"
        try createFolders(deep)
        try createFolders(deep)
        #expect(isFolder(deep))
        try replaceFile(at: "\(folder.path)/a/.hidden", with: "x")
        #expect(try Set(names(inFolder: "\(folder.path)/a")) == ["b", ".hidden"])
        try removeTree("\(folder.path)/a")
        #expect(!fileExists("\(folder.path)/a"))
    }

    /// A link is removed, its target stays.
    @Test func linksAreNotFollowed() throws {
        let folder = try TemporaryFolder()
        try createFolders("\(folder.path)/kept")
        try replaceFile(at: "\(folder.path)/kept/file", with: "x")
        try createFolder("\(folder.path)/tree")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/tree/link", withDestinationPath: "\(folder.path)/kept")
        try removeTree("\(folder.path)/tree")
        #expect(fileExists("\(folder.path)/kept/file"))
    }

    @Test func reasonsAreThoseOfTheSystem() throws {
        let folder = try TemporaryFolder()
        try replaceFile(at: "\(folder.path)/file", with: "x")
        #expect(throws: Errno.fileExists) { try createFolders("\(folder.path)/file") }
        #expect(throws: Errno.notDirectory) { try createFolders("\(folder.path)/file/sub") }
        #expect(throws: Errno.notDirectory) { try names(inFolder: "\(folder.path)/file") }
        #expect(throws: Errno.noSuchFileOrDirectory) { try removeTree("\(folder.path)/missing") }
        #expect(throws: Errno.noSuchFileOrDirectory) { try createFolder("\(folder.path)/a/b") }
    }

    @Test func theTemporaryFolderIsThatOfTheEnvironment() throws {
        let folder = try TemporaryFolder()
        #expect(temporaryFolder(environment: ["TMPDIR": folder.path + "/"]) == folder.path)
        #expect(temporaryFolder(environment: ["TMPDIR": folder.path + "/missing"]) == "/tmp")
        #expect(temporaryFolder(environment: [:]) == "/tmp")
    }

    @Test func workingDirectoryAndEnvironmentAreRead() {
        #expect(currentEnvironment["PATH"]?.isEmpty == false)
        #expect(processorCount >= 1)
        #expect(isFolder(currentFolder))
    }
}
