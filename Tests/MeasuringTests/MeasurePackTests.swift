import Fixtures
import Foundation
import Host
import Measuring
import Planning
import Reports
import Testing

/// Contents of packs, and the Go source of their runner.
@Suite(.timeLimit(.minutes(5))) struct MeasurePackTests {
    private static let sources = "\(GoBuild.checkout)/Sources/Measuring/Runner"

    @Test func everySourceFileShips() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.sources).sorted()
        #expect(MeasurePack.runnerSource.map(\.name).sorted() == names)
        for (name, text) in MeasurePack.runnerSource {
            #expect(text == (try String(contentsOfFile: "\(Self.sources)/\(name)", encoding: .utf8)), "\(name)")
        }
    }

    @Test(.runsGo) func sourceIsFormattedAndVetted() async throws {
        let folder = try TemporaryFolder()
        for (name, text) in MeasurePack.runnerSource { try folder.write(text, to: name) }
        let root = try await runGo(["env", "GOROOT"]).trimmingCharacters(in: .whitespacesAndNewlines)
        let format = Process()
        format.executableURL = URL(filePath: "\(root)/bin/gofmt")
        format.arguments = ["-l", folder.path]
        let pipe = Pipe()
        format.standardOutput = pipe
        try format.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        format.waitUntilExit()
        #expect(output.isEmpty && format.terminationStatus == 0, "not as gofmt formats it: \(output)")
        for system in ["linux", "windows", "darwin", "freebsd"] {
            _ = try await runGo(
                ["-C", folder.path, "vet", "."], environment: ["GOOS": system, "GO111MODULE": "on", "GOPROXY": "off"])
        }
    }

    @Test(.runsGo, arguments: ["windows/amd64", "windows/arm64", "darwin/arm64"], ["1.21.13", nil])
    func runnersAreBuiltForOtherSystems(_ target: String, _ release: String?) async throws {
        if let release, GoBuild.go(of: release) == nil { try skip("no go\(release): Scripts/setup releases installs it") }
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\n", to: "tool")
        let packed = PackedRun(
            .server(.init(start: ["{{binary}}", "{{port}}"], ready: .port("{{port}}"), load: [])), in: folder,
            settings: [.init(name: "GOGC", values: ["50", "100"])], load: "hey http://127.0.0.1:{{port}}/", target: target,
            binary: "tool")
        let members = try await packed.members(release: release)
        let name = "measure-" + target.replacing("/", with: "-")
        let isWindows = target.hasPrefix("windows")
        let suffix = isWindows ? ".exe" : ""
        #expect(
            members.map(\.name) == [
                "\(name)/README.txt", "\(name)/grid.json", "\(name)/measure\(suffix)", "\(name)/binaries/1/tool\(suffix)",
            ])
        let runner = try folder.write(members[2].contents, to: "runner")
        #expect(reasonNotToRun(runner, on: target) == nil && reasonNotToRun(runner, on: "linux/riscv64") != nil)
        let readme = String(decoding: members[0].contents, as: UTF8.self)
        #expect(readme.contains(isWindows ? "PATH\\\(name)\\measure.exe" : "PATH/\(name)/measure"), "\(readme)")
        #expect(readme.contains("pare measure --read measure.json") && readme.contains("hey http"), "\(readme)")
        #expect(readme.contains("os.Interrupt") == isWindows && readme.contains("quarantine") == !isWindows, "\(readme)")
        let grid = try #require(try JSONSerialization.jsonObject(with: Data(members[1].contents)) as? [String: Any])
        #expect(grid["schema"] as? String == "pare.measure-grid/1" && grid["command"] as? [String] == ["{{binary}}", "{{port}}"])
        #expect(((grid["report"] as? [String: Any])?["points"] as? [Any])?.count == 2)
    }

    @Test(.runsGo) func anUnknownArchitectureIsNamed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\n", to: "tool")
        let packed = PackedRun(.batch(["{{binary}}"]), in: folder, target: "windows/vax", binary: "tool")
        let error = await #expect(throws: RunnerError.self) { try await packed.members() }
        #expect(error?.description.contains("windows/vax") == true, "\(error?.description ?? "")")
        #expect(folder.list(".") == ["tool"])
    }
}
