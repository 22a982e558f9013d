import Fixtures
import Foundation
import Rendering
import Reports
import Testing

@Suite struct PageTests {
    @Test func twelveBuildsOfFourHundredPackagesStaySmall() throws {
        let page = try RealisticReport.buildReport(packages: 400).rendered(as: .html)
        #expect(page.utf8.count < 1_000_000)
    }

    @Test func nothingIsLoadedFromAnywhere() throws {
        let page = try smallBuildReport().rendered(as: .html)
        for fragment in ["http://", "https://", "src=", "@import", "url(", "{{", "}}"] {
            #expect(!page.contains(fragment), "\(fragment)")
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test func theMatrixIsReadableWithoutScripts() throws {
        let page = try smallBuildReport().rendered(as: .html)
        let start = try #require(page.range(of: "<h1>"))
        let end = try #require(page.range(of: "<section id=\"bytes\""))
        try expectSnapshot(String(page[start.lowerBound..<end.lowerBound]), "page-matrix.html")
    }

    @Test func theDataAddsUp() throws {
        let report = smallBuildReport()
        let data = try PackedPage(report.rendered(as: .html))
        #expect(data.builds.count == 3)
        let build = data.builds[1]
        #expect(build.coverage?.reduce(0, +) == build.size)
        let packages = try data.packages(of: build)
        #expect(packages.map(\.size).reduce(0, +) == build.coverage?[0])
        let weigh = try #require(report.builds[1].weigh)
        #expect(packages.map(\.path).sorted() == weigh.packages.map(\.path).sorted())
        #expect(packages.map(\.shared).reduce(0, +) == weigh.packages.map(\.shared).reduce(0, +))
        let sections = try #require(build.sections)
        #expect(stride(from: 1, to: sections.count, by: 5).reduce(0) { $0 + sections[$1] } == build.size)
    }

    @Test func functionsAndFilesAreParts() throws {
        var report = smallReport()
        let items: [WeighReport.Item] = [
            .init(name: "net/http.(*conn).serve", file: "net/http/server.go", kinds: ["code": 900, "pclntab": 300]),
            .init(name: "static/logo.svg", kinds: ["embedded": 70]),
        ]
        let position = try #require(report.packages.firstIndex { $0.path == "net/http" })
        report.packages[position].largest = items
        let data = try PackedPage(report.rendered(as: .html))
        let found = try data.items(of: data.builds[0])
        #expect(Set(found.map(\.name)) == ["(*conn).serve", "static/logo.svg"])
        #expect(found.allSatisfy { $0.path == "net/http" })
        #expect(found.map(\.size).sorted() == [70, 1_200])
        #expect(found.first { $0.isFile }?.name == "static/logo.svg")
    }

    @Test func aComparisonPairsBuilds() throws {
        var (old, new) = (smallBuildReport(), smallBuildReport())
        new.builds.reverse()
        new.builds[1].weigh = smallReport(growth: 5_000)
        new.builds[1].size = new.builds[1].weigh?.total
        old.builds.append(old.builds[0])
        old.builds[3].target = "plan9/386"
        let page = try BuildComparison(old: old, new: new).rendered(as: .html)
        let data = try PackedPage(page)
        for (index, build) in data.builds.enumerated() where build.old != nil {
            let pair = data.builds[build.old ?? 0]
            #expect(build.main == pair.main && build.target == pair.target && build.preset == pair.preset, "\(index)")
        }
        #expect(data.builds.indices.filter { data.builds[$0].old != nil } == [1, 2])
        #expect(data.first == 1)
        #expect(data.against == data.builds[1].old)
        #expect(page.contains("<span class=\"d quiet\">removed</span>"))
    }

    @Test func aBaselinePairsTheBuildsOfARun() throws {
        var old = smallBuildReport()
        old.builds[0].weigh = smallReport(growth: -5_000)
        old.builds[0].size = old.builds[0].weigh?.total
        old.builds.append(old.builds[0])
        old.builds[3].target = "plan9/386"
        let page = try smallBuildReport().rendered(as: .html, baseline: old)
        let data = try PackedPage(page)
        #expect(data.builds.indices.filter { data.builds[$0].old != nil } == [0, 1])
        #expect(data.builds.count == 6)
        #expect(page.contains("No budget is broken"))
        #expect(page.contains("<strong>+395.5 KiB</strong>"))
    }

    @Test func downloadSharesSumToTheDownload() throws {
        var report = smallReport()
        for index in report.sections.indices { report.sections[index].compressed = report.sections[index].size / 3 }
        report.file.compressed = report.sections.reduce(0) { $0 + ($1.compressed ?? 0) }
        let data = try PackedPage(report.rendered(as: .html))
        let build = data.builds[0]
        let download = try #require(build.download)
        #expect(download.reduce(0, +) == report.file.compressed)
        #expect(try data.packages(of: build).compactMap(\.download).reduce(0, +) == download[0])
    }
}
