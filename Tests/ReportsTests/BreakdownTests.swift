import Fixtures
import Planning
import Reports
import Testing

@Suite struct BreakdownTests {
    static let answerable: [[Dimension]] = {
        let known: [Dimension] = Dimension.allCases.filter { $0.isInReports }
        let nestings: [[Dimension]] = known.flatMap { a in
            [[a]]
                + known.filter { $0 != a }.flatMap { b in
                    [[a, b]] + known.filter { $0 != a && $0 != b }.map { [a, b, $0] }
                }
        }
        return nestings.filter { !($0.contains(.kind) && $0.contains(.section)) }
    }()

    @Test(arguments: answerable)
    func everyLevelSumsToTheRowAbove(dimensions: [Dimension]) throws {
        let report = try #require(RealisticReport.buildReport(packages: 60).builds[0].weigh)
        for query in [BreakdownQuery(by: dimensions), BreakdownQuery(by: dimensions, filter: Glob("*net*"))] {
            let breakdown = try report.breakdown(query)
            #expect(breakdown.total == report.total)
            for cut in [breakdown, breakdown.top(2), breakdown.top(0)] { expectSums(cut.rows, report.total) }
        }
    }

    private func expectSums(_ rows: [Breakdown.Row], _ total: Int) {
        #expect(rows.reduce(0) { $0 + $1.size } == total)
        for row in rows where !row.children.isEmpty { expectSums(row.children, row.size) }
    }

    @Test func modulesHoldTheirPackagesLargestFirst() throws {
        let breakdown = try smallReport().breakdown(BreakdownQuery(by: [.module, .package]))
        #expect(breakdown.rows.map(\.label.name) == ["std", "golang.org/x/net", "example.com/app", "overhead", "unexplained"])
        #expect(breakdown.rows[1].size == 100_000)
        #expect(breakdown.rows[1].children.map(\.label.name) == ["golang.org/x/net/http2", "golang.org/x/net/idna"])
        #expect(breakdown.rows[3].children.map(\.label.name) == ["padding", "file header"])
        #expect(breakdown.rows[4].children.map(\.label.name) == [".data"])
    }

    @Test func sectionsHoldWhatIsNotOfPackages() throws {
        let breakdown = try smallReport().breakdown(BreakdownQuery(by: [.section, .class]))
        let text = try #require(breakdown.rows.first { $0.label.name == ".text" })
        #expect(text.children.map(\.label.name) == ["std", "dependency", "main", "overhead"])
        let headers = try #require(breakdown.rows.first { $0.label.name == "(headers)" })
        #expect(headers.children.map(\.label.role) == [.overhead])
    }

    @Test func theFilterLeavesOneRowForTheRest() throws {
        let report = smallReport()
        let breakdown = try report.breakdown(BreakdownQuery(by: [.package], filter: Glob("golang.org/x/*")))
        #expect(breakdown.rows.map(\.label.name) == ["golang.org/x/net/http2", "golang.org/x/net/idna", "(filtered out)"])
        #expect(breakdown.rows[2].size == report.total - 100_000)
    }

    @Test func topSumsWhatItCutsOff() throws {
        let breakdown = try smallReport().breakdown(BreakdownQuery(by: [.package])).top(2)
        #expect(breakdown.rows.map(\.label.name) == ["runtime", "net/http", "… and 3 more", "overhead", "unexplained"])
        #expect(breakdown.rows[2].size == 99_000 + 4_096 + 1_000)
        #expect(breakdown.rows[2].label.role == .rest(3))
    }

    @Test func kindsWithinSectionsAreAnError() {
        let error = #expect(throws: ReportError.self) { try smallReport().breakdown(BreakdownQuery(by: [.section, .kind])) }
        #expect(error?.description.contains("use `package,kind` or `package,section`") == true)
    }

    private static let withFunctions: WeighReport = {
        var report = smallReport()
        report.packages[1].largest = [
            .init(name: "net/http.(*conn).serve", file: "net/http/server.go", kinds: ["code": 9_000, "data": 1_000]),
            .init(name: "net/http.parse", file: "net/http/server.go", kinds: ["code": 500]),
        ]
        report.packages[3].kinds = ["code": 4_000, "embedded": 96]
        report.packages[3].largest = [.init(name: "logo.svg", kinds: ["embedded": 96])]
        return report
    }()

    @Test func functionsThatAReportKeepsHaveRowsAndAllOthersOne() throws {
        let breakdown = try Self.withFunctions.breakdown(BreakdownQuery(by: [.package, .function]))
        expectSums(breakdown.rows, Self.withFunctions.total)
        let http = try #require(breakdown.rows.first { $0.label.name == "net/http" })
        #expect(http.children.map(\.label.name) == ["(all others)", "net/http.(*conn).serve", "net/http.parse"])
        #expect(http.children.map(\.size) == [520_000 - 10_500, 10_000, 500])
    }

    @Test func filesHoldTheFunctionsThatAReportKeeps() throws {
        let breakdown = try Self.withFunctions.breakdown(BreakdownQuery(by: [.file, .kind], filter: Glob("*")))
        expectSums(breakdown.rows, Self.withFunctions.total)
        #expect(breakdown.rows.first { $0.label.name == "net/http/server.go" }?.size == 10_500)
        #expect(breakdown.rows.first { $0.label.name == "example.com/app/logo.svg" }?.size == 96)
    }

    @Test func functionsNeedAReportThatKeepsThem() {
        for (report, dimensions) in [
            (smallReport(), [Dimension.function]), (Self.withFunctions, [.symbol]), (Self.withFunctions, [.section, .function]),
        ] {
            let error = #expect(throws: ReportError.self) { try report.breakdown(BreakdownQuery(by: dimensions)) }
            #expect(error?.description.hasSuffix("weigh the binary itself") == true)
        }
    }

    @Test func dimensionsAreReadFromText() throws {
        #expect(try Dimension.list("module, package,kind") == [.module, .package, .kind])
        for (text, message) in [
            ("packge", "unknown dimension `packge`; expected some of owner, group, module,"),
            ("kind,kind", "`kind` is named twice"),
            ("", "unknown dimension ``"),
        ] {
            let error = #expect(throws: ReportError.self) { try Dimension.list(text) }
            #expect(error?.description.contains(message) == true)
        }
    }
}
