import Attribution
import Fixtures
import Testing

/// Claims about every real binary: nothing is lost, nothing is guessed about what it is, and most of it has a package.
@Suite(.enabled(if: GoBuild.go != nil, "\(GoBuild.reason)"))
struct GoBuildTests {
    /// A build, and the least part of it, in percent, that must have a package.
    struct Expectation: Sendable, CustomTestStringConvertible {
        var build: GoBuild
        var coverage: Double

        init(_ target: String, stripped: Bool = false, coverage: Double) {
            build = GoBuild(target, stripped: stripped)
            self.coverage = coverage
        }

        var testDescription: String { build.name }
    }

    static let expectations = [
        Expectation("linux/amd64", coverage: 70), Expectation("linux/amd64", stripped: true, coverage: 99),
        Expectation("linux/386", coverage: 68), Expectation("linux/386", stripped: true, coverage: 95),
        Expectation("linux/s390x", coverage: 67), Expectation("linux/s390x", stripped: true, coverage: 89),
        Expectation("windows/amd64", coverage: 68), Expectation("windows/amd64", stripped: true, coverage: 97),
        Expectation("js/wasm", coverage: 99.5), Expectation("js/wasm", stripped: true, coverage: 99.5),
        Expectation("wasip1/wasm", coverage: 99.5), Expectation("wasip1/wasm", stripped: true, coverage: 99.5),
        Expectation("darwin/arm64", coverage: 67), Expectation("darwin/arm64", stripped: true, coverage: 95),
    ]

    @Test(arguments: expectations) func theWholeFileIsAccountedFor(expected: Expectation) async throws {
        let build = expected.build
        let bytes = try await build.bytes()
        let profile = try weigh(bytes)
        let inPackages = profile.packages.reduce(0) { $0 + $1.size }
        let inOverhead = profile.overhead.reduce(0) { $0 + $1.size }
        #expect(inPackages + inOverhead + profile.unexplained == bytes.count)
        #expect(profile.sections.reduce(0) { $0 + $1.range.count } == bytes.count)
        #expect(profile.passes.reduce(0) { $0 + $1.size } == bytes.count)
        for package in profile.packages {
            #expect(package.kinds.values.reduce(0, +) == package.size, "\(package.path)")
            #expect(package.sections.values.reduce(0, +) == package.size, "\(package.path)")
        }
        #expect(profile.warnings == [])
        #expect(Double(inPackages) / Double(bytes.count) * 100 >= expected.coverage)

        let identity = profile.identity
        #expect(identity.mainPackage == build.program)
        #expect("\(identity.goos ?? "")/\(identity.goarch)" == build.target)
        #expect(try await identity.goVersion == GoBuild.version())
        #expect(identity.isStripped == build.isStripped)
        #expect(profile.packages.contains { $0.path == build.program })
        #expect(!profile.packages.contains { $0.path == "main" })
    }

    /// Symbols and debug data aside, stripping changes nothing of what a package weighs.
    @Test(arguments: ["linux/amd64", "windows/amd64", "darwin/arm64"])
    func strippingTakesNothingFromCodeOrTables(target: String) async throws {
        let whole = try weigh(await GoBuild(target).bytes())
        let stripped = try weigh(await GoBuild(target, stripped: true).bytes())
        for kind in [ByteKind.code, .pclntab, .types] {
            let before = bytes(of: kind, whole)
            let after = bytes(of: kind, stripped)
            #expect(before.count > 20)
            for path in Set(before.keys).union(after.keys).sorted() {
                #expect(before[path] == after[path], "\(kind) of \(path)")
            }
        }
    }

    @Test(arguments: ["linux/amd64", "linux/arm", "windows/amd64", "darwin/arm64", "js/wasm"])
    func embeddedFilesHaveNamesWithoutSymbols(target: String) async throws {
        let profile = try weigh(await GoBuild(target, stripped: true, program: try GoBuild.embedding()).bytes())
        #expect(profile.embeddedFiles.map(\.name) == ["pages/long.txt", "pages/index.html"])
        #expect(profile.embeddedFiles.map(\.size) == [7500, 15])
        #expect(profile.embeddedFiles.allSatisfy { $0.package == "command-line-arguments" })
    }

    private func bytes(of kind: ByteKind, _ profile: SizeProfile) -> [String: Int] {
        profile.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[kind] }
    }
}
