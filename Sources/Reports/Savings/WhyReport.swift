/// Why a package is in a program: schema `pare.why/1`. Sizes are bytes of the stripped file, modelled.
public struct WhyReport: Codable, Sendable, Equatable {
    public static let schema = "pare.why/1"

    /// One import statement.
    public struct Import: Codable, Sendable, Equatable {
        public var from: String
        public var to: String
        /// File and line of the statement; nil when the source could not be read.
        public var file: String?
        public var line: Int?

        public init(from: String, to: String, file: String?, line: Int?) {
            self.from = from
            self.to = to
            self.file = file
            self.line = line
        }
    }

    public struct User: Codable, Sendable, Equatable {
        public var package: String
        /// References from reached functions and data.
        public var references: Int

        public init(package: String, references: Int) {
            self.package = package
            self.references = references
        }
    }

    /// The import whose removal does most against the package.
    public struct Cut: Codable, Sendable, Equatable {
        public var edge: Import
        public var saves: Int
        /// Whether the package is gone then; else another way in keeps a part of it.
        public var removes: Bool
        /// Shows what it saves, for a shell.
        public var command: String

        public init(edge: Import, saves: Int, removes: Bool, command: String) {
            self.edge = edge
            self.saves = saves
            self.removes = removes
            self.command = command
        }
    }

    public var schema = WhyReport.schema
    public var units = "bytes of the stripped file, modelled"
    public var package: String
    public var target: String
    public var go: String
    /// Build settings that change what is linked: `CGO_ENABLED=0`, `-buildmode=pie`.
    public var settings: [String]?
    public var main: String
    public var size: Int
    /// Own bytes of the package.
    public var bytes: Int
    /// Whether the package is part of the runtime, which every program has.
    public var isRuntime: Bool
    /// Savings of removing the package everywhere, while its callers keep their own code.
    public var removal: Removal
    /// Shortest chain of imports from the main package; empty for what only the runtime needs.
    public var imports: [Import]
    /// Linker names from the entry of the program to a function of the package, or to its data.
    public var calls: [String]
    /// Packages of the program that import it.
    public var importers: [String]
    /// Packages whose code refers to it, most references first.
    public var users: [User]
    public var cut: Cut?

    public init(
        package: String, target: String, go: String, main: String, size: Int, bytes: Int, isRuntime: Bool, removal: Removal,
        imports: [Import],
        calls: [String], importers: [String], users: [User], cut: Cut?
    ) {
        self.package = package
        self.target = target
        self.go = go
        self.main = main
        self.size = size
        self.bytes = bytes
        self.isRuntime = isRuntime
        self.removal = removal
        self.imports = imports
        self.calls = calls
        self.importers = importers
        self.users = users
        self.cut = cut
    }
}

extension WhyReport {
    /// `linux/amd64 · go1.27.3 · CGO_ENABLED=0`.
    package var identity: String { ([target, go] + (settings ?? [])).joined(separator: " · ").visible }
}
