import Fixtures
import JSON
import Planning
import Reports
import Testing

@Suite struct ShardReportTests {
    private func shard(seconds: Double?) throws -> ShardReport {
        var report = smallBuildReport(verdict: Verdict(broken: []))
        report.run = seconds.map { RunTime(seconds: $0, processors: 4, width: 2) }
        let name = try #require(ShardName(2, of: 5))
        return ShardReport(shard: name, planned: 9, report: report)
    }

    @Test func theTimeOfTheRunSurvivesARoundTrip() throws {
        for seconds in [nil, 0, 12.5] {
            let shard = try shard(seconds: seconds)
            let json = try JSONEncoder(pretty: true).encode(shard)
            #expect(json.contains("\"planned\" : 9,"))
            #expect(try ShardReport(json: json, name: "2-of-5.json") == shard)
        }
    }

    @Test func aTimeThatCannotBeIsRefused() throws {
        let json = try JSONEncoder(pretty: true).encode(try shard(seconds: 12.5))
        for wrong in ["-1", "1e300"] {
            let changed = json.replacing("\"seconds\" : 12.5", with: "\"seconds\" : \(wrong)")
            #expect(json.contains("\"run\" : {"))
            #expect(changed != json)
            let error = #expect(throws: ReportError.self) { try ShardReport(json: changed, name: "2-of-5.json") }
            #expect("\(error as Any)".contains("2-of-5.json: `run` cannot be"))
        }
    }
}
