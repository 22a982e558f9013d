/// A Go release: `go1.27.3`, `go1.24rc1`, `devel go1.28-3bc2f1`; text after the numbers is ignored.
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
        for start in text.indices where text[start...].hasPrefix("go") {
            let numbers = text[start...].dropFirst(2).prefix { $0 == "." || $0.isASCII && $0.isNumber }
                .split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
            if numbers.count > 1, let major = numbers[0], let minor = numbers[1] {
                self.init(major, minor, numbers.dropFirst(2).first.flatMap(\.self) ?? 0)
                return
            }
        }
        return nil
    }

    package static func < (left: GoVersion, right: GoVersion) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    package var description: String { "go\(major).\(minor)" + (patch > 0 ? ".\(patch)" : "") }
}
