import Fixtures
import Foundation
import Planning
import Testing

@testable import Toolchain

/// Plans of projects on disk: mains and modules that are or are not there.
struct ProjectPlanTests {
    let folder: TemporaryFolder
    let project: Project

    init() throws {
        folder = try TemporaryFolder()
        project = Project(folder: folder.path)
        try folder.write("module example.com/app/v2\n\ngo 1.24\n", to: "go.mod")
        try folder.write("package main\n", to: "cmd/server/main.go")
        try folder.write("module \"example.com/agent\" // quoted\n", to: "agent/go.mod")
        try folder.write("package main\n", to: "agent/main.go")
        try folder.write("package main\n", to: "agent/cmd/probe/main.go")
        try folder.write("nothing", to: "docs/text")
    }

    private func plan(_ text: String, toolchain: GoToolchain? = nil) async throws -> BuildPlan {
        try folder.write(text, to: "release.yml")
        let catalogue = try project.catalogue()
        return try await project.plan(
            "release.yml", catalogue, environment: ["PATH": "/usr/bin:/bin"], toolchain: toolchain)
    }

    private func problems(_ text: String, toolchain: GoToolchain? = nil) async -> String {
        do {
            _ = try await plan(text, toolchain: toolchain)
            return "no problem"
        } catch {
            return "\(error)"
        }
    }

    @Test func importPathsComeFromTheNearestModule() async throws {
        let pipeline = """
            modules: { .: [., ./cmd/server, ./agent/cmd/probe, example.com/app/v2/cmd/server], agent: [., ./cmd/probe] }
            targets: [native]
            """
        try folder.write("package main\n", to: "main.go")
        try folder.write("go 1.24\n\nuse (\n\t.\n\t./agent\n)\n", to: "go.work")
        try folder.write(pipeline, to: "release.yml")
        let mains = try project.pipeline("release.yml", project.catalogue()).mains
        #expect(
            mains.map(\.importPath) == [
                "example.com/app/v2", "example.com/app/v2/cmd/server", "example.com/agent/cmd/probe",
                "example.com/app/v2/cmd/server", "example.com/agent", "example.com/agent/cmd/probe",
            ])
        #expect(try await plan(pipeline).jobs.count == 6)
    }

    /// What cannot be read hides nothing else.
    @Test func problemsOfAllKindsAtOnce() async throws {
        #expect(
            await problems(
                """
                mains: [./cmd/sever, -o]
                targets: [linux/amd64, linux/s390x]
                presets:
                  - { name: fips, extends: smal }
                  - { name: off, extends: O2, env: { CGO_ENABLED: 0 } }
                  - { name: own, extends: lto, toolchain: zig }
                ldflags: ["-X main.version={{versoin}} {{env.NONE}}"]
                """) == """
                    release.yml:1: `mains`, found `-o`, expected the path of one main package: [./cmd/app]
                    release.yml:1: no main package at `./cmd/sever`, did \
                    you mean `./cmd/server`?
                    release.yml:4: unknown preset, found `smal`, expected one of `debug`, `default`, `strip`, `small`, `smallest`, \
                    `pgo`, `upx`, `O0`, `O1`, `O2`, `O3`, `Os`, `lto`, `gc-sections`, `Os+lto+gc-sections`, `fips`, `off`, `own`, did \
                    you mean `small`?
                    release.yml:5: preset `off`: flags for C code and `CGO_ENABLED: 0`, found `-g -O2`, expected `CGO_ENABLED: 1`, or \
                    `compiler: gccgo` for Go code
                    release.yml:6: preset `own`: cgo for linux/amd64 by `toolchain: zig`, which is not installed, expected it installed: pipx \
                    install ziglang, or https://ziglang.org/download
                    release.yml:6: preset `own`: cgo for linux/s390x by `toolchain: zig`, which targets.json does not name for it, expected \
                    one of `gcc`, `clang`
                    release.yml:7: `ldflags`: unknown variable, found `{{versoin}}`, expected one of `version`, `tag`, `major`, `minor`, \
                    `patch`, `prerelease`, `commit`, `shortcommit`, `branch`, `date`, `timestamp`, `pipeline`, `main`, `target`, `goos`, `goarch`, `variant`, `preset`, `env.NAME`, did you mean `version`?
                    release.yml:7: `{{env.NONE}}`: neither `env` nor the environment has `NONE`, expected it to be set, or `{{env.NONE | default "x"}}`
                    """)
    }

    @Test func missingMains() async throws {
        #expect(
            await problems(
                """
                targets: [linux/amd64]
                presets: [O9]
                mains: [./cmd/server]
                """) == """
                    release.yml:2: unknown preset, found `O9`, expected one of `debug`, `default`, `strip`, `small`, `smallest`, `pgo`, \
                    `upx`, `O0`, `O1`, `O2`, `O3`, `Os`, `lto`, `gc-sections`, `Os+lto+gc-sections`, did you mean `O0`?
                    """)
        #expect(
            await problems(
                """
                targets: [linux/amd64]
                presets: [{ name: off, extends: lto, env: { CGO_ENABLED: 0 } }]
                mains: [., ./cmd/sever, ./docs, ./cmd/server, ./x/y]
                """) == """
                    release.yml:2: preset `off`: flags for C code and `CGO_ENABLED: 0`, found `-g -O2 -flto -O2 -flto`, expected \
                    `CGO_ENABLED: 1`, or `compiler: gccgo` for Go code
                    release.yml:3: no Go files in `.`, expected a main package
                    release.yml:3: no main package at `./cmd/sever`, did \
                    you mean `./cmd/server`?
                    release.yml:3: no Go files in `./docs`, expected a main package
                    release.yml:3: no main package at `./x/y`
                    """)
    }

    @Test func missingModules() async throws {
        #expect(
            await problems("modules:\n  agnet: [.]\n  agent: [.]\ntargets: [linux/amd64]\n") == """
                release.yml:2: `.`: its module's folder does not exist, found `agnet`, expected the folder of a go.mod, did you mean \
                `agent`?
                """)
    }

    /// Go would say so of each build, one after the other.
    @Test func mainsOfNoModuleOrAnother() async throws {
        #expect(
            await problems("mains: [./agent, ./cmd/server, ./cmd/../agent/cmd/probe]\ntargets: [linux/amd64]\n") == """
                release.yml:1: `./agent` is of another module, whose go.mod is in `agent`, expected `modules: { agent: [.] }`, or a \
                go.work here
                release.yml:1: `./cmd/../agent/cmd/probe` is of another module, whose go.mod is in `agent`, expected `modules: { agent: \
                [./cmd/probe] }`, or a go.work here
                """)
        #expect(
            await problems("module: agent\nmains: [.., ./../cmd/server]\ntargets: [linux/amd64]\n") == """
                release.yml:2: `mains`, found `..`, expected the path of one main package: [./cmd/app]
                release.yml:2: `./../cmd/server` is not of the module in `agent`, found `\(folder.path)/go.mod`, expected a main \
                package of the module, or a go.work for both
                """)
        try FileManager.default.removeItem(atPath: folder.path + "/go.mod")
        #expect(
            await problems("mains: [./cmd/server]\ntargets: [linux/amd64]\n") == """
                release.yml:1: `./cmd/server`: neither its folder nor one around it has a go.mod, expected a module: go mod init
                """)
    }

    /// `go build -o` would write an archive of objects, and call that a success.
    @Test func packagesThatAreNoPrograms() async throws {
        try folder.write("// Package lib.\n/* package main */\npackage lib\n", to: "lib/lib.go")
        try folder.write("package main\n", to: "lib/lib_test.go")
        try folder.write("//go:build ignore\n\npackage main\n", to: "both/gen.go")
        try folder.write("package both\n", to: "both/both.go")
        #expect(
            await problems("mains: [./lib, ./both]\ntargets: [linux/amd64]\n") == """
                release.yml:1: `./lib` is a package but no program, found `package lib`, expected a folder with `package main`
                """)
        #expect(
            await problems("mains: [./lib]\ntargets: [linux/amd64]\nbuildmode: shared\nenv: { CGO_ENABLED: 1, CC: cc }\n")
                .contains("no program") == false)
    }

    @Test func aFolderMayEndWithASlash() async throws {
        #expect(try await plan("mains: [./cmd/server/]\ntargets: [linux/amd64]\n").jobs.map(\.main) == ["./cmd/server"])
    }

    @Test func missingCompilers() async throws {
        #expect(
            await problems(
                """
                mains: [./cmd/server]
                targets: [linux/amd64, linux/arm64]
                env: { CGO_ENABLED: 1 }
                overrides:
                  - { target: linux/amd64, env: { CC: nowhere-gcc -m64 } }
                  - { target: linux/arm64, env: { CC: "{{env.PATH}}/cc" } }
                """) == """
                    release.yml:5: preset `default`: `CC` for linux/amd64 is not there, found `nowhere-gcc`, expected a C compiler on \
                    PATH, or its whole path
                    """)
    }

    @Test func aMissingProfile() async throws {
        let text = "mains: [./cmd/server]\ntargets: [linux/amd64]\npresets: [pgo]\npgo: cpu.pprof\n"
        #expect(
            await problems(text) == """
                release.yml:4: the profile does not exist, found `cpu.pprof`, expected a CPU profile, such as `go test -cpuprofile` \
                or runtime/pprof writes
                """)
        try folder.write("profile", to: "cpu.pprof")
        #expect(try await plan(text).jobs.map(\.flags) == [["-pgo=cpu.pprof"]])
    }

    @Test func programsOfTheDistribution() async throws {
        try folder.write("package main\n", to: "root/src/cmd/gofmt/gofmt.go")
        let toolchain = GoToolchain(
            executable: "go", version: "go1.27.3", root: folder.path + "/root", hostOS: "linux", hostArchitecture: "amd64")
        let text = "std: true\nmains: [cmd/gofmt, cmd/gofmd]\ntargets: [linux/amd64]\n"
        #expect(
            await problems(text, toolchain: toolchain) == """
                release.yml:2: no main package at `cmd/gofmd`, did you \
                mean `cmd/gofmt`?
                """)
        #expect(await problems(text) == "no problem")
        try FileManager.default.removeItem(atPath: folder.path + "/go.mod")
        #expect(try await plan(text.replacing(", cmd/gofmd", with: ""), toolchain: toolchain).jobs.count == 1)
    }
}
