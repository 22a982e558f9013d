import Fixtures
@testable import Rendering
import Reports
import Testing

@Suite struct ComparisonTests {
    private func changed() -> (WeighReport, WeighReport) {
        let old = smallReport("old/app")
        var packages = smallReport(growth: 12_345).packages
        packages.removeAll { $0.path == "golang.org/x/net/idna" }
        packages[0].kinds["code"] = 590_000
        packages[0].sections[".text"] = 590_000
        packages[0].size -= 10_000
        packages[0].exclusive -= 10_000
        packages.append(
            .init(
                path: "net/http/pprof", module: "std", version: nil, class: .std, size: 500, exclusive: 500, shared: 0,
                kinds: ["code": 500], sections: [".text": 500]))
        return (old, report("new/app", packages: packages, unexplained: 8_000))
    }

    @Test func changesSumToTheChangeOfTheFile() {
        let (old, new) = changed()
        let comparison = Comparison(old: old, new: new)
        func sum(_ lists: [Change]...) -> Int { lists.joined().reduce(0) { $0 + $1.change } }
        #expect(comparison.total.change == new.total - old.total)
        #expect(sum(comparison.packages, comparison.overhead, [comparison.unexplained]) == comparison.total.change)
        #expect(sum(comparison.sections) == comparison.total.change)
        #expect(sum(comparison.kinds) == sum(comparison.packages))
    }

    @Test func largestChangeFirst() {
        let (old, new) = changed()
        let packages = Comparison(old: old, new: new).packages
        #expect(packages.map(\.name).prefix(4) == ["net/http", "runtime", "golang.org/x/net/idna", "net/http/pprof"])
        #expect(packages[2].new == nil && packages[2].change == -1_000)
        #expect(packages[3].old == nil && packages[3].change == 500)
    }

    @Test(arguments: Comparison.formats)
    func snapshots(format: Format) throws {
        guard format != .html else { return }
        let (old, new) = changed()
        let text = try Comparison(old: old, new: new).rendered(as: format, top: 3)
        try expectSnapshot(text, "diff.\(format.fileExtension)")
    }

    @Test func differencesOfCircumstanceAreSaid() throws {
        var new = smallReport(stripped: true)
        new.go = "go1.28"
        let text = try Comparison(old: smallReport(), new: new).rendered(as: .text)
        #expect(text.contains("note: Go version differs: go1.27.3 before, go1.28 now"))
        #expect(text.contains("note: stripping differs: not stripped before, stripped now"))
    }
}

@Suite struct BuildComparisonTests {
    @Test func buildsAreMatchedByMainTargetAndPreset() {
        let old = smallBuildReport()
        var new = smallBuildReport(growth: 1_000)
        new.builds[0].preset = "small"
        let comparison = BuildComparison(old: old, new: new)
        #expect(comparison.pairs.map(\.size.name) == ["example.com/app linux/amd64 strip"])
        #expect(comparison.pairs[0].size.change == 1_000)
        #expect(comparison.onlyOld == ["example.com/app linux/amd64 default"])
        #expect(comparison.onlyNew == ["example.com/app linux/amd64 small"])
    }

    @Test(arguments: BuildComparison.formats)
    func snapshots(format: Format) throws {
        guard format != .html else { return }
        var new = smallBuildReport(growth: 1_000)
        new.builds[0].preset = "small"
        let text = try BuildComparison(old: smallBuildReport(), new: new).rendered(as: format)
        try expectSnapshot(text, "builds-diff.\(format.fileExtension)")
    }
}
