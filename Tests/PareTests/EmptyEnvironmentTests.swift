import Fixtures
import Foundation
import Testing

/// A shell that runs the dry run's lines in an empty environment makes the bytes that `pare build` made in one full of settings.
@Suite(.timeLimit(.minutes(10)), .enabled(if: GoBuild.go != nil, Comment(rawValue: GoBuild.reason)))
struct EmptyEnvironmentTests {
    let folder: TemporaryFolder

    struct Pollution: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var environment: [String: String] = [:]
        /// What `go env -w` has saved.
        var saved = ""
        /// The binary differs from that of a clean environment, so the test can fail.
        var changesBytes = true
        var preset = "default"
    }

    static let pollutions: [Pollution] = [
        Pollution(testDescription: "nothing", changesBytes: false),
        Pollution(testDescription: "GOFLAGS", environment: ["GOFLAGS": "-trimpath -ldflags=-w"]),
        Pollution(testDescription: "GOEXPERIMENT", environment: ["GOEXPERIMENT": "fieldtrack"]),
        Pollution(testDescription: "GOAMD64", environment: ["GOAMD64": "v3"], changesBytes: false),
        Pollution(testDescription: "GOFIPS140", environment: ["GOFIPS140": "latest"]),
        Pollution(testDescription: "GODEBUG", environment: ["GODEBUG": "netdns=go"], changesBytes: false),
        Pollution(testDescription: "GOENV", saved: "GOEXPERIMENT=fieldtrack\nGOFLAGS=-trimpath\nGOAMD64=v3\nCGO_CFLAGS=-O1\n"),
        Pollution(
            testDescription: "GOENV and the environment", environment: ["GOFLAGS": "-ldflags=-w", "CGO_ENABLED": "1"],
            saved: "GOFLAGS=-trimpath\nGOEXPERIMENT=fieldtrack\n"),
        Pollution(testDescription: "the linker", environment: ["GO_EXTLINK_ENABLED": "1", "LD_RUN_PATH": "/opt/lib"]),
        Pollution(testDescription: "the compiler's hooks", environment: ["GOCOMPILEDEBUG": "checkptr=0"]),
        Pollution(testDescription: "cgo without settings", changesBytes: false, preset: "c"),
        Pollution(
            testDescription: "C compiler", environment: ["CC": "gcc -O0", "CGO_CFLAGS": "-O1 -DANSWER=43", "CPATH": "include"],
            preset: "c"),
        Pollution(
            testDescription: "C compiler, saved", saved: "CC=gcc -O0\nCGO_CFLAGS=-O1 -DANSWER=43\nGOFLAGS=-trimpath\n",
            preset: "c"),
        Pollution(testDescription: "pkg-config", environment: ["PKG_CONFIG_PATH": "packages", "CGO_CFLAGS": "-O1"], preset: "c"),
        Pollution(
            testDescription: "C flags of a preset", environment: ["CGO_CFLAGS": "-DANSWER=44"], preset: "o"),
    ]

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.org/app\n\ngo 1.24\n", to: "go.mod")
        try folder.write(
            "package main\n\nimport \"crypto/sha256\"\n\nfunc main() { println(sha256.Sum256(nil)[0], math(3)) }\n", to: "main.go"
        )
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
            """, to: "pipelines/release.yml")
    }

    @Test(arguments: pollutions)
    func theLinesMakeTheSameBytes(_ pollution: Pollution) async throws {
        if pollution.preset != "default", try await runShell("gcc --version && pkg-config --version", in: folder).code != 0 {
            print("skipped: no gcc or no pkg-config")
            return
        }
        let base = try await goEnvironment()
        let go = base["PARE_GO"] ?? "go"
        // What a shell has where it has nothing: the cache is that of the other tests.
        let empty = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "GOCACHE": base["GOCACHE"] ?? "",
            "PKG_CONFIG_PATH": folder.path + "/usual",
        ]
        try folder.write(pollution.saved, to: "saved")
        var environment = empty.merging(pollution.environment) { $1 }.merging(["PARE_GO": go]) { $1 }
        if !pollution.saved.isEmpty { environment["GOENV"] = folder.path + "/saved" }
        for name in ["PKG_CONFIG_PATH", "CPATH"] where pollution.environment[name] != nil {
            environment[name] = "\(folder.path)/\(pollution.environment[name] ?? "")"
        }
        let lines = try await runShell("$PARE build --preset \(pollution.preset) --dry-run", in: folder, environment: environment)
        #expect(lines.code == 0, "\(lines.error)")
        let built = try await runShell("$PARE build --preset \(pollution.preset)", in: folder, environment: environment)
        #expect(built.code == 0, "\(built.error)")
        let binary = try #require(folder.list("dist").first { $0.hasSuffix("/\(pollution.preset)/app") })
        _ = try await runShell("mv dist/\(binary) polluted", in: folder)

        try folder.write(lines.output, to: "lines.sh")
        let bare = "env -i PATH=$PATH HOME=$HOME GOCACHE='\(empty["GOCACHE"] ?? "")'"
        let again = try await runShell("\(bare) sh -e lines.sh && cmp dist/\(binary) polluted", in: folder)
        #expect(again.code == 0, "\(lines.output)\(again.output)\(again.error)")

        let clean = try await runShell(
            "rm -rf dist && PKG_CONFIG_PATH=$PWD/usual $PARE build --preset \(pollution.preset) && cmp -s dist/\(binary) polluted",
            in: folder, environment: ["PARE_GO": go, "GOCACHE": empty["GOCACHE"] ?? ""])
        #expect((clean.code != 0) == pollution.changesBytes, "\(clean.output)\(clean.error)")
        for name in pollution.environment.keys where lines.output.contains(" \(name)=") {
            #expect(lines.error.contains(name) == (name != "CGO_CFLAGS" || pollution.preset != "o"), "\(lines.error)")
        }
    }
}
