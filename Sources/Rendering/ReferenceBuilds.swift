internal import Reports

/// For each program and target the build that those with other presets are compared with: `default`, else the program's first preset.
struct ReferenceBuilds {
    private struct Place: Hashable {
        var main: String
        var target: String
    }

    private var presets: [String: String] = [:]
    private var places: [Place: Int] = [:]
    private let sizes: [Int?]

    init(_ report: BuildReport) {
        sizes = report.builds.map(\.size)
        for build in report.builds where presets[build.main] == nil || build.preset == "default" {
            presets[build.main] = build.preset
        }
        for (index, build) in report.builds.enumerated() where presets[build.main] == build.preset {
            let place = Place(main: build.main, target: build.target)
            places[place] = places[place] ?? index
        }
    }

    /// The preset that a program's others are compared with.
    func preset(of main: String) -> String { presets[main] ?? "default" }

    /// Place in the report of the build that one is compared with; nil for that itself, and where there is none.
    func index(main: String, target: String, preset: String) -> Int? {
        presets[main] == preset ? nil : places[Place(main: main, target: target)]
    }

    /// Change of a build's size against the same program and target with the preset for comparison: `-33.2%`.
    func change(of build: BuildReport.Build) -> String? {
        guard let size = build.size,
            let reference = index(main: build.main, target: build.target, preset: build.preset).flatMap({ sizes[$0] })
        else { return nil }
        return (size - reference).change(of: reference)
    }
}
