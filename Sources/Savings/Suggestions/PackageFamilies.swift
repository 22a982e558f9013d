/// Packages that do the same job, by their import paths: two of one family in a program are one too many.
enum PackageFamilies {
    /// A family is named by its job; a package belongs to it whose path has one of the words as an element or a part of one.
    private static let families: [(job: String, words: [String])] = [
        ("YAML", ["yaml"]),
        ("TOML", ["toml"]),
        ("protocol buffers", ["protobuf"]),
        ("JSON", ["jsoniter", "json-iterator", "go-json", "easyjson", "sonic", "ffjson"]),
        ("logging", ["logrus", "zap", "zerolog", "klog", "glog", "log15", "go-kit/log"]),
        ("command lines", ["cobra", "kingpin", "urfave/cli", "codegangsta/cli", "go-flags", "docopt"]),
        ("zstd", ["zstd"]), ("lz4", ["lz4"]), ("snappy", ["snappy"]), ("xz", ["xz", "lzma"]), ("brotli", ["brotli"]),
        ("UUID", ["uuid"]), ("MessagePack", ["msgpack", "msgp"]), ("CBOR", ["cbor"]), ("SQLite", ["sqlite", "sqlite3"]),
    ]

    static func job(of path: String) -> String? {
        let elements = path.lowercased().split(separator: "/")
        return families.first { family in
            family.words.contains { word in
                if word.contains("/") { return path.hasSuffix(word) || path.contains(word + "/") }
                return elements.contains { element in
                    element == word || element.hasPrefix(word + ".") || element.hasPrefix("go-" + word)
                        || element.hasSuffix("." + word) || element.hasSuffix("-go") && element.hasPrefix(word)
                }
            }
        }?.job
    }

    /// Packages for work on a program, which a release seldom needs: profiles, tests, generated documentation.
    static func isDevelopmentAid(_ path: String) -> Bool {
        if ["net/http/pprof", "runtime/pprof", "expvar", "testing", "golang.org/x/net/trace"].contains(path) { return true }
        if path.hasPrefix("testing/") || path.hasSuffix("cobra/doc") { return true }
        let aids: Set<Substring> = [
            "gendocs", "gendoc", "docgen", "httptest", "testify", "gomock", "mock", "mocks", "fake", "fakes", "testutil",
            "testutils",
        ]
        return path.split(separator: "/").contains(where: aids.contains)
    }
}
