import Fixtures
import Testing

@testable import Planning

struct BuildPlanMakingTests {
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
            try plan(text).warnings == [
                "`reproducible` fails for `strip`: without `trimpath: true` a binary holds the paths of its sources"
            ])
        #expect(try plan(text.replacing("reproducible: true", with: "reproducible: false")).warnings == [])
        #expect(try plan(text + "\nenv: { GOFLAGS: -v -trimpath }").warnings == [])
        #expect(try plan(text.replacing("mains: [.]", with: "std: true\nmains: [cmd/gofmt]")).warnings == [])
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

    @Test func cgoThatIsMissing() throws {
        let text = "mains: [.]\ntargets: [android/amd64, android/arm64]\n"
        #expect(
            try plan(text).warnings == [
                "android/amd64 links only with cgo, which is off: set `CGO_ENABLED: 1` and a C compiler (`CC`) in `env`"
            ])
        #expect(try plan(text + "env: { CGO_ENABLED: 1, CC: ndk-clang }\n").warnings.isEmpty)
    }

    @Test(.enabled(if: executable("go") != nil, "go is not on PATH"))
    func aShellAndGoTakeTheLines() throws {
        let plan = try plan(repositoryFile("pipelines/go-tools.yml"), filters: BuildPlan.Filters(mains: ["gofmt"]))
        for job in plan.jobs {
            let line = job.shellLine(output: "/dev/null").replacing("go build", with: "go build -n")
            #expect(try run("/bin/sh", ["-c", line]).code == 0, "\(line)")
        }
    }
}
