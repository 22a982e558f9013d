import Attribution
import Fixtures
import Foundation
import Testing

/// The go on `PATH`.
private let go: URL? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(fileURLWithPath: String($0)).appendingPathComponent("go") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

/// DWARF as written by Go's linker: version 5, version 4 for darwin, compressed and not.
@Suite struct RealDebugDataTests {
    @Test(
        .enabled(if: go != nil, "go is not on PATH"),
        arguments: [("linux", "amd64", true), ("linux", "s390x", false), ("windows", "386", true), ("darwin", "arm64", true)])
    func nearlyAllHasAPackage(goos: String, goarch: String, isCompressed: Bool) throws {
        let go = try #require(go)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pare-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = folder.appendingPathComponent("main.go")
        try Data("package main\n\ntype T struct{ a, b int }\n\nfunc main() { println(T{1, 2}.a) }\n".utf8).write(to: source)
        let process = Process()
        process.executableURL = go
        process.arguments = ["build", "-trimpath", "-ldflags=-compressdwarf=\(isCompressed)", "-o", "program", "main.go"]
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(["GOOS": goos, "GOARCH": goarch, "CGO_ENABLED": "0"]) {
            $1
        }
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)

        let profile = try weigh([UInt8](Data(contentsOf: folder.appendingPathComponent("program"))))
        let sections = profile.sections.indices.filter { profile.sections[$0].name.contains("debug_") }
        let size = sections.reduce(0) { $0 + profile.sections[$1].range.count }
        let package = sections.reduce(0) { $0 + profile.sections[$1].package }
        #expect(profile.warnings == [])
        #expect(size > 100_000)
        #expect(Double(package) >= 0.99 * Double(size))
        let info = try #require(sections.first { profile.sections[$0].name.hasSuffix("debug_info") })
        let main = try #require(profile.packages.first { $0.module.class == .main })
        #expect((main.sections[info] ?? 0) > 0)
    }
}
