import Fixtures
import Foundation
import Rendering
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
        let page = try report.rendered(as: .html)
        let start = try #require(page.range(of: "id=\"data\">"))
        let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
        struct Data: Decodable {
            struct Build: Decodable {
                var size: Int?
                var coverage: [Int]?
                var packages: [Int]?
                var sections: [Int]?
                var overhead: [Int]?
            }
            var builds: [Build]
            var strings: [String]
        }
        let data = try JSONDecoder().decode(Data.self, from: Foundation.Data(page[start.upperBound..<end.lowerBound].utf8))
        #expect(data.builds.count == 3)
        let build = data.builds[1]
        #expect(build.coverage?.reduce(0, +) == build.size)
        var packages = try #require(build.packages)[...]
        var sum = 0
        while !packages.isEmpty {
            let record = Array(packages.prefix(7))
            let kinds = Array(packages.dropFirst(7).prefix(record[6] * 2))
            #expect(stride(from: 1, to: kinds.count, by: 2).reduce(0) { $0 + kinds[$1] } == record[4])
            #expect(data.strings.indices.contains(record[0]))
            sum += record[4]
            packages = packages.dropFirst(7 + record[6] * 2)
        }
        #expect(sum == build.coverage?[0])
        let sections = try #require(build.sections)
        #expect(stride(from: 1, to: sections.count, by: 5).reduce(0) { $0 + sections[$1] } == build.size)
    }
}
