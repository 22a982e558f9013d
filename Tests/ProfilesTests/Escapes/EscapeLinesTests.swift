import Fixtures
import Profiles
import Testing

/// What the compiler says of values on the heap, in the words of each release.
@Suite(.timeLimit(.minutes(5))) struct EscapeLinesTests {
    private static let source = """
        package main

        type T struct{ a, b int }

        var sink *T
        var any1 interface{}

        func leak() *T {
        \tt := T{1, 2}
        \treturn &t
        }

        func literal() { sink = &T{3, 4} }

        func convert(n int) { any1 = n }

        func closure() func() int {
        \tx := 0
        \treturn func() int { x++; return x }
        }

        func main() {
        \tprintln(leak().a, closure()())
        \tliteral()
        \tconvert(3)
        }

        """

    @Test(.runsGo, arguments: [nil, "1.24.11", "1.21.13"])
    func valuesAndReasonsOfEachRelease(release: String?) async throws {
        if let release, GoBuild.go(of: release) == nil { try skip("no Go \(release): Scripts/setup releases installs it") }
        let folder = try TemporaryFolder()
        try folder.write("module example.org/escaping\n\ngo 1.21\n", to: "go.mod")
        try folder.write(Self.source, to: "main.go")
        let go = try #require(release.map { GoBuild.go(of: $0) } ?? GoBuild.go)
        let said = try await launch(
            "/bin/sh", ["-c", "cd '\(folder.path)' && '\(go)' build -gcflags=-m=2 -o /dev/null . 2>&1"],
            environment: ["GO111MODULE": "on", "GOFLAGS": "", "GOWORK": "off", "GOTOOLCHAIN": "local"])
        var lines = EscapeLines()
        for line in said.split(separator: "\n") { lines.add(String(line)) }
        let theirs = said.split(separator: "\n").filter { $0.hasSuffix(" escapes to heap") || $0.contains(": moved to heap: ") }
        #expect(lines.escapes.count == theirs.count && theirs.count >= 6, "\(said)")
        #expect(lines.escapes.allSatisfy { $0.package == "example.org/escaping" && $0.file == "./main.go" })
        #expect(lines.escapes.count { $0.reason != nil } >= 6, "\(lines.escapes)")
        let moved = try #require(lines.escapes.first { $0.value == "t" })
        #expect(moved.isVariable && moved.line == 9 && moved.column == 2 && moved.reason == "return &t (return)")
        let literal = try #require(lines.escapes.first { $0.line == 13 })
        #expect(literal.value == "&T{...}" && !literal.isVariable && literal.reason == "sink = &T{...} (assign)")
        #expect(lines.escapes.contains { $0.value == "x" && $0.isVariable && $0.line == 18 })
    }

    @Test func otherLinesAreSkipped() {
        var lines = EscapeLines()
        for line in [
            "", "#", "# ", "./a.go:1:2:", "moved to heap: z", "  flow: x", ": : escapes to heap",
            "./a.go:1:2: can inline f with cost 3",
            "./a.go:1:2: x does not escape",
        ] { lines.add(line) }
        #expect(lines.escapes == [])
        lines.add("# p [p.test]")
        lines.add("/a b/c:d.go:7:3: moved to heap: \u{301}y")
        #expect(lines.escapes.count == 1 && lines.escapes[0].file == "/a b/c:d.go" && lines.escapes[0].package == "p")
    }
}
