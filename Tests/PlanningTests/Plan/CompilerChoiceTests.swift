import Fixtures
import Testing

@testable import Planning

/// C code across targets: which compiler a build gets, and what the classic presets pass to it.
struct CompilerChoiceTests {
    private let text = """
        name: c
        mains: [.]
        targets: [linux/amd64, linux/arm64, windows/amd64]
        presets: [O2, Os+lto+gc-sections]
        """

    @Test func crossCompilersOfDebian() throws {
        let plan = try plan(text, installed: ["gcc", "aarch64-linux-gnu-gcc", "x86_64-w64-mingw32-gcc"])
        try expectSnapshot(lines(plan), "c-lines.txt")
    }

    @Test func zigWhereThereIsNoOther() throws {
        let plan = try plan(text, installed: ["gcc", "python-zig"], filters: BuildPlan.Filters(presets: ["O2"]))
        try expectSnapshot(lines(plan), "c-lines-zig.txt")
    }

    @Test func zigCannotDoAllThatGCCCan() {
        #expect(
            problems { try plan(text, installed: ["gcc", "zig"]) } == """
                release.yml:4: preset `Os+lto+gc-sections`: `-flto` for windows/amd64 by zig, whose C library then lacks symbols, \
                expected its gcc: apt-get install g++-mingw-w64-x86-64
                """)
    }

    @Test func theOneThatIsAskedFor() throws {
        let headers = "/usr/aarch64-linux-gnu/include/stdio.h"
        let plan = try plan(
            """
            name: c
            mains: [.]
            targets: [linux/amd64, linux/arm64]
            toolchain: clang
            env: { CGO_ENABLED: 1 }
            overrides: [{ target: linux/amd64, toolchain: zig }]
            """, installed: ["gcc", "aarch64-linux-gnu-gcc", "clang", "ld.lld", headers, "zig"])
        #expect(
            plan.jobs.map { job in ["CC", "CXX", "CGO_LDFLAGS"].map { job.environment.value($0) ?? "-" } } == [
                ["zig cc -target x86_64-linux-gnu", "zig c++ -target x86_64-linux-gnu", "-Wl,--no-gc-sections"],
                ["clang --target=aarch64-linux-gnu", "clang++ --target=aarch64-linux-gnu", "-fuse-ld=lld"],
            ])
    }

    @Test func theOneThatIsAskedForIsNotTheEnvironments() throws {
        let plan = try plan(
            "mains: [.]\ntargets: [linux/amd64]\ntoolchain: gcc\nenv: { CGO_ENABLED: 1 }\n", installed: ["gcc"],
            values: TemplateValues(environment: ["CC": "clang", "CXX": "clang++"]))
        #expect(["CC", "CXX"].map { plan.jobs[0].environment.value($0) } == ["gcc", "g++"])
    }

    @Test func thePipelinesOwnWordCounts() throws {
        let own = try plan(text + "\nenv: { CC: my-cc, CGO_CFLAGS: -Iown }", installed: [])
        #expect(own.jobs.allSatisfy { $0.environment.value("CC") == "my-cc" && $0.environment.value("CXX") == nil })
        #expect(own.jobs[0].environment.value("CGO_CFLAGS") == "-Iown -g -O2")
        let inherited = try plan(
            text.replacing(", Os+lto+gc-sections", with: ""), installed: ["zig"],
            values: TemplateValues(environment: ["CC": "ccache gcc", "CGO_CFLAGS": "-Iinherited"]))
        #expect(inherited.jobs.map { $0.environment.value("CC")?.hasPrefix("zig") } == [nil, true, true])
        #expect(inherited.jobs[0].environment.value("CGO_CFLAGS") == "-Iinherited -g -O2")
    }

    @Test func gccgoTakesTheFlagsForGoCode() throws {
        let plan = try plan(
            """
            name: gccgo
            mains: [.]
            targets: [linux/amd64, linux/arm64]
            compiler: gccgo
            presets: [default, strip, small, O3, Os+lto+gc-sections, { name: static, extends: O2, gccgoflags: [-static-libgo] }]
            """, installed: ["gccgo-12", "aarch64-linux-gnu-gccgo-12", "aarch64-linux-gnu-gccgo"])
        try expectSnapshot(lines(plan), "gccgo-lines.txt")
    }

    @Test func missingCompilersAreReportedOncePerTarget() throws {
        let text = """
            mains: [., ./cmd/app]
            targets: [linux/amd64, linux/arm64, linux/s390x, darwin/arm64, js/wasm]
            presets:
              - O2
              - { name: zigged, extends: Os, toolchain: zig }
              - { name: gccgo, extends: O2, compiler: gccgo }
              - upx
            """
        try expectSnapshot(problems { try plan(text, installed: []) }, "missing-compilers.txt")
    }
}
