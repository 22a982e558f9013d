import Fixtures
import Testing

@testable import Planning

struct PipelineReaderTests {
    @Test func everyKey() throws {
        let pipeline = try pipeline(
            """
            name: everything
            module: ./server
            mains: [./cmd/app, .]
            targets: [linux/*, wasm, linux/amd64/v3]
            exclude: [linux/mips*, linux/386]
            presets:
              - strip
              - { name: fips, extends: based, env: { GOFIPS140: latest }, flags: [-buildmode=pie], about: Certified. }
              - { name: based, extends: small, tags: [base], gcflags: [-B], pgo: true }
            pgo: cpu.pprof
            env: { CGO_ENABLED: 1, EMPTY: }
            tags: [a, b]
            ldflags: ["-X main.version=1 -X main.name=x"]
            gcflags: [-l=4]
            report: [csv, json]
            """)
        #expect(
            pipeline
                == Pipeline(
                    name: "everything", module: "./server", std: false, mains: ["./cmd/app", "."], targets: pipeline.targets,
                    presets: pipeline.presets, profile: "cpu.pprof",
                    environment: [EnvironmentVariable("CGO_ENABLED", "1"), EnvironmentVariable("EMPTY", "")], tags: ["a", "b"],
                    ldflags: ["-X main.version=1 -X main.name=x"], gcflags: ["-l=4"], budgets: [], reports: ["csv", "json"]))
        #expect(
            pipeline.targets.map(\.name).joined(separator: " ") == """
                linux/amd64 linux/arm linux/arm64 linux/loong64 linux/ppc64 linux/ppc64le linux/riscv64 linux/s390x js/wasm \
                wasip1/wasm linux/amd64/v3
                """)
        #expect(pipeline.presets.map(\.name) == ["strip", "fips", "based"])
        #expect(
            pipeline.presets[1]
                == Preset(
                    name: "fips", about: "Certified.", flags: ["-trimpath", "-buildvcs=false", "-buildmode=pie"],
                    ldflags: ["-s", "-w"], gcflags: ["-B"], tags: ["netgo", "osusergo", "base"],
                    environment: [EnvironmentVariable("GOFIPS140", "latest")], usesProfile: true))
    }

    @Test func whatIsNotSaid() throws {
        let pipeline = try pipeline("mains: [.]\ntargets: [native]\n", file: "pipelines/nightly.build.yml")
        #expect(pipeline.name == "nightly.build")
        #expect(pipeline.module == ".")
        #expect(pipeline.targets.map(\.name) == ["linux/amd64"])
        #expect(pipeline.presets.map(\.name) == ["default"])
        #expect(pipeline.reports == ["html", "markdown", "json"])
    }

    @Test func allProblemsAtOnce() throws {
        let text = """
            name: ../evil
            module: .
            std: true
            mian: [cmd/pprof]
            mains: [./cmd/app, cmd/..., -o]
            targets: [linx/*, linux, linux/amd64/v5, dekstop, native, native]
            exclude: linux/386
            presets:
              - stirp
              - strip
              - strip
              - { name: small, ldflags: [-s] }
              - { name: one, extends: two }
              - { name: two, extends: one }
              - { name: three, extends: smal, flags: [trimpath, -ldflags=-s, -o=x], ldfags: [] }
              - { extends: small }
              - [default]
              - pgo
            env: { GOOS: linux, GOAMD64: v3, "A B": c, LIST: [a] }
            tags: "a,b"
            ldflags: ["-X main.version={{version}}", main.name=x]
            gcflags: ["all=-l"]
            verify: { reproducible: true }
            artifacts: { archive: auto }
            budgets:
              - { artifact: "linux/*/small" }
              - { max: 20MiB }
              - { package: net/http, module: x, max: 2M }
              - { forbid: [], max: 1MiB }
              - { package: a, max-compressed: 1MiB, growth: lots }
              - { methods-elimination: requird, max: 1MiB }
              - { pakage: net/http, max: 0 }
            report: [html, markdwon]
            """
        try expectSnapshot(problems { try pipeline(text) }, "broken-pipeline.txt")
    }

    @Test func notYAML() throws {
        let texts = [
            "", "- a", "mains: [.]\ntargets:\n  - */amd64\n", "mains: [.]\ntargets: [linux/amd64\n",
            "mains: [.]\nmains: [.]\ntargets: [native]\n", "mains: [.]\ntargets: [native]\n---\nmains: []\n", "mains: [.]\n\u{1}",
        ]
        try expectSnapshot(texts.map { text in problems { try pipeline(text) } }.joined(separator: "\n"), "not-yaml.txt")
    }

    @Test(arguments: [
        (
            "mains: []\ntargets: []\npresets: []\n",
            """
            release.yml:1: `mains` is empty, so there is nothing to build, expected main packages: [./cmd/app]
            release.yml:2: `targets` is empty, so there is nothing to build, expected at least one target
            release.yml:3: `presets` is empty, so there is nothing to build
            """
        ),
        (
            "name: x\nreport: []",
            """
            release.yml:1: `targets` is missing, expected targets, globs or groups: `targets: [linux/amd64]`
            release.yml:1: `mains` is missing, expected the main packages: `mains: [./cmd/app]`
            """
        ),
        (
            "mains: [cmd/app]\ntargets: [linux/386]\nexclude: [linux/*]\n",
            """
            release.yml:1: `mains`: go takes this for a program of the Go distribution, found `cmd/app`, expected a path that \
            begins with `./`, or `std: true`, did you mean `./cmd/app`?
            release.yml:2: `exclude` leaves none of the `targets`, expected at least one target
            """
        ),
        (
            "mains: \ntargets: native\npgo: x\n",
            """
            release.yml:1: `mains`, found nothing, expected a list: [./cmd/app]
            release.yml:2: `targets`, found `native`, expected a list: [linux/*, darwin/arm64]
            release.yml:3: `pgo`: none of the presets uses the profile, expected `pgo` among the presets
            """
        ),
        (
            "mains: [.]\ntargets: [native]\nsavings: false\nbudgets: [{methods-elimination: required}]\n",
            "release.yml:3: `savings: false` and the budget `methods-elimination` contradict each other, expected one of the two"
        ),
        ("mains: [.]\ntargets: [native]\nsavings: no\n", "release.yml:3: `savings`, found `no`, expected true or false"),
        (
            "mains: [.]\ntargets: [native]\npresets: [strip]\nbudgets: [{artifact: linux/amd64/stirp, max: 1MB}]\n",
            """
            release.yml:4: `artifact`: the pipeline builds nothing that matches, found `linux/amd64/stirp`, expected \
            TARGET/PRESET or a glob: "linux/*/strip", did you mean `linux/amd64/strip`?
            """
        ),
    ])
    func refused(text: String, expected: String) {
        #expect(problems { try pipeline(text) } == expected)
    }

    @Test func theFilesNameMustDoWithoutAName() {
        let found = problems { try pipeline("mains: [.]\ntargets: [native]\n", file: "pipelines/my release.yml") }
        #expect(
            found == """
                pipelines/my release.yml:1: `name` is missing, and the file's name will not do, found `my release`, expected \
                letters, digits, `.`, `_`, `-` and `+`, a letter or digit first
                """)
    }

    /// Damage gives a pipeline or problems with lines, and no crash.
    @Test func damagedTextsAreRefused() throws {
        let catalogue = try builtInCatalogue()
        let text = Array(try repositoryFile("pipelines/go-tools.yml"))
        let pieces: [Character] = [
            "{", "}", "[", "]", ":", "-", "&", "*", "!", "|", "\"", "'", "\n", "\t", "#", "%", "\u{0}", "é", "~", "?",
        ]
        var seed: UInt64 = 42
        func next(below bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        var refused = 0
        for _ in 0..<2000 {
            var damaged = text
            for _ in 0...next(below: 3) {
                damaged[next(below: damaged.count)] = pieces[next(below: pieces.count)]
            }
            if next(below: 4) == 0 { damaged.removeLast(next(below: damaged.count)) }
            do {
                _ = try Pipeline.read(String(damaged), file: "release.yml", catalogue: catalogue)
            } catch {
                refused += 1
                #expect(!error.problems.isEmpty, "\(String(damaged))")
                #expect(error.problems.allSatisfy { $0.place.hasPrefix("release.yml:") })
            }
        }
        #expect(refused > 500)
        #expect(problems { try pipeline(String(repeating: "[", count: 20_000)) }.contains("not YAML"))
    }

    @Test func thisMachineMayBeMissing() throws {
        let catalogue = try TargetCatalogue.builtIn(native: "haiku/amd64")
        let found = problems {
            try Pipeline.read("mains: [.]\ntargets: [native]\n", file: "release.yml", catalogue: catalogue)
        }
        #expect(found == "release.yml:2: `targets`: the target catalogue does not have this machine, found `native`")
    }
}
