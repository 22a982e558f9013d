import Testing

@testable import Planning

struct PackageGroupsTests {
    private static let expected = PackageGroups(groups: [
        .init(name: "web", owner: "platform", patterns: [Glob("net/http*"), Glob("golang.org/x/net/*")]),
        .init(name: "codecs", patterns: [Glob("encoding/*")]),
    ])

    @Test func linesWithAndWithoutAnOwner() throws {
        let text = "# teams\nweb @platform: net/http* golang.org/x/net/*   # two\n\ncodecs: encoding/*\r\n"
        #expect(try PackageGroups(text, file: "groups.txt") == Self.expected)
    }

    @Test func ofAPipeline() throws {
        let text = """
            mains: [.]
            targets: [linux/amd64]
            groups:
              web: { owner: platform, packages: [net/http*, golang.org/x/net/*] }
              codecs: [encoding/*]
            """
        #expect(try pipeline(text).groups == Self.expected)
    }

    @Test func theFirstGroupThatMatchesCounts() {
        let groups = Self.expected
        #expect(groups.name(ofPackage: "net/http/pprof", module: "std") == "web")
        #expect(groups.owner(ofPackage: "net/http/pprof", module: "std") == "platform")
        #expect(groups.owner(ofPackage: "x", module: "golang.org/x/net/http2") == "platform")
        #expect(groups.owner(ofPackage: "encoding/json", module: "std") == "(no owner)")
        #expect(groups.name(ofPackage: "runtime", module: nil) == "(no group)")
    }

    @Test(arguments: ["web net/http", "web platform: net/http", "web @: net/http", "web @a b: net/http", "web:", ": net/http"])
    func otherLinesAreProblems(line: String) {
        #expect(throws: ConfigurationError.self) { try PackageGroups(line, file: "groups.txt") }
    }
}
