import Fixtures
import Foundation
import Planning
import Testing

@testable import Host
@testable import Toolchain

struct ProjectFilesTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in [
            "LICENSE", "README.md", ".env", "docs/a.md", "docs/deep/b.md", "docs/c.txt", "docs/.hidden.md", "LICENSES/MIT",
        ] {
            try folder.write(name, to: name)
        }
        _ = try folder.script("true", to: "scripts/install.sh")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/docs/round", withDestinationPath: "..")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/docs/linked.md", withDestinationPath: "../README.md")
    }

    @Test(arguments: [
        ("LICENSE*", "LICENSE"), ("*", "LICENSE README.md"), (".e*", ".env"), ("README.md", "README.md"),
        ("docs/*.md", "docs/a.md docs/deep/b.md docs/linked.md"), ("docs/deep/?.md", "docs/deep/b.md"),
        ("docs", "docs/a.md docs/c.txt docs/deep/b.md docs/linked.md"), ("docs/.hidden.md", "docs/.hidden.md"), ("none*", ""),
        ("docs/none/*", ""),
    ])
    func patterns(pattern: String, names: String) {
        #expect(ProjectFiles(folder: folder.path).names(pattern).sorted().joined(separator: " ") == names)
    }

    /// A file gets the name, files of a folder or a glob their place below the folder that all of them are in.
    @Test(arguments: [
        (ArchiveFiles("README.md", to: "doc/READ"), "doc/READ"),
        (ArchiveFiles("docs", to: "share/doc"), "share/doc/a.md share/doc/c.txt share/doc/deep/b.md share/doc/linked.md"),
        (ArchiveFiles("docs/*.md", to: "."), "a.md deep/b.md linked.md"), (ArchiveFiles("docs/deep/*", to: "x/"), "x/b.md"),
        (ArchiveFiles("docs/*.md", to: "x", isFlat: true), "x/a.md x/b.md x/linked.md"),
        (ArchiveFiles("docs/deep/b.md", isFlat: true), "b.md"),
        (ArchiveFiles("README.md", to: "."), ""),
    ])
    func placesInTheArchive(files: ArchiveFiles, names: String) throws {
        #expect(try ProjectFiles(folder: folder.path).members([files]).map(\.name).joined(separator: " ") == names)
    }

    @Test func membersAreSortedAndOnce() throws {
        let files = ProjectFiles(folder: folder.path)
        let members = try files.members(
            [ArchiveFiles("scripts/*.sh"), ArchiveFiles("README*"), ArchiveFiles("*.md"), ArchiveFiles("NOTICE*")],
            optional: [ArchiveFiles("NOTICE*")])
        #expect(members.map(\.name) == ["README.md", "scripts/install.sh"])
        #expect(members.map(\.mode) == [0o644, 0o755])
        #expect(
            throws: FileError(path: "NOTICE*", reason: "`files` of `artifacts` names it, and no file of the project is called so")
        ) {
            try files.members([ArchiveFiles("NOTICE*")])
        }
    }
}
