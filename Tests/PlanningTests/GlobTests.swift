import Testing

@testable import Planning

struct GlobTests {
    @Test(arguments: [
        ("linux/*", "linux/amd64", true), ("linux/*/strip", "linux/arm/6/strip", true), ("*", "", true),
        ("a?c", "abc", true), ("a?c", "ac", false), ("*b*b", "abab", true), ("net/http", "net/http/pprof", false),
    ])
    func matches(pattern: String, name: String, expected: Bool) {
        #expect(Glob(pattern).matches(name) == expected)
    }
}
