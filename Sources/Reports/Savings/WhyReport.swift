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

    /// A package that imports it.
    public struct Way: Codable, Sendable, Equatable {
        public var from: String
        /// Whether the importer is a package of the user's module.
        public var isOwn: Bool
        /// The statements, by file and line.
        public var places: [Import]
        /// Kinds of use in its files; `calls` of an import that no file shows.
        public var uses: [Suggestion.Use]
        /// References from its code.
        public var references: Int
        /// Import paths from the main package through it, 2^53 standing for more.
        public var paths: Int
        /// Whether the package is gone without this one import.
        public var isOnlyWay: Bool

        public init(
            from: String, isOwn: Bool, places: [Import], uses: [Suggestion.Use], references: Int, paths: Int, isOnlyWay: Bool
        ) {
            self.from = from
            self.isOwn = isOwn
            self.places = places
            self.uses = uses
            self.references = references
            self.paths = paths
            self.isOnlyWay = isOnlyWay
        }
    }

    /// A line of the program's own source that uses it.
    public struct SourceLine: Codable, Sendable, Equatable {
        public var file: String
        public var line: Int
        public var kind: String
        public var text: String

        public init(file: String, line: Int, kind: String, text: String) {
            self.file = file
            self.line = line
            self.kind = kind
            self.text = text
        }
    }

    /// The removals that the rest of the report takes for granted.
    public struct Without: Codable, Sendable, Equatable {
        /// As they are written after `--without`.
        public var subjects: [String]
        public var saves: Int
        /// Whether the package is gone with them.
        public var removes: Bool

        public init(subjects: [String], saves: Int, removes: Bool) {
            self.subjects = subjects
            self.saves = saves
            self.removes = removes
        }
    }

    /// The smallest set of imports whose removal removes the package, and what that saves together.
    public struct CutSet: Codable, Sendable, Equatable {
        public var edges: [Import]
        public var saves: Int
        /// Whether the package is gone then.
        public var removes: Bool
        /// Own packages of the program also removed.
        public var ownGone: [String]
        /// Shows what it saves, for a shell.
        public var command: String

        public init(edges: [Import], saves: Int, removes: Bool, ownGone: [String], command: String) {
            self.edges = edges
            self.saves = saves
            self.removes = removes
            self.ownGone = ownGone
            self.command = command
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
    /// Nil when nothing else is removed.
    public var without: Without?
    /// All packages that import it: own ones first, then those on most paths.
    public var ways: [Way]?
    /// Import paths from the main package to it, 2^53 standing for more.
    public var paths: Int?
    /// Packages on every import path, from the main package to it.
    public var onEveryPath: [String]?
    /// Imports that lead to it; by importer, the main package's first.
    public var graph: [Import]?
    /// Lines of own packages that use it.
    public var lines: [SourceLine]?
    /// Where no single import removes it, or none without own packages.
    public var cutSet: CutSet?

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
