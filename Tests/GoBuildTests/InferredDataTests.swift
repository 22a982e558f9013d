import Attribution
import Fixtures
import Foundation
import Testing

/// Data by package of stripped programs, which is inferred, against the same programs with symbols. `PARE_SLOW_TESTS=1` adds the
/// other targets and programs.
@Suite(.enabled(if: GoBuild.go != nil, "\(GoBuild.reason)"), .serialized)
struct InferredDataTests {
    static let isSlow = ProcessInfo.processInfo.environment["PARE_SLOW_TESTS"] == "1"

    /// Programs and the thousandths of their data that may stand with another package: in cmd/go and cmd/link variables that
    /// their own package never reads (`help.HelpModules`, `godebugs.All`), which nothing in the file tells from the reader's.
    static let limits = isSlow ? ["cmd/pprof": 30, "cmd/compile": 30, "cmd/link": 60, "cmd/go": 110] : ["cmd/pprof": 30]
    static let targets = isSlow ? ["linux/amd64", "windows/amd64", "darwin/arm64", "linux/arm64"] : ["linux/amd64"]
    static let programs = targets.flatMap { target in limits.keys.sorted().map { GoBuild(target, program: $0) } }

    @Test(arguments: programs) func dataStaysWithItsPackage(build: GoBuild) async throws {
        var stripped = build
        stripped.isStripped = true
        let whole = dataByPackage(try weigh(await build.bytes()))
        let profile = try weigh(await stripped.bytes())
        let found = dataByPackage(profile)
        let total = whole.values.reduce(0, +)
        try #require(total > 200_000)
        let moved = Set(whole.keys).union(found.keys).reduce(0) { $0 + abs(whole[$1, default: 0] - found[$1, default: 0]) } / 2
        #expect(moved * 1000 <= total * Self.limits[build.program, default: 0], "\(build): \(moved) of \(total) bytes")

        let inferred = profile.packages.reduce(0) { $0 + $1.inferred }
        #expect(inferred >= moved)
        #expect(inferred == profile.passes.reduce(0) { $0 + ($1.isInferring ? $1.size : 0) })
        for package in profile.packages { #expect(package.inferred <= package.size) }
    }

    private func dataByPackage(_ profile: SizeProfile) -> [String: Int] {
        profile.packages.reduce(into: [:]) { sums, package in
            sums[package.path] = [.data, .strings, .embedded].reduce(0) { $0 + (package.kinds[$1] ?? 0) }
        }
    }
}
