import Fixtures
import JSON
import Planning
import Rendering
import Reports
import Testing

@Suite struct ShardTimesTests {
    private func build(_ status: BuildReport.Status, seconds: Double, _ packages: (compiled: Int, cached: Int)?)
        -> BuildReport.Build
    {
        var build = BuildReport.Build(
            main: "app", target: "linux/amd64", preset: "default", status: status, command: "", seconds: seconds)
        build.timings = packages.map { BuildTimings(compiled: $0, cached: $1, steps: [], criticalPath: []) }
        return build
    }

    private func report() throws -> BuildReport {
        let first = try #require(ShardName(1, of: 3))
        let second = try #require(ShardName(2, of: 3))
        var report = smallBuildReport()
        report.shards = [
            ShardTimes(
                shard: first, builds: [build(.built, seconds: 4, (30, 10)), build(.failed, seconds: 2, (0, 40))], seconds: 5.25),
            ShardTimes(shard: second, builds: [build(.unchanged, seconds: 9, nil)], seconds: nil),
        ]
        return report
    }

    /// A build that has not changed took no time, and an earlier Pare has saved no time of a shard.
    @Test func eachShardHasALine() throws {
        let text = try report().rendered(as: .text)
        #expect(
            text.contains(
                """

                Shards
                SHARD  BUILDS  COMPILED  FROM CACHE   HITS  TIME OF BUILDS  WALL TIME
                1/3         2        30          50  62.5%           6.0 s      5.3 s
                2/3         1         0           0                  0.0 s

                """), "\(text)")
        #expect(try !smallBuildReport().rendered(as: .text).contains("Shards"))
    }

    @Test func numbersThatCannotBeAreRefused() throws {
        let json = try JSONEncoder(pretty: true).encode(try report())
        #expect(try SavedReport(json: json, name: "r.json") == .build(report()))
        for (field, wrong) in [
            ("\"cached\" : 50", "\"cached\" : 9223372036854775807"), ("\"builds\" : 2", "\"builds\" : -1"),
            ("\"seconds\" : 5.25", "\"seconds\" : -5.25"), ("\"buildSeconds\" : 6", "\"buildSeconds\" : 1e300"),
        ] {
            let changed = json.replacing(field, with: wrong)
            #expect(changed != json, "\(field)")
            let error = #expect(throws: ReportError.self) { try SavedReport(json: changed, name: "r.json") }
            #expect("\(error as Any)".contains("r.json: `shards[0]`"), "\(field): \(error as Any)")
        }
    }
}
