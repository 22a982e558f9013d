import Fixtures
import Foundation
import Testing

/// Values on the heap, counted by Pare and in the compiler's own lines.
@Suite(.timeLimit(.minutes(10))) struct EscapesCommandTests {
    @Test(.runsGo) func countsByPackageAreTheCompilers() async throws {
        let folder = try TemporaryFolder()
        let report = try await pareJSON(["escapes", "cmd/gofmt", "--packages", "go/..."], in: folder, isValidated: true)
        let counts = try #require(report["packages"] as? [[String: Any]])
        var ours: [String: Int] = [:]
        for count in counts { ours[try #require(count["name"] as? String)] = count["values"] as? Int }
        let run = try await runShell(
            "$PARE_GO build -gcflags='go/...=-m=2' -o /dev/null cmd/gofmt 2>said", in: folder, environment: goEnvironment())
        var theirs: [String: Int] = [:]
        var package = ""
        #expect(run.code == 0)
        for line in try #require(folder.read("said")).split(separator: "\n") {
            if line.hasPrefix("# ") { package = String(line.dropFirst(2)) }
            if line.hasSuffix(" escapes to heap") || line.contains(": moved to heap: ") { theirs[package, default: 0] += 1 }
        }
        #expect(ours == theirs && ours.count > 5)
        let lines = try #require(report["lines"] as? [[String: Any]])
        #expect(lines.reduce(0) { $0 + (($1["values"] as? [Any])?.count ?? 0) } == theirs.values.reduce(0, +))
        let functions = try #require(report["functions"] as? [[String: Any]])
        #expect(functions.reduce(0) { $0 + ($1["values"] as? Int ?? 0) } == theirs.values.reduce(0, +))
    }

    @Test(.runsGo) func aProfileRanksTheLines() async throws {
        let folder = try await MeasuredProgram.run()
        let report = try await pareJSON(["escapes", "--profile", "heap"], in: folder, isValidated: true)
        let first = try #require((report["lines"] as? [[String: Any]])?.first)
        #expect(first["function"] as? String == "allocate" && first["file"] as? String == "main.go", "\(first)")
        #expect(first["allocated"] as? Int ?? 0 > 4_000_000 && first["objects"] as? Int ?? 0 > 500)
        let text = try await runShell("$PARE escapes --profile heap --top 1", in: folder, environment: goEnvironment())
        #expect(text.output.contains("make([]byte, size)") && text.output.contains("example.org/measured"), "\(text.output)")
        let cpu = try await runShell("$PARE escapes --profile cpu", in: folder, environment: goEnvironment())
        #expect(cpu.code == 2 && cpu.error == "pare: cpu: no profile of the heap: it has samples, cpu\n")
        try folder.write("package main\n\nfunc main() { x }\n", to: "main.go")
        let broken = try await runShell("$PARE escapes", in: folder, environment: goEnvironment())
        #expect(broken.code == 3 && broken.error.contains("main.go:3:15: undefined: x"), "\(broken.error)")
    }
}
