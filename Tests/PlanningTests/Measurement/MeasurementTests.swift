import Planning
import Testing

struct MeasurementTests {
    private static func problems(_ name: String, _ values: [String]) -> [Problem] {
        Measurement(workload: .batch(["app"]), settings: [.init(name: name, values: values)]).problems(at: "--set")
    }

    @Test(arguments: [
        ("GOGC", "0"), ("GOGC", "off"), ("GOGC", "400"), ("GOMEMLIMIT", "off"), ("GOMEMLIMIT", "1048576"),
        ("GOMEMLIMIT", "64MiB"),
        ("GOMAXPROCS", "1"), ("args", "-j 4"), ("MODE", ""),
    ])
    func valuesOfTheRuntimeAreTaken(_ name: String, _ value: String) {
        #expect(Self.problems(name, [value]).isEmpty)
    }

    @Test(arguments: [
        ("GOGC", "-1"), ("GOGC", "fast"), ("GOGC", ""), ("GOGC", "99999999999"), ("GOMEMLIMIT", "64MB"), ("GOMEMLIMIT", "1.5GiB"),
        ("GOMEMLIMIT", "-1"), ("GOMEMLIMIT", "9999999TiB"), ("GOMAXPROCS", "0"), ("", "1"), ("A=B", "1"),
    ])
    func whatTheRuntimeWouldIgnoreIsRefused(_ name: String, _ value: String) {
        #expect(Self.problems(name, [value]).count == 1)
    }

    @Test func allProblemsAreReportedAtOnce() {
        var measurement = Measurement(workload: .batch(["app"]))
        measurement.settings = [
            .init(name: "GOGC", values: ["x", "y"]), .init(name: "GOGC", values: []),
            .init(name: "A", values: (0..<300).map(String.init)), .init(name: "B", values: ["1", "2"]),
        ]
        #expect(measurement.problems(at: "--set").count == 5)
    }

    @Test func theLastSettingChangesFastest() {
        let measurement = Measurement(
            workload: .batch(["app"]), settings: [.init(name: "A", values: ["1", "2"]), .init(name: "B", values: ["3", "4"])])
        #expect(measurement.grid.map { $0.map(\.value).joined() } == ["13", "14", "23", "24"])
    }
}
