import Attribution
import Fixtures
import Testing

/// Variables per package against the sizes that `go tool nm` gives of the same file.
@Suite(.runsGo)
struct DataSymbolTests {
    @Test(arguments: ["cmd/gofmt", "cmd/pprof"]) func dataBelongsToWhoDeclaresIt(program: String) async throws {
        let build = GoBuild("linux/amd64", program: program)
        let profile = try weigh(await build.bytes())
        let indexes = profile.sections.indices.filter { [".data", ".noptrdata"].contains(profile.sections[$0].name) }
        try #require(indexes.count == 2)
        let spans = indexes.map { index in
            let section = profile.sections[index]
            return section.address..<section.address + UInt64(section.range.count)
        }

        var expected: [String: Int] = [:]
        for line in try await runGo(["tool", "nm", "-size", await build.path()]).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count == 4, let address = UInt64(words[0], radix: 16), let size = Int(words[1]),
                spans.contains(where: { $0.contains(address) }),
                let package = TextSymbolTests.package(String(words[3].drop { $0 == " " }))
            else { continue }
            expected[package == "main" ? program : package, default: 0] += size
        }
        let total = expected.values.reduce(0, +)
        try #require(total > 20_000)
        let found = profile.packages.reduce(into: [:]) { sums, package in
            sums[package.path] = indexes.reduce(0) { $0 + (package.sections[$1] ?? 0) }
        }
        let right = expected.reduce(0) { $0 + min($1.value, found[$1.key] ?? 0) }
        #expect(right * 100 >= total * 99, "\(right) of \(total) bytes")
    }
}
