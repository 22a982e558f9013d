import Fixtures
import Foundation
import Testing

/// `pare measure --pack` of entries of a pipeline: built here, run by the runner, read again.
@Suite(.timeLimit(.minutes(10))) struct MeasurePipelinePackTests {
    private static let load =
        "for i in 1 2 3 4 5 6 7 8; do exec 3<>/dev/tcp/127.0.0.1/{{port}}; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3 >/dev/null; done"

    private static func pipeline(_ targets: String) -> String {
        """
        mains: [.]
        targets: [\(targets)]
        presets: [default, strip]
        measure:
          - name: holding
            command: ["/bin/sh", -c, "test -d {{goroot}}/src && exec {{binary}} 48 {{env.TOTAL}}"]
            startup: ["{{binary}}", exit, "0"]
            set: { GOGC: [50, 200] }
            runs: 2
            warm-up: 1
            slower: 7%
            container: 256MiB
            budgets:
              - { memory: 1GiB }
              - { live-heap: 1MiB, set: { GOGC: 50 }, preset: strip }
              - { startup: 1000%, preset: strip, of: default }
          - name: serving
            preset: strip
            start: ["{{binary}}", serve, "{{port}}"]
            ready: "http://127.0.0.1:{{port}}/"
            load: exec /bin/bash -c "\(load.replacing("\\", with: "\\\\"))"
            grace: 60s
            set: { GOGC: 100 }
            runs: 1
            warm-up: 0
          - name: plain
            command: ["{{binary}}", "16", "100"]
            set: { GOGC: [50, 100] }
            runs: 1
            warm-up: 0
            cover: true
            budgets: [{ never-run: 99% }]
        """
    }

    private static func object(_ text: String?) throws -> [String: Any] {
        let text = try #require(text)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static func median(_ point: [String: Any], _ figure: (([String: Any]) -> Int?)) -> Int {
        let values = (point["runs"] as? [[String: Any]] ?? []).compactMap(figure).sorted()
        return values.isEmpty ? 0 : (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    }

    private static func environment() async throws -> [String: String] {
        try await goEnvironment().merging(["TOTAL": "250"]) { $1 }
    }

    private static let native = MeasurePipelinePackTests.isARM ? "linux/arm64" : "linux/amd64"
    #if arch(arm64)
        private static let isARM = true
    #else
        private static let isARM = false
    #endif
    /// Two variants of one machine, where every machine has both.
    private static let targets = isARM ? native : "\(native), \(native)/v2"

    @Test(.runsGo, .needs("unzip", package: "unzip")) func theRunnerMeasuresAsPareDoes() async throws {
        let folder = try await KnownProgram.build()
        try folder.write(Self.pipeline(Self.targets), to: "pipelines/release.yml")
        let root = try await runGo(["env", "GOROOT"]).trimmingCharacters(in: .whitespacesAndNewlines)
        let environment = try await Self.environment()
        let here = try await runPare("measure", "-q", "--entry", "holding", in: folder, environment: environment)
        #expect(here.code == 1 && here.error == "", "\(here.error)")
        let ours = try Self.object(folder.read("dist/release/measure/holding.json"))
        let script = """
            $PARE measure -q --entry holding --pack $NATIVE=pack.zip && rm -rf dist && unzip -q pack.zip &&
                GOROOT=\(root) measure-*/measure >said && $PARE measure --read measure.json -o html=m.html -o json=m.json
            """
        let run = try await runShell(script, in: folder, environment: environment.merging(["NATIVE": Self.native]) { $1 })
        #expect(run.code == 0 && run.error == "", "\(run.error)")
        let count = Self.isARM ? 2 : 4
        #expect(run.output.hasPrefix("pack.zip: \(count) binaries, \(2 * count) points, a runner for \(Self.native)"))
        let text = try #require(folder.read("measure.json"))
        let theirs = try Self.object(text)
        for key in ["schema", "program", "pipeline", "entry", "workload", "isServer", "rounds", "warmUp", "slower", "container"] {
            #expect("\(theirs[key] ?? "none")" == "\(ours[key] ?? "missing")", "\(key)")
        }
        let (ourPoints, theirPoints) = (ours["points"] as? [[String: Any]] ?? [], theirs["points"] as? [[String: Any]] ?? [])
        #expect(ourPoints.count == 2 * count && theirPoints.count == 2 * count)
        for (our, their) in zip(ourPoints, theirPoints) {
            for key in ["binary", "preset", "target"] {
                #expect(our[key] as? String == their[key] as? String && (Self.isARM || our[key] != nil), "\(key)")
            }
            #expect(our["settings"] as? [[String: String]] == their["settings"] as? [[String: String]])
            #expect((their["runs"] as? [Any])?.count == 2 && their["failure"] == nil, "\(their)")
            let peaks = [our, their].map { Self.median($0) { $0["peak"] as? Int } }
            #expect(abs(peaks[0] - peaks[1]) * 20 <= peaks[0], "\(peaks) bytes")
            func collector(_ key: String) -> [Int] {
                [our, their].map { Self.median($0) { ($0["collector"] as? [String: Any])?[key] as? Int } }
            }
            let (cycles, live) = (collector("cycles"), collector("liveHeap"))
            #expect(cycles[0] > 0 && abs(cycles[0] - cycles[1]) <= max(3, cycles[0] / 8), "\(cycles) cycles")
            #expect(abs(live[0] - live[1]) <= 3 << 20, "\(live) bytes")
            #expect(Self.median(their) { $0["startup"] as? Int } > 0)
        }
        try expectValid([text, try #require(folder.read("m.json"))])
        #expect(folder.read("said")?.contains("strip GOGC=200\n") == true)

        // The same report as of a run here: head, names of points, picture, verdict.
        let (mine, read) = (here.output.split(separator: "\n"), run.output.split(separator: "\n").dropFirst(3))
        #expect(Array(read.prefix(2)) == Array(mine.prefix(2)), "\(read.prefix(2))")
        for point in ["default GOGC=50", "strip GOGC=200"] { #expect(run.output.contains(point)) }
        #expect(folder.read("m.html")?.contains("<svg viewBox") == true)
        let gate = try await runPare("gate", "measure.json", in: folder, environment: environment)
        #expect(gate.code == 1 && gate.output.contains("has a live heap of"), "\(gate.output)\(gate.error)")
        let judged = Self.verdict(here.output)
        #expect(Self.verdict(gate.output) == judged && judged.contains("live-heap 1MiB preset strip GOGC=50"), "\(judged)")
    }

    /// The budgets that a verdict names.
    private static func verdict(_ text: String) -> Set<String> {
        Set(
            ["memory 1GiB", "live-heap 1MiB preset strip GOGC=50", "startup 1000% preset strip of default", "1 budget broken"]
                .filter { text.contains($0) })
    }

    @Test(.runsGo, .needs("unzip", package: "unzip")) func aServerIsPacked() async throws {
        let folder = try await KnownProgram.build()
        try folder.write(Self.pipeline(Self.targets), to: "pipelines/release.yml")
        let script = """
            mkdir sub && cd sub && $PARE measure -q --entry serving --predict --pack $NATIVE=../p.zip; echo $?
            $PARE measure -q --entry serving --pack $NATIVE=../pack.zip && cd .. && unzip -q pack.zip && measure-*/measure
            """
        let environment = try await Self.environment().merging(["NATIVE": Self.native]) { $1 }
        let run = try await runShell(script, in: folder, environment: environment)
        #expect(run.code == 0 && run.output.hasPrefix("2\n"), "\(run.output)\(run.error)")
        #expect(run.error.contains("--predict runs two values of GOGC"), "\(run.error)")
        let report = try Self.object(folder.read("measure.json"))
        let points = report["points"] as? [[String: Any]] ?? []
        #expect(points.count == (Self.isARM ? 1 : 2) && report["isServer"] as? Bool == true)
        for point in points {
            #expect(point["preset"] as? String == "strip" && Self.median(point) { $0["startup"] as? Int } > 0, "\(point)")
            #expect(Self.median(point) { ($0["collector"] as? [String: Any])?["cycles"] as? Int } > 0, "\(point)")
        }
    }

    /// One archive for each system; its binaries are those of the pipeline for it, joined ones for macOS among them.
    @Test(
        .runsGo,
        arguments: [
            ("windows/amd64", ["pe x86_64", "pe x86_64"]), ("windows/arm64", ["pe arm64", "pe arm64"]),
            ("darwin/arm64", ["macho arm64", "macho arm64", "universal", "universal"]),
        ])
    func packsAreMadeForOtherSystems(_ target: String, _ expected: [String]) async throws {
        let folder = try await KnownProgram.build()
        try folder.write(
            Self.pipeline("native, windows/amd64, windows/arm64, darwin/arm64, darwin/universal"), to: "pipelines/release.yml")
        let name = "measure-" + target.replacing("/", with: "-")
        let run = try await runShell(
            "$PARE measure --entry plain --predict --pack \(target) && python3 -m zipfile -e \(name).zip .", in: folder,
            environment: try await Self.environment())
        #expect(run.code == 0 && run.output.contains("\(expected.count) binaries, \(2 * expected.count) points"), "\(run.error)")
        #expect(run.error.contains("plain: what never runs is not known, as a pack has no build for `cover: true`"))
        let suffix = target.hasPrefix("windows") ? ".exe" : ""
        var kinds: [String] = []
        for index in expected.indices {
            kinds.append(try Self.kind(try folder.bytes("\(name)/binaries/\(index + 1)/known\(suffix)")))
        }
        #expect(kinds.sorted() == expected.sorted())
        #expect(try Self.kind(try folder.bytes("\(name)/measure\(suffix)")) == expected[0])
        let grid = try Self.object(folder.read("\(name)/grid.json"))
        let report = try #require(grid["report"] as? [String: Any])
        #expect(report["entry"] as? String == "plain" && report["pipeline"] as? String == "release")
        let presets = (report["points"] as? [[String: Any]] ?? []).compactMap { $0["preset"] as? String }
        #expect(Set(presets) == ["default", "strip"] && presets.count == 2 * expected.count)
        #expect((grid["binaries"] as? [String: String])?.count == expected.count)
        let readme = try #require(folder.read("\(name)/README.txt"))
        #expect(readme.contains("Measures  plain: ") && readme.contains("pare gate measure.json"), "\(readme)")
    }

    /// By the magic numbers: `IMAGE_FILE_HEADER.Machine` behind `e_lfanew`, `mach_header_64.cputype`, `fat_header.magic`.
    private static func kind(_ bytes: [UInt8]) throws -> String {
        func number(_ offset: Int, _ count: Int) -> Int {
            bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        try #require(bytes.count > 1_000)
        if bytes.starts(with: [0xca, 0xfe, 0xba, 0xbe]) { return "universal" }
        if bytes.starts(with: [0xcf, 0xfa, 0xed, 0xfe]) { return number(4, 4) == 0x100_000c ? "macho arm64" : "macho" }
        let header = number(0x3c, 4)
        guard bytes.starts(with: Array("MZ".utf8)), header + 6 < bytes.count else { return "neither" }
        return ["pe x86_64": 0x8664, "pe arm64": 0xaa64].first { $0.value == number(header + 4, 2) }?.key ?? "pe"
    }

    /// The runner for Windows under wine. Pare builds pipelines by newer releases than wine runs programs of, so runner and binaries are
    /// built again by that one, at their places in the pack.
    @Test(.runsGo) func theRunnerForWindowsMeasuresPresets() async throws {
        let folder = try await Wine.prefix()
        let program = try await KnownProgram.build(release: Wine.release, target: ("windows", "amd64"))
        for name in ["main.go", "go.mod"] { try folder.write(try #require(program.read(name)), to: name) }
        try folder.write(Self.pipeline("windows/amd64"), to: "pipelines/release.yml")
        let environment = try await Self.environment()
        let run = try await runShell(
            "$PARE measure -q --entry plain --pack windows/amd64 && python3 -m zipfile -e measure-windows-amd64.zip .",
            in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        let pack = "measure-windows-amd64"
        for index in 1...2 { try folder.write(try program.bytes("known"), to: "\(pack)/binaries/\(index)/known.exe") }
        _ = try await runGo(
            ["build", "-C", "\(GoBuild.checkout)/Sources/Measuring/Runner", "-o", "\(folder.path)/\(pack)/measure.exe", "."],
            environment: ["GOOS": "windows", "GOARCH": "amd64", "GO111MODULE": "on"], release: Wine.release)
        let said = try await Wine.run(["measure-windows-amd64/measure.exe"], in: folder)
        try await Wine.end(folder)
        let text = try #require(folder.read("measure.json"), "\(said)")
        let report = try Self.object(text)
        let points = report["points"] as? [[String: Any]] ?? []
        #expect(points.compactMap { $0["preset"] as? String } == ["default", "default", "strip", "strip"], "\(said)")
        for point in points {
            let live = Self.median(point) { ($0["collector"] as? [String: Any])?["liveHeap"] as? Int }
            #expect((15 << 20...22 << 20).contains(live), "\(point) \(said)")
        }
        try expectValid([text])
        let read = try await runPare("measure", "--read", "measure.json", in: folder)
        #expect(read.code == 0 && read.output.contains("strip GOGC=100"), "\(read.output)\(read.error)")
        #expect(read.output.hasPrefix("plain: ") && read.output.contains("what never runs is not known"), "\(read.output)")
        let gate = try await runPare("gate", "measure.json", in: folder, environment: environment)
        #expect(gate.code == 1 && gate.output.contains("never-run 99%"), "\(gate.output)\(gate.error)")
    }

    @Test(.runsGo) func whatCannotBePackedIsRefused() async throws {
        let folder = try await KnownProgram.build()
        try folder.write(Self.pipeline("native, windows/amd64"), to: "pipelines/release.yml")
        let environment = try await Self.environment()
        func refused(_ words: String, _ reason: String, code: Int32 = 2) async throws {
            let run = try await runShell("$PARE measure -q --pack \(words)", in: folder, environment: environment)
            #expect(run.code == code && run.error.contains(reason) && run.output == "", "\(run.code) \(run.error)")
        }
        try await refused(
            "windows/amd64", "--pack windows/amd64 is of one entry; choose it with --entry: holding, serving, plain")
        try await refused("windows/amd64 --entry plain --entry serving", "choose it with --entry: serving, plain")
        try await refused("windows/amd64 --entry nope", "`measure:` has no such entry")
        try await refused("darwin/arm64 --entry plain", "builds nothing for darwin/arm64, only for \(Self.native), windows/amd64")
        try await refused("windows/amd64=no/m.zip --entry plain", "there is no folder no/")
        try folder.write("package main\n\nfunc main() { x }\n", to: "main.go")
        try await refused("windows/amd64 --entry plain", "no pack of plain is written: 2 builds of it failed", code: 3)
        #expect(folder.list(".").filter { $0.hasSuffix(".zip") } == [])
    }
}
