import Fixtures
import Planning
import Reports
import Testing

/// Values of profiles in a weigh report.
@Suite struct RunProfileTests {
    private func joined() -> WeighReport {
        var report = smallReport()
        report.packages[1].largest = [.init(name: "net/http.(*conn).serve", kinds: ["code": 900])]
        report.join(smallHeapReport())
        return report
    }

    @Test func packagesAndFunctionsHaveTheValuesOfTheProfiles() throws {
        let report = joined()
        let heap = smallHeapReport()
        for type in heap.columns {
            let packages = report.allPackages.reduce(0) { $0 + ($1.profile?[type.name] ?? 0) }
            let functions = report.allPackages.flatMap { $0.largest ?? [] }.reduce(0) { $0 + ($1.profile?[type.name] ?? 0) }
            #expect(packages == type.total && functions == type.total, "\(type.name)")
        }
        let http = try #require(report.packages.first { $0.path == "net/http" })
        #expect(http.largest?.count == 1 && http.largest?[0].profile?["inuse_space"] == 2_095_152)
        #expect(http.largest?[0].kinds == ["code": 900])
        #expect(report.packages.first { $0.path == "example.com/app" }?.profile == nil)
        #expect(report.profile?.packages?.map(\.path) == ["(no package)"])
        try report.checkSums("it")
    }

    @Test func otherValuesTakeThePlaceOfThose() throws {
        var report = joined()
        report.join(smallHeapReport())
        #expect(report == joined())
        var other = smallHeapReport()
        other.packages.removeFirst()
        other.functions.removeFirst()
        for index in other.columns.indices { other.columns[index].total -= smallHeapReport().packages[0].flat[index] }
        report.join(other)
        let http = try #require(report.packages.first { $0.path == "net/http" })
        #expect(http.profile == nil && http.largest?.map(\.profile) == [nil])
        try report.checkSums("it")
    }

    @Test func rowsSumToTheTotals() throws {
        let report = joined()
        let totals = smallHeapReport().columns.map(\.total)
        let queries = [
            BreakdownQuery(), BreakdownQuery(by: [.module, .package]), BreakdownQuery(by: [.class]),
            BreakdownQuery(filter: Glob("net/*")),
        ]
        for query in queries {
            for breakdown in [try report.breakdown(query), try report.breakdown(query).top(1)] {
                let sums = totals.indices.map { column in
                    breakdown.rows.reduce(0) { $0 + ($1.values.isEmpty ? 0 : $1.values[column]) }
                }
                #expect(sums == totals && breakdown.columns.map(\.total) == totals, "\(query)")
                #expect(breakdown.rows.reduce(0) { $0 + $1.size } == report.total)
            }
        }
        let kinds = try report.breakdown(BreakdownQuery(by: [.package, .kind]))
        #expect(kinds.columns.isEmpty && kinds.rows.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    }

    @Test func changedValuesAreRefused() throws {
        var changed = joined()
        changed.packages[1].profile?["cpu"] = 1
        #expect(throws: ReportError.self) { try changed.checkSums("it") }
        changed = joined()
        changed.profile?.packages?[0].kinds = ["code": 7]
        let error = #expect(throws: ReportError.self) { try changed.checkSums("it") }
        #expect(error?.description.contains("(no package)") == true)
    }
}
