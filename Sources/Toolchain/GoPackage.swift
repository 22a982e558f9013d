internal import JSON

/// A package as `go list -json` describes it.
package struct GoPackage: Decodable, Sendable {
    package struct Module: Decodable, Sendable {
        package var path: String
        package var version: String?
        /// Checksum of its files, as in go.sum.
        package var sum: String?
        package var replacement: Replacement?
        package var isMain: Bool?
        /// Path of its go.mod.
        package var file: String?

        private enum CodingKeys: String, CodingKey {
            case path = "Path"
            case version = "Version"
            case sum = "Sum"
            case replacement = "Replace"
            case isMain = "Main"
            case file = "GoMod"
        }

        package struct Replacement: Decodable, Sendable {
            package var path: String
            package var version: String?
            package var sum: String?

            private enum CodingKeys: String, CodingKey {
                case path = "Path"
                case version = "Version"
                case sum = "Sum"
            }
        }
    }

    package var path: String
    package var name: String?
    package var folder: String?
    package var archive: String?
    package var module: Module?
    package var isStandard: Bool?
    /// Settings of `GODEBUG` that the program starts with, of a main package.
    package var debugSettings: String?
    /// Not named on the command line, but needed.
    package var isDependency: Bool?
    /// Import paths, resolved.
    package var imports: [String]?
    /// Resolved paths of imports that are written otherwise.
    package var importMap: [String: String]?
    package var goFiles: [String]?
    package var cgoFiles: [String]?
    /// Files that `//go:embed` puts into the program, relative to the folder.
    package var embeddedFiles: [String]?
    /// Patterns of `//go:embed`: `html/*.js`, `all:files`.
    package var embedPatterns: [String]?

    private enum CodingKeys: String, CodingKey {
        case path = "ImportPath"
        case name = "Name"
        case folder = "Dir"
        case archive = "Export"
        case module = "Module"
        case isStandard = "Standard"
        case debugSettings = "DefaultGODEBUG"
        case isDependency = "DepOnly"
        case imports = "Imports"
        case importMap = "ImportMap"
        case goFiles = "GoFiles"
        case cgoFiles = "CgoFiles"
        case embeddedFiles = "EmbedFiles"
        case embedPatterns = "EmbedPatterns"
    }

    package static let fields =
        "ImportPath,Name,Dir,Export,Module,Standard,DefaultGODEBUG,DepOnly,Imports,ImportMap,GoFiles,CgoFiles,EmbedFiles,EmbedPatterns"

    /// Whether its files are those that go downloaded, `PATH@VERSION/...`, which no overlay may replace.
    package var isInModuleCache: Bool {
        guard let module, let version = module.replacement?.version ?? module.version, let folder else { return false }
        return folder.contains("@\(version)")
    }

    package static func list(_ text: String) throws -> [GoPackage] {
        var packages: [GoPackage] = try GoList.objects(text)
        // `fmt [cmd/app]` is `fmt` compiled for the profile of that program.
        for index in packages.indices {
            packages[index].path = String(packages[index].path.prefix { $0 != " " })
            packages[index].imports = packages[index].imports?.map { String($0.prefix { $0 != " " }) }
        }
        return packages
    }
}

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
    package static let fields =
        "ImportPath,Dir,DepOnly,Imports,IgnoredGoFiles,IgnoredOtherFiles," + compiled.joined(separator: ",")

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
        for field in Self.compiled + ["Imports", "IgnoredGoFiles", "IgnoredOtherFiles"] {
            lists[field] = try container.decodeIfPresent([String].self, forKey: Key(field))
        }
    }

    package var compiledFiles: Set<String> { Set(Self.compiled.flatMap { lists[$0] ?? [] }) }

    /// Go and assembly files that a constraint can take in or leave out, without tests.
    package var constrainedFiles: [String] {
        ["GoFiles", "CgoFiles", "SFiles", "IgnoredGoFiles", "IgnoredOtherFiles"].flatMap { lists[$0] ?? [] }
            .filter { $0.hasSuffix(".go") && !$0.hasSuffix("_test.go") || $0.hasSuffix(".s") }
    }

    package var imports: [String] { lists["Imports"] ?? [] }
}
