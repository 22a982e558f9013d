import Testing

@testable import Building

struct BuildEventTests {
    @Test(arguments: ["fmt", "vendor/golang.org/x/net/http2/hpack", "example.com/a-b_c.v2/d", "command-line-arguments"])
    func importPaths(line: String) {
        #expect(BuildEvent(job: 3, line: line) == .compiling(job: 3, package: line))
    }

    @Test(arguments: [
        "", "# cmd/pprof", "./main.go:3:4: undefined: x", "go: downloading example.com/x v1.2.3", "\thave (int)", "a.go:1:2:x",
        "WORK=/tmp/go-build1234",
    ])
    func talk(line: String) {
        #expect(BuildEvent(job: 3, line: line) == .output(job: 3, line: line))
    }
}
