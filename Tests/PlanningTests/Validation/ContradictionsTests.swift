import Fixtures
import Testing

@testable import Planning

struct ContradictionsTests {
    @Test func allAtOnce() throws {
        let text = """
            mains: [., ./cmd/app]
            targets: [linux/amd64, windows/amd64]
            pgo: cpu.pprof
            presets:
              - pgo
              - smallest
              - { name: gccgo, extends: pgo, compiler: gccgo }
              - { name: flags, compiler: gccgo, ldflags: [-s, -X main.a=1], gcflags: [-B], asmflags: [-x], unsafe: true }
              - { name: static, gccgoflags: [-static-libgo] }
              - { name: off, extends: lto, env: { CGO_ENABLED: 0 } }
              - { name: inside, extends: O2, ldflags: [-linkmode=internal] }
              - { name: shared, buildmode: c-shared }
              - { name: race, flags: [-race] }
              - { name: ziglto, extends: lto, toolchain: zig }
            overrides:
              - { preset: smallest, compiler: gccgo }
            exclude:
              - { target: windows/*, preset: [gccgo, flags, smallest] }
            """
        try expectSnapshot(problems { try plan(text) }, "contradictions.txt")
    }

    @Test func unsafeIsWarnedAbout() throws {
        let plan = try plan(
            "mains: [.]\ntargets: [linux/amd64, windows/amd64]\npresets: [{ name: fast, unsafe: true, gcflags: [-l=4] }]\n")
        #expect(
            plan.warnings == [
                "preset `fast` leaves out bounds checks: an index out of range reads and writes other memory instead of panicking"
            ])
        #expect(plan.jobs.map(\.flags) == [["-gcflags=all=-l=4 -B"], ["-gcflags=all=-l=4 -B"]])
    }

    @Test func upxNeverPacksForMacOS() throws {
        let text =
            "name: r\nmains: [.]\ntargets: [linux/amd64, darwin/arm64, linux/riscv64]\npresets: [strip, { name: packed, upx: [--best] }]\n"
        let plan = try plan(text)
        #expect(
            plan.warnings == [
                "darwin/arm64 is not built with preset `packed`: macOS ends packed programs",
                "linux/riscv64 is not built with preset `packed`: upx has no format for it",
            ])
        #expect(plan.jobs.filter { $0.preset == "packed" }.map(\.target) == ["linux/amd64"])
        #expect(lines(plan).contains("\nupx -qq --best dist/r/server_linux_amd64/packed/server\n"))
    }

    @Test func nothingLeft() {
        let text = "name: r\nmains: [.]\ntargets: [darwin/arm64]\npresets: [upx]\n"
        #expect(problems { try plan(text) } == "r: `exclude` and the filters leave nothing to build")
    }
}
