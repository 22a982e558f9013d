internal import JSON

/// The source files of a package that a build compiles, and those that its constraints leave out.
package struct PackageFiles: Decodable, Sendable {
    package var path: String
    package var folder: String?
    /// Not named on the command line, but needed.
    package var isDependency: Bool?
    private var lists: [String: [String]] = [:]

    /// Fields of `go list -json` that hold names of files.
    private static let compiled = [
        "GoFiles", "CgoFiles", "CFiles", "CXXFiles", "MFiles", "HFiles", "FFiles", "SFiles", "SysoFiles", "EmbedFiles",
    ]
    package static let fields = "ImportPath,Dir,DepOnly,IgnoredGoFiles," + compiled.joined(separator: ",")

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        package init(_ name: String) { stringValue = name }
        package init?(stringValue: String) { self.init(stringValue) }
        package init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        path = try container.decode(String.self, forKey: Key("ImportPath"))
        folder = try container.decodeIfPresent(String.self, forKey: Key("Dir"))
        isDependency = try container.decodeIfPresent(Bool.self, forKey: Key("DepOnly"))
        for field in Self.compiled + ["IgnoredGoFiles"] {
            lists[field] = try container.decodeIfPresent([String].self, forKey: Key(field))
        }
    }

    package var compiledFiles: Set<String> { Set(Self.compiled.flatMap { lists[$0] ?? [] }) }

    /// Go files that a constraint can take in or leave out, without tests.
    package var constrainedFiles: [String] {
        ["GoFiles", "CgoFiles", "IgnoredGoFiles"].flatMap { lists[$0] ?? [] }.filter { !$0.hasSuffix("_test.go") }
    }
}
