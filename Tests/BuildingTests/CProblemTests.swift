import Planning
import Testing

@testable import Building
@testable import Toolchain

@Suite struct CProblemTests {
    @Test(arguments: [
        ("n.c:1:10: fatal error: openssl/ssl.h: No such file or directory", "openssl/ssl.h"),
        ("./main.go:8:10: fatal error: 'zlib.h' file not found", "zlib.h"),
        ("/usr/bin/ld: cannot find -lnope: No such file or directory", "-lnope"),
        ("/usr/bin/ld: cannot find -lz", "-lz"),
        ("ld.lld: error: unable to find library -lz", "-lz"),
        ("error: unable to find dynamic system library \"z\" using strategy paths_first. searched paths: none", "-lz"),
    ])
    func whatCompilersAndLinkersSay(line: String, name: String) {
        #expect(CProblem(line) == .missing(name))
    }

    @Test(arguments: [
        "# example.com/app", "fatal error: all goroutines are asleep - deadlock!", "main.go:3:8: package nope is not in std",
        "ld: cannot find entry symbol _start",
    ])
    func anythingElse(line: String) {
        #expect(CProblem(line) == nil)
    }

    private func remedy(_ target: String, cc: String) throws -> String {
        let job = BuildJob(
            main: ".", target: target, preset: "O2", workingDirectory: ".", environment: [.init("CC", cc)], flags: [],
            output: "a")
        return try #require(CProblem("a.c:1:1: fatal error: 'zlib.h' file not found")?.remedy(for: job))
    }

    @Test func withoutCgoTheRestIsExcluded() throws {
        let problem = try #require(CProblem("package example.com/digest: build constraints exclude all Go files in /app"))
        func remedy(cgo: String) -> String? {
            let job = BuildJob(
                main: ".", target: Project.native, preset: "O2", workingDirectory: ".", environment: [.init("CGO_ENABLED", cgo)],
                flags: [], output: "a")
            return problem.remedy(for: job)
        }
        #expect(remedy(cgo: "0")?.contains("if example.com/digest imports C, add `env: { CGO_ENABLED: 1 }`") == true)
        #expect(remedy(cgo: "1") == nil)
    }

    @Test func theRemedyIsForTheTarget() throws {
        #expect(
            try remedy("linux/s390x", cc: "s390x-linux-gnu-gcc") == """
                s390x-linux-gnu-gcc finds no zlib.h for linux/s390x: install its -dev package for linux/s390x (Debian: dpkg \
                --add-architecture s390x, apt-get update, apt-get install lib…-dev:s390x), or name its folders in `CGO_CFLAGS: -g -O2 \
                -IFOLDER` and `CGO_LDFLAGS: -LFOLDER`
                """)
        #expect(try remedy(Project.native, cc: "gcc").contains("-dev package for \(Project.native), or name"))
        #expect(try remedy("windows/amd64", cc: "x86_64-w64-mingw32-gcc").contains("install it for mingw"))
        #expect(try remedy("windows/amd64", cc: "zig cc -target x86_64-windows-gnu").contains("zig looks in no folder"))
    }
}
