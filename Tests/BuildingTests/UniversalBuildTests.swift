import BinaryFormats
import Fixtures
import Foundation
import Planning
import Reports
import Subprocess
import SystemPackage
import Testing

@testable import Building
@testable import Host
@testable import Toolchain

/// Builds that are joined.
struct UniversalBuildTests {
    private static func job(_ main: String, after: [Hook] = []) -> BuildJob {
        let slices = ["amd64", "arm64"].map { architecture in
            BuildJob(
                main: main, target: "darwin/\(architecture)", preset: "strip", workingDirectory: ".",
                environment: [.init("GOOS", "darwin"), .init("GOARCH", architecture)], flags: ["-trimpath"],
                output: "\(main)_darwin_\(architecture)/strip/\(main)")
        }
        return BuildJob(
            main: main, target: "darwin/universal", preset: "strip", workingDirectory: ".",
            environment: [.init("GOOS", "darwin")], flags: ["-trimpath"], output: "\(main)_darwin_universal/strip/\(main)",
            after: after, slices: slices)
    }

    private static func mock() throws -> MockGo {
        let mock = try MockGo()
        for (name, cpu) in [("amd64", 0x0100_0007), ("arm64", 0x0100_000c)] {
            var bytes = ProgramBuilder.sample.spec(.macho, .little, pointerSize: 8).build().bytes
            for index in 0..<4 { bytes[4 + index] = UInt8(cpu >> (8 * index) & 0xff) }
            try mock.folder.write(bytes, to: name)
        }
        return mock
    }

    @Test func theSameBuildIsNeverMadeTwice() async throws {
        let mock = try Self.mock()
        let universal = Self.job("macho")
        let single = try #require(universal.slices?.last)
        let events = Events()
        let first = try await mock.builder().build([universal, single]) { await events.add($0) }
        #expect(first.map(\.status) == [.built, .built])
        #expect(mock.takeCalls() == 2)
        #expect(await events.list == ["started 0", "started 1", "finished 1 built", "finished 0 built"].sorted())
        let bytes = try mock.folder.bytes("dist/\(universal.output)")
        #expect(first[0].sha256 == SHA256.hexadecimal(of: unsafe bytes.span.bytes))
        #expect(FileManager.default.isExecutableFile(atPath: "\(mock.folder.path)/dist/\(universal.output)"))

        #expect(try await mock.builder().build([universal, single]).map(\.status) == [.unchanged, .unchanged])
        #expect(mock.takeCalls() == 0)
        try mock.folder.write("tampered", to: "dist/\(universal.output)")
        let again = try await mock.builder().build([universal])
        #expect(again.map(\.status) == [.built])
        #expect(mock.takeCalls() == 0)
        #expect(again[0].sha256 == first[0].sha256)
        try mock.folder.write("tampered", to: "dist/\(single.output)")
        #expect(try await mock.builder().build([universal]).map(\.status) == [.unchanged])
        #expect(mock.takeCalls() == 1)
    }

    @Test func aHookGetsTheJoinedFile() async throws {
        let mock = try Self.mock()
        let hook = Hook(command: "cp {{path}} \(mock.folder.path)/seen; echo more >>{{path}}", place: "release.yml:1")
        let job = Self.job("macho", after: [hook])
        let outcome = try await mock.builder().build([job])[0]
        #expect(outcome.status == .built)
        let seen = try mock.folder.bytes("seen")
        #expect(try unsafe UniversalBinary(seen.span.bytes)?.slices.count == 2)
        #expect(try mock.folder.bytes("dist/\(job.output)") == seen + Array("more\n".utf8))
        #expect(try await mock.builder().build([job])[0].status == .unchanged)
    }

    @Test func aSliceThatFailsIsNamed() async throws {
        let mock = try Self.mock()
        let (failing, text) = (Self.job("fail"), Self.job("ok"))
        let outcomes = try await mock.builder().build([failing, text, failing.slices?.first ?? failing])
        #expect(outcomes.map(\.status) == [.skipped, .failed, .failed])
        #expect(outcomes[0].reason == "not joined: no binary for darwin/amd64")
        #expect(outcomes[1].reason?.hasSuffix("ok: not a Mach-O file of one architecture") == true)
        #expect(try await mock.builder().build([failing])[0].reason?.contains("./main.go:30:1: undefined: x") == true)
        #expect(mock.folder.read("dist/\(failing.output)") == nil)
    }

    private actor Events {
        private(set) var list: [String] = []

        func add(_ event: BuildEvent) {
            switch event {
            case .started(let job): list.append("started \(job)")
            case .finished(let job, let outcome): list.append("finished \(job) \(outcome.status)")
            case .compiling, .output, .checking: break
            }
            list.sort()
        }
    }
}

/// What go builds and llvm says of it.
@Suite(.runsGo)
struct UniversalProgramTests {
    @Test func slicesAreTheSingleBuilds() async throws {
        let folder = try TemporaryFolder()
        let paths = try await Self.paths()
        let output = folder.path + "/app"
        try writeUniversal(paths, to: output)
        let bytes = try folder.bytes("app")
        let binary = try #require(try unsafe UniversalBinary(bytes.span.bytes))
        for (slice, path) in zip(binary.slices, paths) {
            #expect(try Array(bytes[slice.range]) == [UInt8](Data(contentsOf: URL(filePath: path))))
        }
    }

    @Test(.enabled(if: tool("llvm-lipo") != nil && tool("llvm-objdump") != nil, "llvm-lipo is missing: apt-get install llvm"))
    func llvmReadsWhatIsJoined() async throws {
        let folder = try TemporaryFolder()
        let paths = try await Self.paths()
        let output = folder.path + "/app"
        try writeUniversal(paths, to: output)
        let bytes = try folder.bytes("app")
        let lipo = try #require(Self.tool("llvm-lipo"))
        let objdump = try #require(Self.tool("llvm-objdump"))
        #expect(try await Self.output(lipo, "-info", output).contains("are: x86_64 arm64"))
        _ = try await Self.output(lipo, output, "-verify_arch", "x86_64", "arm64")
        let headers = try await Self.output(objdump, "--macho", "--universal-headers", output)
        #expect(headers.contains("nfat_arch 2"))
        #expect(headers.contains("align 2^12 (4096)"))
        #expect(headers.contains("align 2^14 (16384)"))
        _ = try await Self.output(lipo, "-create", "-output", folder.path + "/theirs", paths[0], paths[1])
        #expect(try folder.bytes("theirs") == bytes)
    }

    private static func paths() async throws -> [String] {
        [try await GoBuild("darwin/amd64", stripped: true).path(), try await GoBuild("darwin/arm64", stripped: true).path()]
    }

    /// `llvm-lipo`, or `llvm-lipo-14` as Debian names it.
    static func tool(_ name: String) -> String? {
        let names = [name] + (11...25).reversed().map { "\(name)-\($0)" }
        return names.lazy.compactMap { SearchPath(environment: ProcessInfo.processInfo.environment).executable($0) }.first
    }

    private static func output(_ tool: String, _ arguments: String...) async throws -> String {
        let result = try await run(
            .path(FilePath(tool)), arguments: Arguments(arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
        #expect(result.terminationStatus.isSuccess, "\(tool) \(arguments): \(result.standardError)")
        return result.standardOutput
    }
}
