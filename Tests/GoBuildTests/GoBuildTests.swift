import Attribution
import Fixtures
import Testing

/// Claims about every real binary: nothing is lost, nothing is guessed about what it is, and most of it has a package.
@Suite(.runsGo)
struct GoBuildTests {
    @Test(arguments: GoBuild.olderReleases) func olderReleasesAreInstalled(release: String) async throws {
        if GoBuild.go(of: release) == nil {
            try skip("no .toolchain/go\(release): Scripts/setup releases installs it")
        }
        #expect(try await GoBuild.version(of: release) == "go\(release)")
    }

    /// Segments of 64 KiB pages leave up to 5 % of so small a program to padding; all but nothing is unexplained.
    @Test(arguments: GoBuild.everyTarget + GoBuild.older) func theWholeFileIsAccountedFor(build: GoBuild) async throws {
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
        #expect(inPackages * 100 >= bytes.count * 94)
        #expect(profile.unexplained * 1000 <= bytes.count)

        let identity = profile.identity
        #expect(identity.mainPackage == build.program)
        #expect("\(identity.goos ?? "")/\(identity.goarch)" == build.target)
        #expect(try await identity.goVersion == GoBuild.version(of: build.release))
        #expect(identity.isStripped == build.isStripped)
        #expect(profile.packages.contains { $0.path == build.program })
        #expect(!profile.packages.contains { $0.path == "main" })
    }

    /// Symbols and debug data aside, stripping changes nothing of what a package weighs.
    @Test(arguments: GoBuild.targets.filter { !$0.hasSuffix("wasm") })
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
        // Who declares a variable is not in a stripped file, but how much data there is.
        let data = [whole, stripped].map { profile in
            [ByteKind.data, .strings, .embedded].reduce(0) { $0 + bytes(of: $1, profile).values.reduce(0, +) }
        }
        #expect(abs(data[0] - data[1]) * 50 < data[0])
    }

    private func bytes(of kind: ByteKind, _ profile: SizeProfile) -> [String: Int] {
        profile.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[kind] }
    }
}
