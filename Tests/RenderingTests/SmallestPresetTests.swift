import Planning
import Testing

@testable import Rendering
@testable import Reports

struct SmallestPresetTests {
    private func report(_ sizes: [(target: String, preset: String, size: Int)]) -> BuildReport {
        BuildReport(
            pipeline: "p", started: "",
            builds: sizes.map {
                BuildReport.Build(
                    main: "app", target: $0.target, preset: $0.preset, status: .built, command: "", size: $0.size,
                    compressed: $0.size / 2)
            }, presets: [PresetNote(name: "strip", about: "Without symbols.")], verdict: Verdict(broken: []))
    }

    private func smallest(_ report: BuildReport) -> String? {
        report.smallestPreset(of: "app", among: report.builds, ReferenceBuilds(report))
    }

    @Test func oneOnAllTargets() {
        let sizes = [
            ("linux", "default", 1000), ("linux", "strip", 600), ("windows", "default", 1000), ("windows", "strip", 800),
        ]
        #expect(
            smallest(report(sizes))
                == "Smallest on both targets: strip, -30.0% against default (download -30.0%). Without symbols.")
    }

    @Test func mostTargetsDecide() {
        let sizes = [
            ("linux", "default", 1000), ("linux", "strip", 600), ("windows", "default", 700), ("windows", "strip", 800),
            ("darwin", "default", 1000), ("darwin", "strip", 600),
        ]
        #expect(
            smallest(report(sizes))
                == "Smallest on 2 of 3 targets: strip, -40.0% against default (download -40.0%). Without symbols.")
    }

    /// A release need not have `default` among its presets.
    @Test func withoutDefaultTheFirstIsCompared() {
        let report = report([("linux", "strip", 1000), ("linux", "small", 900), ("windows", "small", 9)])
        #expect(
            smallest(report) == "Smallest on linux: small, -10.0% against strip (download -10.0%).")
        #expect(report.builds.map(ReferenceBuilds(report).change) == [nil, "-10.0%", nil])
    }

    @Test func nothingToCompare() {
        #expect(smallest(report([("linux", "default", 1000)])) == nil)
        #expect(smallest(report([])) == nil)
        #expect(smallest(report([("linux", "small", 9), ("linux", "other", 10)])) == "Smallest on linux: small.")
    }
}
