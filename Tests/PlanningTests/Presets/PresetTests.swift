import Testing

@testable import Planning

struct PresetTests {
    @Test func whatEachPassesToGo() {
        let lines = Preset.builtIn.map {
            "\($0.name): \($0.goFlags(profile: "cpu.pprof").map(shellQuoted).joined(separator: " "))"
        }
        #expect(
            lines.joined(separator: "\n") == """
                debug: '-gcflags=all=-N -l'
                default: 
                strip: '-ldflags=-s -w'
                small: -trimpath -buildvcs=false -tags=netgo,osusergo '-ldflags=-s -w'
                smallest: -trimpath -buildvcs=false -tags=netgo,osusergo -gcflags=all=-l '-ldflags=-s -w'
                pgo: -pgo=cpu.pprof
                """)
    }

    @Test func eachSaysWhatItDoesInOneSentence() {
        for preset in Preset.builtIn {
            #expect(preset.about.hasSuffix(".") && !preset.about.contains("\n"), "\(preset.name)")
        }
    }

    @Test func extendingAddsAndOverrides() {
        let base = Preset(
            name: "base", about: "Base.", flags: ["-trimpath"], ldflags: ["-s"], tags: ["a"],
            environment: [EnvironmentVariable("A", "1"), EnvironmentVariable("B", "2")])
        let other = Preset(
            name: "other", about: "Other.", flags: ["-race"], ldflags: ["-s", "-w"], tags: ["b"],
            environment: [EnvironmentVariable("A", "3")])
        #expect(
            base.extended(by: other)
                == Preset(
                    name: "other", about: "Other.", flags: ["-trimpath", "-race"], ldflags: ["-s", "-w"], tags: ["a", "b"],
                    environment: [EnvironmentVariable("A", "3"), EnvironmentVariable("B", "2")]))
    }
}
