import Fixtures
import Foundation
import Rendering
import Reports
import Testing

/// Values of profiles in the formats of a weigh report, and on its page.
@Suite struct ProfilePageTests {
    private func joined(base: [String] = []) -> WeighReport {
        var report = smallReport()
        report.join(smallHeapReport(base: base))
        return report
    }

    @Test(arguments: [Format.text, .markdown, .csv]) func tablesHaveColumnsOfBytesAndTime(format: Format) throws {
        try expectSnapshot(joined().rendered(as: format), "weigh-profile.\(format.fileExtension)")
    }

    @Test func savedReportsKeepTheValues() throws {
        #expect(try SavedReport(json: joined().rendered(as: .json), name: "it") == .weigh(joined()))
    }

    @Test func theValuesOfThePageAreThoseOfTheReport() throws {
        let heap = smallHeapReport()
        for page in [
            try joined().rendered(as: .html), try HeapListing(heap, by: .package).rendered(as: .html),
            try listing(heap, smallReport()).rendered(as: .html),
        ] {
            let data = try PackedPage(page)
            #expect(data.sampleTypes == heap.columns.map(\.name) && data.run?.isChange == nil)
            let packages = try data.packageValues(of: data.builds[0])
            for row in heap.packages where row.flat.contains(where: { $0 != 0 }) {
                #expect(packages.first { $0.path == row.name }?.values == row.flat, "\(row.name)")
            }
            #expect(packages.count == 3)
            let functions = try data.functionValues(of: data.builds[0])
            #expect(Set(functions.map(\.name)) == ["(*conn).serve", "mallocgc", "(unknown)"])
            for (index, type) in heap.columns.enumerated() {
                #expect(functions.reduce(0) { $0 + $1.values[index] } == type.total)
            }
        }
    }

    @Test func valuesBelowZeroAreWhole() throws {
        var heap = smallHeapReport(base: ["before.pb.gz"])
        let values = [-3, -30_000_000, .min, .max, -1, 1]
        heap.packages[0].flat = values
        heap.columns[3].total = 1
        let data = try PackedPage(try HeapListing(heap, by: .package).rendered(as: .html))
        let shown = try #require(try data.packageValues(of: data.builds[0]).first { $0.path == "net/http" }).values
        #expect(shown == [-3, -30_000_000, -(1 << 61), 1 << 61, -1, 1])
        #expect(data.run?.isChange == true)
        for format in [Format.text, .markdown] {
            #expect(try HeapListing(heap, by: .package, types: ["alloc_space"]).rendered(as: format).contains("8.00 EiB"))
        }
    }

    /// The binary's page, sized by what sorts the listing, with lines.
    @Test func thePageOfAHeapIsThatOfTheBinary() throws {
        let page = try listing(smallHeapReport(), smallReport()).rendered(as: .html)
        let data = try PackedPage(page)
        #expect(data.area == "inuse_space" && data.builds[0].size == smallReport().total)
        #expect(try data.packages(of: data.builds[0]).reduce(0) { $0 + $1.size } == data.builds[0].coverage?[0])
        #expect(page.contains("http/server.go:1900") && page.contains("Allocated and freed again"))
        let cpu = try HeapListing(smallHeapReport(), by: .package, types: ["cpu"]).rendered(as: .html)
        #expect(try PackedPage(cpu).area == "cpu")
    }

    @Test func otherPagesHaveNothingOfIt() throws {
        let page = try smallReport().rendered(as: .html)
        let withProfile = try joined().rendered(as: .html)
        for part in ["functions-part", "runTypes", "\"run\":", "pprof", "live bytes"] {
            #expect(!page.contains(part) && withProfile.contains(part), "\(part)")
        }
    }

    @Test func hostileNamesOfTypesAndFunctionsAreHarmless() throws {
        for name in hostileNames {
            var heap = smallHeapReport()
            heap.columns[5].name = name
            heap.functions[0].name = name
            heap.packages[0].name = name
            heap.profiles = [name]
            let page = try HeapListing(heap, by: .package).rendered(as: .html)
            #expect(page.components(separatedBy: "</script>").count == 3)
            #expect(try PackedPage(page).sampleTypes[5] == name.visible)
            let report = {
                var report = smallReport(); report.join(heap); return report
            }()
            for format in [Format.text, .markdown] {
                #expect(try report.rendered(as: format).unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 })
            }
        }
    }

    private func listing(_ heap: HeapReport, _ weigh: WeighReport) throws -> HeapListing {
        var listing = try HeapListing(heap, by: .package)
        listing.binary = weigh
        return listing
    }
}
