import Fixtures
import Foundation
import Testing

@testable import Building
@testable import Host

struct InputTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(arguments: ["main.go", "c/sum.c", "sum_amd64.s", "new.syso", "go.mod", "default.pgo"])
    func aPackageIsWhatGoCompiles(name: String) throws {
        let isBelow = name.contains("/")
        try folder.write("package main", to: "main.go")
        let input = Input.package(folder.path)
        let before = (input.stamp, input.digest)
        try folder.write("other", to: name)
        #expect((input.stamp == before.0) == isBelow)
        #expect((input.digest == before.1) == isBelow)
    }

    @Test(arguments: ["main_test.go", "README.md", "_ignored.go", ".hidden.go", "Makefile"])
    func whatGoDoesNotCompileDoesNotCount(name: String) throws {
        try folder.write("package main", to: "main.go")
        let input = Input.package(folder.path)
        let before = input.stamp
        try folder.write("other", to: name)
        #expect(input.stamp == before)
    }

    @Test func aTouchedFileHasTheSameContents() throws {
        let file = try folder.write("package main", to: "main.go")
        for input in [Input.file(file), .package(folder.path), .embedded("*.go", in: folder.path)] {
            let before = (input.stamp, input.digest)
            try FileManager.default.setAttributes([.modificationDate: Date.now.addingTimeInterval(-100)], ofItemAtPath: file)
            #expect(input.stamp != before.0)
            #expect(input.digest == before.1)
            #expect(before.1 != "")
        }
    }

    /// The file is put back in time, as tools do that restore backups.
    @Test func aChangeThatKeepsSizeAndTimeIsSeen() throws {
        let file = try folder.write("package one", to: "main.go")
        let input = Input.package(folder.path)
        let date = try #require(try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date)
        let before = (input.stamp, input.digest)
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.write(contentsOf: Data("package two".utf8))
        try handle.close()
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file)
        #expect(input.stamp != before.0)
        #expect(input.digest != before.1)
    }

    /// Pattern, file, whether it is embedded.
    @Test(arguments: [
        ("page.html", "page.html", true), ("page.html", "other.html", false), ("static", "static/deep/er/new.css", true),
        ("static", "static/.hidden", false), ("all:static", "static/.hidden", true), ("static", "static/_draft.html", false),
        ("*.html", "new.html", true), ("*.html", "new.css", false), ("static/*/*.css", "static/one/new.css", true),
        ("static/*/*.css", "static/new.css", false), ("[a-c]*.txt", "b.txt", true), ("[a-c]*.txt", "d.txt", false),
        ("*", "static/deep/new.txt", true),
    ])
    func embeddedFiles(pattern: String, name: String, isEmbedded: Bool) throws {
        for file in ["page.html", "static/style.css", "static/one/style.css"] { try folder.write(file, to: file) }
        let input = Input.embedded(pattern, in: folder.path)
        let before = (input.stamp, input.digest)
        try folder.write("new", to: name)
        #expect((input.stamp != before.0) == isEmbedded)
        #expect((input.digest != before.1) == isEmbedded)
    }

    @Test func aMissingFileMayAppear() throws {
        let input = Input.file(folder.path + "/go.sum")
        #expect(input.stamp == "" && input.digest == "")
        #expect(input.observed()?.state == Input.State(input: input, stamp: "", digest: ""))
        try folder.write("", to: "go.sum")
        #expect(input.digest == SHA256.hexadecimal(of: ""))
        try folder.write("sum", to: "go.sum")
        #expect(input.digest == SHA256.hexadecimal(of: "sum"))
    }

    @Test func whatIsWrittenLaterIsNewer() async throws {
        try folder.write("package main", to: "main.go")
        let input = Input.package(folder.path)
        let start = try await FileStamp.tick()
        #expect(try #require(input.observed()).newest < start)
        try folder.write("package main", to: "other.go")
        #expect(try #require(input.observed()).newest >= start)
        let added = FileStamp.now
        try FileManager.default.removeItem(atPath: folder.path + "/other.go")
        #expect(try #require(input.observed()).newest >= added)
    }
}
