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

    @Test func oneOnAllTargets() {
        let sizes = [
            ("linux", "default", 1000), ("linux", "strip", 600), ("windows", "default", 1000), ("windows", "strip", 800),
        ]
        #expect(
            report(sizes).smallestPreset(of: "app")
                == "Smallest on both targets: strip, -30.0% against default (download -30.0%). Without symbols.")
    }

    @Test func mostTargetsDecide() {
        let sizes = [
            ("linux", "default", 1000), ("linux", "strip", 600), ("windows", "default", 700), ("windows", "strip", 800),
            ("darwin", "default", 1000), ("darwin", "strip", 600),
        ]
        #expect(
            report(sizes).smallestPreset(of: "app")
                == "Smallest on 2 of 3 targets: strip, -40.0% against default (download -40.0%). Without symbols.")
    }

    /// A release need not have `default` among its presets.
    @Test func withoutDefaultTheFirstIsCompared() {
        let report = report([("linux", "strip", 1000), ("linux", "small", 900), ("windows", "small", 9)])
        #expect(
            report.smallestPreset(of: "app") == "Smallest on linux: small, -10.0% against strip (download -10.0%).")
        #expect(report.builds.map(ReferenceBuilds(report).change) == [nil, "-10.0%", nil])
    }

    @Test func nothingToCompare() {
        #expect(report([("linux", "default", 1000)]).smallestPreset(of: "app") == nil)
        #expect(report([]).smallestPreset(of: "app") == nil)
        #expect(report([("linux", "small", 9), ("linux", "other", 10)]).smallestPreset(of: "app") == "Smallest on linux: small.")
    }
}
