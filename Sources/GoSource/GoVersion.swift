/// A Go release: `go1.27.3`, `go1.24rc1`, `devel go1.28-3bc2f1`; what follows the numbers does not count.
package struct GoVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package var major: Int
    package var minor: Int
    var patch: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Nil for text without `goN.N`.
    package init?(_ text: String) {
        guard let match = text.firstMatch(of: /go(\d+)\.(\d+)(?:\.(\d+))?/),
            let major = Int(match.1), let minor = Int(match.2)
        else { return nil }
        self.init(major, minor, match.3.flatMap { Int($0) } ?? 0)
    }

    package static func < (left: GoVersion, right: GoVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    package var description: String { "go\(major).\(minor)" + (patch > 0 ? ".\(patch)" : "") }
}
