import Fixtures
import Testing

@testable import Planning

struct BuildPlanTests {
    @Test func theRepositorysPipeline() throws {
        let plan = try plan(repositoryFile("pipelines/go-tools.yml"))
        #expect(plan.pipeline == "go-tools")
        #expect(plan.warnings.isEmpty)
        #expect(
            plan.budgets.map(\.text) == [
                "artifact */default max 21MiB", "artifact */strip max 15MiB", "package net/http max 1MiB artifact */strip",
                "forbid plugin, net/http/pprof",
            ])
        try expectSnapshot(lines(plan), "go-tools-lines.txt")
    }

    @Test func everythingMerged() throws {
        let plan = try plan(
            """
            name: all
            module: server
            mains: [., ./cmd/app]
            targets: [linux/arm/6, windows/amd64, wasip1/wasm]
            presets: [{ name: fips, extends: smallest, env: { GOFIPS140: latest, CGO_ENABLED: 0 }, ldflags: [-X main.b=2], pgo: true }]
            mod: vendor
            pgo: cpu.pprof
            env: { CGO_ENABLED: 1, GOFLAGS: -v }
            tags: [fips, netgo]
            ldflags: [-X main.a=1, -s]
            gcflags: [-B]
            """)
        try expectSnapshot(lines(plan), "merged-lines.txt")
        #expect(plan.jobs.map(\.workingDirectory) == Array(repeating: "server", count: 6))
    }

    @Test func reproducibleNeedsTrimpath() throws {
        let text = """
            mains: [.]
            targets: [linux/amd64]
            presets: [strip, small, { name: mine, trimpath: true }]
            verify: { reproducible: true }
            """
        #expect(
            problems { try plan(text) }
                == "release.yml:4: `reproducible: true` cannot hold for `strip`: without `trimpath` a binary has the paths of its sources, expected `trimpath: true`, for the pipeline or these presets"
        )
        #expect(try plan(text.replacing("reproducible: true", with: "reproducible: false")).warnings == [])
        #expect(try plan(text + "\nenv: { GOFLAGS: -v -trimpath }").warnings == [])
        #expect(try plan(text.replacing("mains: [.]", with: "std: true\nmains: [cmd/gofmt]")).warnings == [])
    }

    @Test func namesOfArchives() throws {
        let text = """
            modules: { a: [./cmd/app], b: [./cmd/app] }
            targets: [linux/amd64, linux/arm/6]
            artifacts: { name: "{{main}}_{{env.V}}_{{target}}" }
            """
        #expect(
            try plan(text, values: TemplateValues(environment: ["V": "1.0"])).jobs.map(\.archiveName) == [
                "a-cmd-app_1.0_linux_amd64", "a-cmd-app_1.0_linux_arm_6", "b-cmd-app_1.0_linux_amd64",
                "b-cmd-app_1.0_linux_arm_6",
            ])
        #expect(
            problems { _ = try plan(text.replacing("{{main}}_", with: ""), values: TemplateValues(environment: ["V": "1"])) }
                == """
                release.yml:3: `name` of `artifacts` is the same for several builds, found `1_linux_amd64`, expected what tells them \
                apart: `{{main}}`, `{{target}}`, `{{preset}}`; only programs of different names share an archive
                """)
        #expect(
            problems {
                _ = try plan(
                    text.replacing("_{{target}}", with: "_{{goarch}}"), values: TemplateValues(environment: ["V": "app/v1"]))
            } == """
                release.yml:3: `name` of `artifacts` is a file's name, found `a-cmd-app_app/v1_amd64`, expected letters, digits, `.`, \
                `_`, `-` and `+`, a letter or digit first
                release.yml:3: `name` of `artifacts` is a file's name, found `a-cmd-app_app/v1_arm`, expected letters, digits, `.`, \
                `_`, `-` and `+`, a letter or digit first
                release.yml:3: `name` of `artifacts` is a file's name, found `b-cmd-app_app/v1_amd64`, expected letters, digits, `.`, \
                `_`, `-` and `+`, a letter or digit first
                release.yml:3: `name` of `artifacts` is a file's name, found `b-cmd-app_app/v1_arm`, expected letters, digits, `.`, \
                `_`, `-` and `+`, a letter or digit first
                """)
        #expect(try plan("mains: [.]\ntargets: [linux/amd64]\nartifacts: {}\n").jobs.map(\.archiveName) == [nil])
    }

    /// Later overrides win; programs of one target may share an archive.
    @Test func archivesOfSomeBuilds() throws {
        let text = """
            name: r
            mains: [., ./cmd/app]
            targets: [linux/amd64, windows/amd64]
            binary: tool
            overrides:
              - { main: ., binary: "tool-{{goos}}", hooks: { after-build: ["sign {{path}}"] } }
            hooks: { after-build: ["check {{path}}"] }
            artifacts:
              name: "all_{{target}}"
              checksums: { file: "{{pipeline}}_sums.txt" }
              overrides:
                - { target: windows/*, archive: zip, folder: "{{main}}" }
                - { target: windows/amd64, main: ./cmd/app, archive: binary, files: [], name: "app_{{goarch}}" }
            """
        let planned = try plan(text)
        #expect(planned.artifacts?.checksumsName == "r_sums.txt")
        #expect(
            planned.jobs.map { "\($0.output) \($0.archiveName ?? "") \($0.after.map(\.command))" } == [
                "server_linux_amd64/default/tool-linux all_linux_amd64 [\"check {{path}}\", \"sign {{path}}\"]",
                "server_windows_amd64/default/tool-windows.exe all_windows_amd64 [\"check {{path}}\", \"sign {{path}}\"]",
                "app_linux_amd64/default/tool all_linux_amd64 [\"check {{path}}\"]",
                "app_windows_amd64/default/tool.exe app_amd64 [\"check {{path}}\"]",
            ])
        #expect(
            planned.jobs.map(\.packing) == [
                nil, Packing(archive: .zip, files: ArtifactOptions().files, folder: "server"), nil,
                Packing(archive: .binary, files: [], folder: "app"),
            ])
        #expect(
            problems { _ = try plan(text.replacing("tool-{{goos}}", with: "tool")) }.contains("only programs of different"))
        #expect(
            problems { _ = try plan(text.replacing("tool-{{goos}}", with: "a/b")) }.contains("`binary` is a file's name"))
        #expect(
            problems { _ = try plan(text.replacing("{{pipeline}}_", with: "{{pipeline}}/")) }
                .contains("`file` of `checksums` is a file's name"))
        #expect(
            problems { _ = try plan(text.replacing("archive: zip, folder: \"{{main}}\"", with: "preset: default")) }
                .contains("an override that changes nothing"))
    }

    @Test func filters() throws {
        let text = """
            mains: [., ./cmd/app]
            targets: [linux/amd64, linux/arm/6, darwin/arm64]
            presets: [default, strip]
            """
        func names(_ filters: BuildPlan.Filters) throws -> [String] {
            try plan(text, filters: filters).jobs.map { "\($0.main) \($0.target) \($0.preset)" }
        }
        #expect(try names(BuildPlan.Filters()).count == 12)
        #expect(
            try names(BuildPlan.Filters(targets: ["linux/*"], presets: ["s*"], mains: ["app"]))
                == ["./cmd/app linux/amd64 strip", "./cmd/app linux/arm/6 strip"])
        #expect(
            try names(BuildPlan.Filters(targets: ["native", "darwin/arm64"], presets: ["default"], mains: ["."]))
                == [". linux/amd64 default", ". darwin/arm64 default"])
        let misspelt = BuildPlan.Filters(targets: ["linux/amd46"], presets: ["stirp", "default"], mains: ["apps"])
        try expectSnapshot(problems { try names(misspelt) }, "misspelt-filters.txt")
    }

    @Test func theLastOfSeveralFlagsWins() throws {
        let text = """
            mains: [.]
            targets: [linux/amd64, linux/arm64]
            ldflags: [-X main.mode=one, -X main.other=1]
            presets: [{ name: two, ldflags: [-X main.mode=two], cflags: [-DM=2] }]
            cflags: [-DM=1]
            overrides: [{ target: linux/arm64, ldflags: [-X main.mode=one], cflags: [-DM=1] }]
            """
        let jobs = try plan(text).jobs
        #expect(jobs[0].flags == ["-ldflags=-X main.mode=one -X main.other=1 -X main.mode=two -linkmode=external"])
        #expect(jobs[1].flags == ["-ldflags=-X main.other=1 -X main.mode=two -X main.mode=one -linkmode=external"])
        #expect(jobs.map { $0.environment.value("CGO_CFLAGS") } == ["-DM=1 -DM=2", "-DM=2 -DM=1"])
    }

    @Test func artifactsOfTwoBuildsHaveTwoNames() throws {
        let text = "mains: [.]\ntargets: [linux/amd64, linux/amd64/v3]\npresets: [strip, { name: v3_strip, extends: strip }]\n"
        #expect(try plan(text).jobs.count == 4)
        #expect(
            problems { try plan(text + "artifacts: { archive: auto }") } == """
                release.yml:3: the artifacts of several builds have one name, found `server_linux_amd64_v3_strip`, expected \
                another name of the preset `v3_strip`
                """)
    }

    @Test func cgoThatIsMissing() throws {
        let text = "mains: [.]\ntargets: [android/amd64, android/arm64]\n"
        #expect(
            try plan(text).warnings == [
                "android/amd64 links only with cgo, which is off: set `CGO_ENABLED: 1` and a C compiler (`CC`) in `env`"
            ])
        #expect(try plan(text + "env: { CGO_ENABLED: 1, CC: ndk-clang }\n").warnings.isEmpty)
    }

    @Test(.runsGo, .enabled(if: executable("go") != nil, "no go on PATH"))
    func aShellAndGoTakeTheLines() throws {
        let plan = try plan(repositoryFile("pipelines/go-tools.yml"), filters: BuildPlan.Filters(mains: ["gofmt"]))
        for job in plan.jobs {
            let line = job.shellLine(output: "/dev/null").replacing("go build", with: "go build -n")
            #expect(try run("/bin/sh", ["-c", line]).code == 0, "\(line)")
        }
    }
}
