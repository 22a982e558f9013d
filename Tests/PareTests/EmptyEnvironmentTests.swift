import Fixtures
import Foundation
import Testing

/// A shell that runs the dry run's lines in an empty environment makes the bytes that `pare build` made in one full of settings.
@Suite(.timeLimit(.minutes(10)), .runsGo)
struct EmptyEnvironmentTests {
    let folder: TemporaryFolder

    struct Pollution: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var environment: [String: String] = [:]
        /// What `go env -w` has saved.
        var saved = ""
        var presets = ["default"]
    }

    static let pollutions: [Pollution] = [
        Pollution(
            testDescription: "of go",
            environment: [
                "GOFLAGS": "-trimpath -ldflags=-w", "GOEXPERIMENT": "fieldtrack", "GOAMD64": "v3", "GOARM64": "v8.1",
                "GOFIPS140": "latest", "GODEBUG": "netdns=go", "GOCOMPILEDEBUG": "checkptr=0", "GOWORK": "off",
            ]),
        Pollution(testDescription: "of the linker", environment: ["GO_EXTLINK_ENABLED": "1", "LD_RUN_PATH": "/opt/lib"]),
        Pollution(
            testDescription: "of C",
            environment: ["CC": "gcc -O0", "CGO_CFLAGS": "-O1 -DANSWER=43", "CPATH": "include", "PKG_CONFIG_PATH": "packages"],
            presets: ["c", "o"]),
        Pollution(
            testDescription: "saved", environment: ["GOFLAGS": "-ldflags=-w", "CGO_ENABLED": "1"],
            saved: "GOEXPERIMENT=fieldtrack\nGOFLAGS=-trimpath\nGOAMD64=v3\nCC=gcc -O0\nCGO_CFLAGS=-O1 -DANSWER=44\n",
            presets: ["default", "c"]),
    ]

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.org/app\n\ngo 1.24\n", to: "go.mod")
        try folder.write("package main\n\nfunc main() { println(math(3)) }\n", to: "main.go")
        try folder.write("//go:build !cgo\n\npackage main\n\nfunc math(x int) int { return x * 2 }\n", to: "plain.go")
        try folder.write(
            """
            package main

            // #cgo pkg-config: answer
            // #ifndef ANSWER
            // #define ANSWER 42
            // #endif
            // int math(int x) { return x * ANSWER * EXTRA; }
            import "C"

            func math(x int) int { return int(C.math(C.int(x))) }

            """, to: "c.go")
        for (name, value) in [("usual", 1), ("packages", 2)] {
            try folder.write("Name: answer\nDescription: a\nVersion: 1\nCflags: -DEXTRA=\(value)\n", to: "\(name)/answer.pc")
        }
        try folder.write(
            """
            name: release
            mains: [.]
            targets: [native]
            presets: [default, { name: c, env: { CGO_ENABLED: 1 } }, { name: o, env: { CGO_ENABLED: 1 }, cflags: [-O3] }]
            savings: false
            report: [json]
            """, to: "pipelines/release.yml")
    }

    @Test(arguments: pollutions)
    func theLinesMakeTheSameBytes(_ pollution: Pollution) async throws {
        guard try await runShell("gcc --version && pkg-config --version", in: folder).code == 0 else {
            try skip("no gcc or no pkg-config on PATH: apt-get install gcc libc6-dev pkg-config")
        }
        let base = try await goEnvironment()
        let own = ["PARE_GO": base["PARE_GO"] ?? "", "GOCACHE": base["GOCACHE"] ?? "", "PKG_CONFIG_PATH": folder.path + "/usual"]
        var environment = own.merging(pollution.environment) { $1 }
        for name in ["PKG_CONFIG_PATH", "CPATH"] where pollution.environment[name] != nil {
            environment[name] = "\(folder.path)/\(pollution.environment[name] ?? "")"
        }
        if !pollution.saved.isEmpty {
            try folder.write(pollution.saved, to: "saved")
            environment["GOENV"] = folder.path + "/saved"
        }
        let presets = pollution.presets.joined(separator: ",")
        let lines = try await runShell("$PARE build --preset \(presets) --dry-run", in: folder, environment: environment)
        try folder.write(lines.output, to: "lines.sh")
        let polluted = try await runShell(
            "$PARE build --preset \(presets) && mv dist polluted", in: folder, environment: environment)
        #expect(polluted.code == 0, "\(polluted.error)")
        let empty = "env -i PATH=$PATH HOME=$HOME GOCACHE='\(base["GOCACHE"] ?? "")'"
        let run = try await runShell("\(empty) sh -e lines.sh && mv dist lines", in: folder)
        #expect(run.code == 0, "\(lines.output)\(run.error)")
        let clean = try await runShell("$PARE build --preset \(presets) && mv dist clean", in: folder, environment: own)
        #expect(clean.code == 0, "\(clean.error)")
        for preset in pollution.presets {
            let path = try #require(folder.list("lines").first { $0.hasSuffix("/\(preset)/app") })
            let bytes = ["polluted", "lines", "clean"].map {
                FileManager.default.contents(atPath: "\(folder.path)/\($0)/\(path)")
            }
            #expect(bytes[0] != nil && bytes[0] == bytes[1], "\(preset): \(lines.output)")
            #expect(bytes[0] != bytes[2], "\(preset): the settings change no byte")
        }
        // What a line has is said, and what it does not have.
        for name in pollution.environment.keys where name != "CGO_ENABLED" && lines.output.contains(" \(name)=") {
            let isMerged = name == "CGO_CFLAGS" && pollution.presets.contains("o")
            #expect(isMerged || lines.error.contains("\(name)="), "\(name): \(lines.error)")
        }
        #expect(
            !pollution.environment.keys.contains("GOAMD64")
                || lines.error.contains("GOAMD64=v3 from outside the pipeline is not used"))
    }
}
