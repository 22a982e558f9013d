/// A package as `go list -json` describes it.
struct GoPackage: Decodable, Sendable {
    struct Module: Decodable, Sendable {
        var path: String
        var version: String?
        /// Checksum of its files, as in go.sum.
        var sum: String?
        var replacement: Replacement?
        var isMain: Bool?
        /// Path of its go.mod.
        var file: String?

        private enum CodingKeys: String, CodingKey {
            case path = "Path"
            case version = "Version"
            case sum = "Sum"
            case replacement = "Replace"
            case isMain = "Main"
            case file = "GoMod"
        }

        struct Replacement: Decodable, Sendable {
            var path: String
            var version: String?
            var sum: String?

            private enum CodingKeys: String, CodingKey {
                case path = "Path"
                case version = "Version"
                case sum = "Sum"
            }
        }
    }

    var path: String
    var name: String?
    var folder: String?
    var archive: String?
    var module: Module?
    var isStandard: Bool?
    /// Settings of `GODEBUG` that the program starts with, of a main package.
    var debugSettings: String?
    /// Not named on the command line, but needed.
    var isDependency: Bool?
    /// Import paths, resolved.
    var imports: [String]?
    /// Resolved paths of imports that are written otherwise.
    var importMap: [String: String]?
    var goFiles: [String]?
    var cgoFiles: [String]?
    /// Files that `//go:embed` puts into the program, relative to the folder.
    var embeddedFiles: [String]?

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
    }

    static let fields =
        "ImportPath,Name,Dir,Export,Module,Standard,DefaultGODEBUG,DepOnly,Imports,ImportMap,GoFiles,CgoFiles,EmbedFiles"

    /// Whether its files are those that go downloaded, `PATH@VERSION/...`, which no overlay may replace.
    var isInModuleCache: Bool {
        guard let module, let version = module.replacement?.version ?? module.version, let folder else { return false }
        return folder.contains("@\(version)")
    }

    static func list(_ text: String) throws -> [GoPackage] {
        var packages: [GoPackage] = try GoList.objects(text)
        // `fmt [cmd/app]` is `fmt` compiled for the profile of that program.
        for index in packages.indices {
            packages[index].path = String(packages[index].path.prefix { $0 != " " })
            packages[index].imports = packages[index].imports?.map { String($0.prefix { $0 != " " }) }
        }
        return packages
    }
}
