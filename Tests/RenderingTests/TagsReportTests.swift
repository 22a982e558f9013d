import Fixtures
import Rendering
import Reports
import Testing

@Suite struct TagsReportTests {
    static let report: TagsReport = {
        var slim = TagsReport.Tag(name: "slim", isSet: true, packages: ["example.com/app", "example.com/app/ui", "net"])
        slim.filesAdded = ["example.com/app/slim.go"]
        slim.filesRemoved = ["example.com/app/table.go", "example.com/app/wide.go"]
        slim.packagesRemoved = ["image/png"]
        slim.ifUnset = 118_784
        slim.excludes = ["full"]
        var full = TagsReport.Tag(name: "full,wide", isSet: false, packages: ["example.com/app"])
        full.filesAdded = ["example.com/app/full.go"]
        full.ifSet = 8192
        var broken = TagsReport.Tag(name: "cloud", isSet: false, packages: ["example.com/app"])
        broken.filesAdded = ["example.com/app/cloud.go"]
        broken.reason = "example.com/app does not compile\n# example.com/app\ncloud.go:3:8: undefined: missing"
        var report = TagsReport(
            target: "linux/amd64", go: "go1.27.3", main: "example.com/app", present: .init(tags: ["slim"], bytes: 1_277_120),
            tags: [slim, full, broken], withoutEffect: ["netgo"])
        report.exclusive = [["full", "slim"]]
        return report
    }()

    @Test(arguments: [Format.text, .json, .csv, .markdown])
    func snapshots(format: Format) throws {
        try expectSnapshot(Self.report.rendered(as: format), "tags.\(format.fileExtension)")
    }

    @Test func thePageEscapesWhatItShows() throws {
        var report = Self.report
        report.tags = hostileNames.map { TagsReport.Tag(name: $0, isSet: false, packages: [$0]) }
        let page = try report.rendered(as: .html)
        #expect(page.contains("<h1>Build tags of example.com/app</h1>"))
        for name in ["<script>alert", "<img", "\u{1B}"] { #expect(!page.contains(name), "\(name)") }
    }
}
