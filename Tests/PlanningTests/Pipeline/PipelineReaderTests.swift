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
            exclude: [linux/mips*, linux/386, { target: wasm, preset: [fips, based] }]
            presets:
              - strip
              - { name: fips, extends: based, env: { GOFIPS140: latest }, buildmode: pie, about: Certified. }
              - { name: based, extends: small, tags: [base], unsafe: true, pgo: true, upx: [--best] }
            pgo: cpu.pprof
            env: { CGO_ENABLED: 1, EMPTY: }
            tags: [a, b]
            flags: [-buildvcs=false]
            ldflags: ["-X main.version={{ version }} -X main.name=x"]
            gcflags: [-l=4]
            asmflags: [-spectre=all]
            gccgoflags: [-O2]
            cflags: [-DNDEBUG]
            extldflags: [-static]
            trimpath: true
            mod: readonly
            compiler: gc
            toolchain: zig
            overrides:
              - { main: app, target: linux/*, preset: strip, trimpath: false, env: { KEY: "{{env.KEY}}" } }
            hooks:
              before: [go vet ./...]
              after: ["echo {{version}}"]
              before-build: ["echo {{target}}"]
              after-build: ["sign {{path}}"]
            budgets: [{ main: ., max: 1MiB }]
            report: [csv, json]
            """)
        #expect(pipeline.name == "everything")
        let mains = [
            MainPackage(
                path: "./cmd/app", module: "./server", importPath: "example.com/server/server/cmd/app", place: "release.yml:3"),
            MainPackage(path: ".", module: "./server", importPath: "example.com/server/server", place: "release.yml:3"),
        ]
        #expect(pipeline.mains == mains)
        #expect(pipeline.profile == "cpu.pprof")
        #expect(
            pipeline.settings
                == BuildSettings(
                    environment: [EnvironmentVariable("CGO_ENABLED", "1"), EnvironmentVariable("EMPTY", "")], tags: ["a", "b"],
                    flags: ["-buildvcs=false"], ldflags: ["-X main.version={{ version }} -X main.name=x"], gcflags: ["-l=4"],
                    asmflags: ["-spectre=all"], gccgoflags: ["-O2"], cflags: ["-DNDEBUG"], extldflags: ["-static"],
                    trimpath: true, mod: "readonly", compiler: .gc, toolchain: .zig))
        #expect(
            pipeline.overrides == [
                BuildOverride(
                    builds: BuildSelector(
                        mains: [mains[0]], targets: pipeline.targets.filter { $0.name.hasPrefix("linux/") }, presets: ["strip"]),
                    settings: BuildSettings(environment: [EnvironmentVariable("KEY", "{{env.KEY}}")], trimpath: false),
                    place: "release.yml:25")
            ])
        #expect(pipeline.exclusions.map(\.presets) == [["fips", "based"]])
        #expect(pipeline.exclusions.map { $0.targets?.map(\.name) } == [["js/wasm", "wasip1/wasm"]])
        #expect(
            pipeline.hooks
                == Hooks(
                    before: [Hook(command: "go vet ./...", place: "release.yml:27")],
                    after: [Hook(command: "echo {{version}}", place: "release.yml:28")],
                    beforeBuild: [Hook(command: "echo {{target}}", place: "release.yml:29")],
                    afterBuild: [Hook(command: "sign {{path}}", place: "release.yml:30")]))
        #expect(
            pipeline.templateUses.map { "\($0.variable) \($0.place)" }.joined(separator: ", ")
                == """
                version release.yml:14, env.KEY release.yml:25, version release.yml:28, target release.yml:29, path release.yml:30
                """)
        #expect(pipeline.budgets.map(\.mains) == [[mains[1]]])
        #expect(pipeline.reports == ["csv", "json"])
        #expect(
            pipeline.targets.map(\.name).joined(separator: " ") == """
                linux/amd64 linux/arm linux/arm64 linux/loong64 linux/ppc64 linux/ppc64le linux/riscv64 linux/s390x js/wasm \
                wasip1/wasm linux/amd64/v3
                """)
        #expect(pipeline.presets.map(\.name) == ["strip", "fips", "based"])
        #expect(
            pipeline.presets[1]
                == Preset(
                    name: "fips", about: "Certified.",
                    settings: BuildSettings(
                        environment: [EnvironmentVariable("GOFIPS140", "latest")], tags: ["netgo", "osusergo", "base"],
                        flags: ["-buildvcs=false"], ldflags: ["-s", "-w"], buildmode: "pie", trimpath: true, usesProfile: true,
                        unsafe: true, upx: ["--best"]), place: "release.yml:8"))
    }

    @Test func unsetKeys() throws {
        let pipeline = try pipeline("mains: [.]\ntargets: [native]\n", file: "pipelines/nightly.build.yml")
        #expect(pipeline.name == "nightly.build")
        #expect(pipeline.mains.map(\.module) == ["."])
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
            mains: [./cmd/app, cmd/..., -o, cmd/gofmt]
            targets: [linx/*, linux, linux/amd64/v5, dekstop, native, native]
            exclude: [linx/386, {}, { pakage: x }]
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
            ldflags: ["-X main.version={{versoin}}", main.name=x, "-X main.a={{version", "-X main.b={{path}}"]
            gcflags: ["all=-l"]
            compiler: gcc
            toolchain: zigcc
            buildmode: pei
            mod: [vendor]
            trimpath: yes
            upx: [file]
            overrides:
              - { target: linux/amd64, ldflgas: [-s] }
              - { ldflags: [-s] }
              - { target: linux/amd64 }
            hooks:
              before: [go vet ./..., "echo {{target}} {{env.}}"]
              before-biuld: []
              after-build: "echo {{path}}"
            verify: { reproducible: true }
            artifacts: { archive: auto }
            budgets:
              - { artifact: "linux/*/small" }
              - { max: 20MiB }
              - { package: net/http, module: x, max: 2M }
              - { forbid: [], max: 1MiB }
              - { package: a, max-compressed: 1MiB, growth: lots }
              - { methods-elimination: requird, max: 1MiB }
              - { main: cmd/gofmd, max: 1MiB }
              - { pakage: net/http, max: 0 }
            report: [html, markdwon]
            """
        try expectSnapshot(problems { try pipeline(text) }, "broken-pipeline.txt")
    }

    @Test func aByteOrderMarkIsIgnored() throws {
        #expect(try pipeline("\u{FEFF}mains: [.]\r\ntargets: [linux/amd64]\r\n").targets.map(\.name) == ["linux/amd64"])
    }

    /// As go takes words apart: a quote within a word is a letter.
    @Test func quotesOfFlags() throws {
        let text = "mains: [.]\ntargets: [linux/amd64]\n"
        #expect(throws: Never.self) {
            _ = try pipeline(text + #"ldflags: ["-X 'main.a=b c' -X \"main.d='e\" -X main.f=g'h"]"#)
        }
        #expect(
            problems { _ = try pipeline(text + #"ldflags: [-s, "-X 'main.a=b c"]"#) }
                == "release.yml:3: `ldflags`: a quote without its end, found `-X 'main.a=b c`, expected another '")
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
            release.yml:1: `mains` is missing, expected the main packages: `mains: [./cmd/app]`
            release.yml:1: `targets` is missing, expected targets, globs or groups: `targets: [linux/amd64]`
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
                _ = try Pipeline.draft(String(damaged), file: "release.yml", catalogue: catalogue).whole()
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
            try Pipeline.draft("mains: [.]\ntargets: [native]\n", file: "release.yml", catalogue: catalogue).whole()
        }
        #expect(found == "release.yml:2: `targets`: the target catalogue does not have this machine, found `native`")
    }
}
