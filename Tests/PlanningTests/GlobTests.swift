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

import Testing

@testable import Planning

struct ByteSizeTests {
    @Test(arguments: [
        ("4096", 4096), ("0", 0), ("300KB", 300_000), ("1.5MB", 1_500_000), ("20MiB", 20 << 20), ("20 MiB", 20 << 20),
        ("0.5KiB", 512), ("1.0001KiB", 1024), ("2GiB", 2 << 30), ("12B", 12),
    ])
    func reads(text: String, bytes: Int) {
        #expect(byteSize(text) == bytes)
    }

    @Test(arguments: [
        "", "MiB", "20mib", "20M", "-1", "1.5", "1.5B", "1.", ".5MB", "1.2.3MB", "1_000", "1e6", "99999999999GiB",
        "9223372036854775807.9KB", "1.1234567MB", "٣MB",
    ])
    func refuses(text: String) {
        #expect(byteSize(text) == nil)
    }
}
