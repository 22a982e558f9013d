/// The tags of one build, as constraints see them. (go/build `Context.matchTag`)
package struct BuildTags: Sendable, Hashable {
    package var system: String
    package var processor: String
    /// Minor version of Go 1: release tags up to it are set.
    package var minor: Int
    package var usesC: Bool
    /// Tags of `-tags`.
    package var custom: Set<String>

    /// `target` is `linux/amd64` or `linux/arm/6`.
    package init(target: String, minor: Int, usesC: Bool, custom: Set<String> = []) {
        let parts = target.split(separator: "/").map(String.init)
        system = parts.first ?? ""
        processor = parts.dropFirst().first ?? ""
        self.minor = minor
        self.usesC = usesC
        self.custom = custom
    }

    /// Nil for tags that settings of the toolchain decide: `goexperiment.arenas`, `amd64.v3`, `boringcrypto`.
    package func value(_ tag: String) -> Bool? {
        if custom.contains(tag) || tag == system || tag == processor || tag == "gc" { return true }
        switch tag {
        case "cgo": return usesC
        case "unix": return Self.unix.contains(system)
        case "linux": return system == "android"
        case "solaris": return system == "illumos"
        case "darwin": return system == "ios"
        case "boringcrypto": return nil
        default: break
        }
        if tag.hasPrefix("go1."), let release = Int(tag.dropFirst(4)) { return release <= minor }
        return tag.contains(".") ? nil : false
    }

    /// The build with some custom tags set that are not, and the others not set.
    package func toggling(_ tags: some Sequence<String>) -> BuildTags {
        var other = self
        other.custom.formSymmetricDifference(tags)
        return other
    }

    /// GOOS values with `unix`. (internal/syslist)
    private static let unix: Set<String> = [
        "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "linux", "netbsd", "openbsd", "solaris",
    ]
}

extension BuildConstraint {
    /// Whether a build with these tags compiles the file; nil if it depends on tags without a value.
    package func includes(_ tags: BuildTags) -> Bool? {
        let names = nameTags.map { tags.value($0) }
        if names.contains(false) { return false }
        guard let expression else { return isMalformed ? nil : names.contains(nil) ? nil : true }
        let value = expression.value(tags.value)
        return value == true && names.contains(nil) ? nil : value
    }

    /// The smallest sets of custom tags whose toggling adds the file to the build or removes it, of at most `limit` tags.
    package func toggles(_ tags: BuildTags, upTo limit: Int = 3) -> [Set<String>] {
        let custom = Array(customTags.prefix(Self.mostTags))
        guard !custom.isEmpty else { return [] }
        let now = includes(tags)
        var found: [Set<String>] = []
        let masks = (1..<1 << custom.count).filter { $0.nonzeroBitCount <= limit }.sorted {
            ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
        }
        for mask in masks {
            let set = Set(custom.indices.filter { mask >> $0 & 1 == 1 }.map { custom[$0] })
            guard !found.contains(where: { $0.isSubset(of: set) }) else { continue }
            let then = includes(tags.toggling(set))
            // An unknown value counts for one tag at a time: go decides.
            if then != now || (then == nil && set.count == 1) { found.append(set) }
        }
        return found
    }

    /// Pairs of custom tags that exclude each other: alone the first changes the file's place in the build, with the second not.
    package func exclusivePairs(_ tags: BuildTags) -> [Set<String>] {
        let custom = Array(customTags.prefix(Self.mostTags)).filter { !tags.custom.contains($0) }
        guard let now = includes(tags) else { return [] }
        return custom.flatMap { first in
            custom.filter { second in
                first != second && includes(tags.toggling([first])) == !now && includes(tags.toggling([second])) == now
                    && includes(tags.toggling([first, second])) == now
            }.map { [first, $0] }
        }
    }

    /// Custom tags of a file that are combined.
    private static let mostTags = 8
}

/// Whether a file holds nothing but `func init() { "text" }`: an error on purpose, for tags that exclude each other.
/// (net/netgo_netcgo.go)
package func isDeliberateError(_ source: String) -> Bool {
    var scanner = GoScanner(source)
    guard scanner.next() == .word("package"), case .word = scanner.next() else { return false }
    for expected in [GoScanner.Token.word("func"), .word("init"), .mark(UInt8(ascii: "(")), .mark(UInt8(ascii: ")"))] {
        guard scanner.next() == expected else { return false }
    }
    guard scanner.next() == .mark(UInt8(ascii: "{")), case .text = scanner.next() else { return false }
    return scanner.next() == .mark(UInt8(ascii: "}")) && scanner.next() == .end
}
