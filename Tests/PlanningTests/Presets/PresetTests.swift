import Fixtures
import Testing

@testable import Planning

struct PresetTests {
    @Test func whatEachPassesToGo() throws {
        let lines = Preset.builtIn.map { preset in
            let gccgo = preset.settings.cflags.isEmpty ? [] : ["    gccgo: " + preset.passed(with: .gccgo).joined(separator: " ")]
            return (["\(preset.name): \(preset.passed().joined(separator: " "))"] + gccgo).joined(separator: "\n")
        }
        try expectSnapshot(lines.joined(separator: "\n"), "presets.txt")
    }

    @Test func eachHasAnAboutSentence() {
        for preset in Preset.builtIn {
            #expect(preset.about.hasSuffix(".") && !preset.about.contains("\n"), "\(preset.name)")
        }
    }

    @Test func extendingAddsAndOverrides() {
        let base = Preset(
            name: "base", about: "Base.",
            settings: BuildSettings(
                environment: [EnvironmentVariable("A", "1"), EnvironmentVariable("B", "2")], tags: ["a"], flags: ["-v"],
                ldflags: ["-s"], cflags: ["-g", "-O2"], trimpath: true))
        let other = Preset(
            name: "other", about: "Other.",
            settings: BuildSettings(
                environment: [EnvironmentVariable("A", "3")], tags: ["b"], flags: ["-race"], ldflags: ["-s", "-w"],
                cflags: ["-Os"], trimpath: false), place: "release.yml:3")
        #expect(
            base.extended(by: other)
                == Preset(
                    name: "other", about: "Other.",
                    settings: BuildSettings(
                        environment: [EnvironmentVariable("A", "3"), EnvironmentVariable("B", "2")], tags: ["a", "b"],
                        flags: ["-v", "-race"], ldflags: ["-s", "-w"], cflags: ["-g", "-Os"], trimpath: false),
                    place: "release.yml:3"))
    }
}
