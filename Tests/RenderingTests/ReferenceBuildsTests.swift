import Reports
import Testing

@testable import Rendering

@Suite struct ReferenceBuildsTests {
    private static func report(_ builds: [(main: String, target: String, preset: String, size: Int?)]) -> BuildReport {
        BuildReport(
            pipeline: "release", started: "",
            builds: builds.map {
                BuildReport.Build(
                    main: $0.main, target: $0.target, preset: $0.preset, status: $0.size == nil ? .failed : .built, command: "",
                    size: $0.size)
            }, verdict: Verdict(broken: []))
    }

    @Test func presetsAreComparedWithDefault() {
        let report = Self.report([
            ("a", "linux", "strip", 50), ("a", "linux", "default", 100), ("a", "windows", "strip", 60),
            ("a", "windows", "default", nil),
            ("b", "linux", "strip", 10), ("b", "linux", "small", 8), ("b", "windows", "small", 9),
        ])
        let references = ReferenceBuilds(report)
        #expect(references.preset(of: "a") == "default" && references.preset(of: "b") == "strip")
        #expect(references.preset(of: "c") == "default")
        // A failed build and one that is not there have no size to compare with.
        #expect(report.builds.map(references.change) == ["-50.0%", nil, nil, nil, nil, "-20.0%", nil])
        #expect(
            report.builds.map { references.index(main: $0.main, target: $0.target, preset: $0.preset) }
                == [1, nil, 3, nil, nil, 4, nil])
    }
}
