import Fixtures
import Planning
import Reports
import Testing

@testable import History

@Suite struct HistoryQueryTests {
    private let store: HistoryStore
    private let folder: TemporaryFolder

    /// A commit each 100 s; the third is built with changed files as well, the fifth on another branch.
    init() throws {
        folder = try TemporaryFolder()
        store = try HistoryStore(
            in: folder, "history.db",
            [
                row(hash(1), at: 100, size: 5_000), row(hash(2), at: 200, size: 5_010),
                row(hash(3), at: 300, size: 9_000, http: 3_000, tags: ["v1"]),
                row(hash(3), at: 310, size: 20_000, isChanged: true),
                row(hash(4), at: 400, size: 8_500, http: 2_400), row(hash(5), at: 500, size: 8_500, http: 2_400, branches: ["x"]),
                row(hash(1), at: 100, size: 50_000, preset: "default"),
            ])
    }

    private func strip(_ change: (inout HistoryQuery) -> Void = { _ in }) throws -> HistoryReport.Series {
        var query = HistoryQuery()
        query.presets = [Glob("strip")]
        change(&query)
        let series = try store.report(query).series
        try #require(series.count == 1)
        return series[0]
    }

    @Test func pointsAreInTheOrderOfTime() throws {
        let series = try store.report(HistoryQuery()).series
        #expect(series.map(\.preset) == ["default", "strip"])
        let points = series[1].points
        #expect(points.map(\.size) == [5_000, 5_010, 9_000, 20_000, 8_500, 8_500])
        #expect(points.map(\.change) == [nil, 10, 3_990, 11_000, -500, 0])
        #expect(points.map(\.changed) == [false, false, false, true, false, false])
        #expect(points[2].tags == ["v1"] && points[5].branches == ["x"])
        #expect(points[0].time == "1970-01-01T00:01:40Z")
    }

    @Test func stepsAreLargestFirstAndNameThePackages() throws {
        let steps = try strip().steps
        #expect(steps.map(\.to.commit) == [hash(3), hash(4), hash(2)])
        #expect(steps.map(\.from.commit) == [hash(2), hash(3), hash(1)])
        #expect(
            steps[0].packages == [
                Change(name: "net/http", old: nil, new: 3_000), Change(name: "runtime", old: 4_910, new: 5_900),
            ])
    }

    @Test func sizesOfPackagesAndModules() throws {
        let http = try strip { $0.subject = .init(kind: .package, name: "net/*") }
        #expect(http.points.map(\.size) == [0, 0, 3_000, 0, 2_400, 2_400])
        #expect(http.steps.map(\.to.commit) == [hash(3), hash(4)])
        #expect(http.steps[1].packages.map(\.name) == ["net/http"])
        let own = try strip { $0.subject = .init(kind: .module, name: "example.org/app") }
        #expect(own.points.map(\.size) == [100, 100, 100, 100, 100, 100] && own.steps.isEmpty)
        var query = HistoryQuery()
        query.subject = .init(kind: .package, name: "net/smtp")
        #expect(try store.report(query).series.isEmpty)
    }

    @Test func filters() throws {
        #expect(try strip { $0.branches = [Glob("x")] }.points.map(\.commit) == [hash(5)])
        #expect(try strip { $0.since = 400 }.points.map(\.commit) == [hash(4), hash(5)])
        #expect(try strip { $0.programs = [Glob("app")] }.points.count == 6)
        var query = HistoryQuery()
        query.targets = [Glob("windows/*")]
        #expect(try store.report(query).series.isEmpty)
    }
}
