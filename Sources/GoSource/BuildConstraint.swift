/// The build constraint of a Go source file: its `//go:build` line and the parts of its name. (go.dev/ref/mod, `go help buildconstraint`)
package struct BuildConstraint: Sendable {
    /// Tags in the line, each once, in order; empty without such a line.
    package private(set) var tags: [String] = []
    /// The expression of the line; nil without a line, and for a malformed one.
    package private(set) var expression: ConstraintExpression?
    private(set) var isMalformed = false
    /// System and processor in the name: `linux` and `arm64` of `cpu_linux_arm64.go`.
    private(set) var nameTags: [String] = []

    /// `head` is the file up to the package clause, or more.
    package init(head: String, name: String = "") {
        nameTags = Self.tags(ofName: name)
        var isInComment = false
        for line in head.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " || $0 == "\t" }
            if isInComment || line.hasPrefix("/*") {
                isInComment = !line.contains("*/")
            } else if line.hasPrefix("//go:build ") {
                let text = line.dropFirst("//go:build ".count).prefix { $0 != "/" }
                expression = ConstraintExpression(text)
                isMalformed = expression == nil
                let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
                tags = words.reduce(into: []) { tags, word in if !tags.contains(String(word)) { tags.append(String(word)) } }
                return
            } else if !line.hasPrefix("//") {
                return
            }
        }
    }

    /// `*_GOOS`, `*_GOARCH` and `*_GOOS_GOARCH`, before `_test` and the extension. (go/build `goodOSArchFile`)
    private static func tags(ofName name: String) -> [String] {
        let stem = name.prefix { $0 != "." }
        var parts = stem.split(separator: "_", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if parts.last == "test" { parts.removeLast() }
        guard let last = parts.last else { return [] }
        if processors.contains(last) {
            let system = parts.dropLast().last ?? ""
            return isSystem(system) ? [system, last] : [last]
        }
        return isSystem(last) ? [last] : []
    }

    private static func isSystem(_ name: String) -> Bool { systems.contains(name) && name != "unix" }

    /// Custom tags, which select optional code: tags not set by target, release, tool or convention.
    package var customTags: [String] { tags.filter { !Self.isGiven($0) } }

    static func isGiven(_ tag: String) -> Bool {
        // `amd64.v3` is a processor feature, `goexperiment.arenas` a toolchain experiment.
        systems.contains(tag) || processors.contains(tag) || conventions.contains(tag) || tag.contains(".")
    }

    /// Names in internal/syslist of Go 1.27, followed by processors of other compilers.
    private static let systems: Set<String> = [
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd", "openbsd",
        "plan9", "solaris", "unix", "wasip1", "windows", "zos",
    ]
    private static let processors: Set<String> = [
        "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle", "mips64", "mips64le",
        "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
        "alpha", "m68k", "nios2", "sh", "shbe",
    ]
    /// Compilers, tags set by flags of go, and tags of ignored files.
    private static let conventions: Set<String> = [
        "cgo", "gc", "gccgo", "race", "msan", "asan", "ignore", "compiler_bootstrap", "cmd_go_bootstrap", "boringcrypto",
        "faketime", "libfuzzer", "tools",
    ]
}
