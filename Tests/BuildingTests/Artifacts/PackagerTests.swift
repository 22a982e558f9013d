import Fixtures
import Foundation
import Planning
import Reports
import Testing

@testable import Building
@testable import Host
@testable import Savings
@testable import Toolchain

struct PackagerTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["app", "main.go", ".env", "docs/guide.md", "docs/old/guide.md", "install.sh"] {
            try folder.write("\(name) of the project", to: name)
        }
        try folder.write("", to: "README.md")
        try folder.write("built", to: "dist/release/app_linux_amd64/strip/app")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/install.sh")
    }

    private func artifacts(_ files: String..., binary: String = "app", command: String = "", tool: String = "pare 1") async throws
        -> [Artifact]
    {
        let build = BuildReport.Build(
            main: "example.com/app", target: "linux/amd64", preset: "strip", status: .built, command: command,
            path: "app_linux_amd64/strip/\(binary)", sha256: SHA256.hexadecimal(of: "built"))
        let report = BuildReport(
            pipeline: "release", started: "", builds: [build], presets: [], verdict: Verdict(broken: []))
        return try await Packager(
            options: ArtifactOptions(files: files.map { ArchiveFiles($0) }), project: Project(folder: folder.path),
            folder: "dist/release",
            environment: [:], tool: tool
        ).run(report).artifacts
    }

    /// The archive's members as tar lists them: mode and name.
    private func members(_ name: String = "app_linux_amd64_strip.tar.gz") throws -> [String] {
        let tar = Process()
        tar.executableURL = URL(filePath: "/usr/bin/env")
        tar.arguments = ["tar", "-tvzf", folder.path + "/dist/release/\(name)"]
        let pipe = Pipe()
        tar.standardOutput = pipe
        try tar.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        tar.waitUntilExit()
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.count > 5 ? "\(words[0]) \(words[5])" : nil
        }
    }

    /// Programs that share a name are packed together; a binary may be an artifact by itself.
    @Test func programsOfOneNameShareAnArchive() async throws {
        try folder.write("agent", to: "dist/release/agent_linux_amd64/strip/agent")
        try folder.write("windows", to: "dist/release/app_windows_amd64/strip/app.exe")
        let builds = [("app", "linux", ""), ("agent", "linux", ""), ("app", "windows", ".exe")].map { main, goos, ext in
            BuildReport.Build(
                main: "example.com/\(main)", target: "\(goos)/amd64", preset: "strip", status: .built, command: "",
                path: "\(main)_\(goos)_amd64/strip/\(main)\(ext)", sha256: SHA256.hexadecimal(of: main + goos))
        }
        let report = BuildReport(pipeline: "release", started: "", builds: builds, presets: [], verdict: Verdict(broken: []))
        let names = Dictionary(
            uniqueKeysWithValues: builds.map { ($0.path ?? "", $0.target == "linux/amd64" ? "all" : "app-1.0") })
        var options = ArtifactOptions(files: [ArchiveFiles("README.md")])
        options.checksumsName = "sums.txt"
        let linux = Packing(archive: .tgz, files: [ArchiveFiles("README.md")], folder: "all-1.0")
        let packings = Dictionary(
            uniqueKeysWithValues: builds.map {
                ($0.path ?? "", $0.target == "linux/amd64" ? linux : Packing(archive: .binary, files: []))
            })
        let packager = Packager(
            options: options, project: Project(folder: folder.path), folder: "dist/release", names: names, packings: packings,
            environment: [:], tool: "pare 1")
        let artifacts = try await packager.run(report).artifacts
        #expect(
            artifacts.map { "\($0.type) \($0.name) \($0.extra.binaries ?? [])" } == [
                "Binary app []", "Binary agent []", "Archive all.tgz [\"app\", \"agent\"]", "Binary app.exe []",
                "Archive app-1.0.exe [\"app.exe\"]", "Checksum sums.txt []",
            ])
        #expect(folder.read("dist/release/app-1.0.exe") == "windows")
        #expect(FileManager.default.isExecutableFile(atPath: folder.path + "/dist/release/app-1.0.exe"))
        #expect(try members("all.tgz") == ["-rwxr-xr-x all-1.0/app", "-rwxr-xr-x all-1.0/agent", "-rw-r--r-- all-1.0/README.md"])
        let sums = folder.read("dist/release/sums.txt")?.split(separator: "\n").map { $0.dropFirst(66) }
        #expect(sums == ["all.tgz", "app-1.0.exe"])
        var renamed = packager
        renamed.options.checksumsName = "SHA256SUMS"
        _ = try await renamed.run(report)
        #expect(folder.read("dist/release/sums.txt") == nil)
    }

    @Test func theBinaryIsTheOneThatWasBuilt() async throws {
        _ = try await artifacts("*", "./docs/*.md", "docs/guide.md")
        #expect(
            try members() == [
                "-rwxr-xr-x app", "-rw-r--r-- README.md", "-rw-r--r-- docs/guide.md", "-rw-r--r-- docs/old/guide.md",
                "-rwxr-xr-x install.sh", "-rw-r--r-- main.go",
            ])
    }

    @Test func aLibraryComesWithItsHeader() async throws {
        for name in ["app.so", "app.h"] { try folder.write("built", to: "dist/release/app_linux_amd64/strip/\(name)") }
        _ = try await artifacts("README*", binary: "app.so", command: "go build -buildmode=c-shared -o app.so")
        #expect(try members() == ["-rwxr-xr-x app.so", "-rw-r--r-- app.h", "-rw-r--r-- README.md"])
    }

    @Test func anArchiveIsMadeAgainWhenWhatItIsMadeOfChanges() async throws {
        func source(tool: String = "pare 1") async throws -> String? {
            try await artifacts("install.sh", tool: tool).first { $0.type == "Archive" }?.extra.source
        }
        let first = try await source()
        #expect(try await source() == first)
        #expect(try await source(tool: "pare 2") != first)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path + "/install.sh")
        #expect(try await source() != first)
    }
}
