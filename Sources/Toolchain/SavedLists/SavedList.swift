internal import Host

/// The file in which a list is kept: a line that says what it is, one with the digest of the rest, a line for each part's length,
/// then the parts.
struct SavedList {
    /// Output of `go list -json`.
    var packages: String
    /// Output of `go mod edit -json`; empty without a go.mod.
    var requirements: String
    /// `ListSources.lines`.
    var sources: [String]

    private static let format = "pare list 1"

    func text(key: String) -> String {
        let sources = sources.joined(separator: "\n")
        let parts = [sources, requirements, packages]
        let body = parts.map { "\($0.utf8.count)\n" }.joined() + parts.joined()
        return "\(Self.format) \(key)\n\(SHA256.hexadecimal(of: body))\n\(body)"
    }

    init(packages: String, requirements: String, sources: [String]) {
        self.packages = packages
        self.requirements = requirements
        self.sources = sources
    }

    /// Nil for any other text than that of a list under `key`, and when a file has changed that decides it.
    init?(_ text: String, key: String) {
        var rest = Substring(text).utf8[...]
        func line() -> String? {
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            defer { rest = rest[rest.index(after: end)...] }
            return String(Substring(rest[..<end]))
        }
        guard line() == "\(Self.format) \(key)", let digest = line(), SHA256.hexadecimal(of: String(Substring(rest))) == digest
        else { return nil }
        let counts = [line(), line(), line()].compactMap { $0.flatMap(Int.init) }
        guard counts.count == 3, counts.allSatisfy({ $0 >= 0 && $0 <= rest.count }), counts.reduce(0, +) == rest.count else {
            return nil
        }
        let parts = counts.map { count in
            defer { rest = rest.dropFirst(count) }
            return String(Substring(rest.prefix(count)))
        }
        sources = parts[0].split(separator: "\n").map(String.init)
        requirements = parts[1]
        packages = parts[2]
        guard ListSources.hold(sources) else { return nil }
    }
}
