/// Suggested cuts of one program of a pipeline, each with its evidence and the command that shows more.
/// The key `savings` of a build report. Sizes are bytes of the stripped file, modelled on one build of the program.
public struct CutList: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// An import `A->B`.
        case edge
        /// A package that several of the program's own packages import, cut from all of them.
        case package
        /// `module:PATH`
        case module
        /// Methods kept by reflection.
        case methods
        /// A file that is embedded in the program.
        case embedded
    }

    public struct Item: Codable, Sendable, Equatable {
        public var what: String
        public var kind: Kind
        public var saves: Int
        public var evidence: String
        public var command: String

        public init(what: String, kind: Kind, saves: Int, evidence: String, command: String) {
            self.what = what
            self.kind = kind
            self.saves = saves
            self.evidence = evidence
            self.command = command
        }
    }

    /// Bytes that the program loses with a package, removed everywhere.
    public struct PackageSaving: Codable, Sendable, Equatable {
        public var path: String
        public var saves: Int

        public init(path: String, saves: Int) {
            self.path = path
            self.saves = saves
        }
    }

    /// Import path of the main package, and the build that was looked at.
    public var main: String
    public var target: String
    public var preset: String
    /// All presets of which the build for the target compiles the same, for which the list holds as well; nil where that is not known.
    public var presets: [String]?
    /// How commands name the program for any target, `./cmd/app --tags netgo`; nil when it could not be linked again.
    public var program: String?
    /// Of the binary that was looked at.
    public var sha256: String?
    public var units = "bytes of the stripped file, modelled"
    public var size: Int
    /// Largest first; what goes with a larger one is left out.
    public var items: [Item]
    /// Savings of single packages, largest first; not additive. Nil in reports of earlier versions.
    public var packages: [PackageSaving]?
    public var methodElimination: SavingsReport.MethodElimination?
    /// Modules that go.mod requires and that put no byte into any build of the report; nil for all but the first program of a module.
    public var deadModules: [SavingsReport.Module]?
    /// Lines of the program's own sources through which packages and modules come in; nil where they are not known.
    public var origins: [Origin]?
    /// Why there is nothing.
    public var warning: String?

    public init(
        main: String, target: String, preset: String, program: String? = nil, sha256: String? = nil, size: Int = 0,
        items: [Item] = [],
        methodElimination: SavingsReport.MethodElimination? = nil, deadModules: [SavingsReport.Module]? = nil,
        warning: String? = nil
    ) {
        self.main = main
        self.target = target
        self.preset = preset
        self.program = program
        self.sha256 = sha256
        self.size = size
        self.items = items
        self.methodElimination = methodElimination
        self.deadModules = deadModules
        self.warning = warning
    }
}

extension CutList {
    /// One line: an import with the packages that come in by it on the shortest path from main, or a requirement of go.mod.
    public struct Origin: Codable, Sendable, Equatable {
        public var place: SourcePlace
        public var packages: [String]
        public var modules: [String]

        public init(place: SourcePlace, packages: [String] = [], modules: [String] = []) {
            self.place = place
            self.packages = packages
            self.modules = modules
        }
    }

    package func applies(to build: BuildReport.Build) -> Bool {
        main == build.main && target == build.target && (preset == build.preset || presets?.contains(build.preset) ?? false)
    }

    package var title: String { "What to cut from \(main)" }

    package var identity: String {
        "\(size.iec) stripped, modelled for \(target); savings are not additive"
    }

    /// `3 modules of go.mod put no byte into any of 6 builds: a, b, c`; nil when all do.
    package func deadModulesText(builds: Int) -> String? {
        guard let deadModules, !deadModules.isEmpty else { return nil }
        return
            "\(counted(deadModules.count, "module")) of go.mod put\(deadModules.count == 1 ? "s" : "") no byte into \(builds == 1 ? "the build" : "any of \(builds) builds"): "
            + deadModules.map { "\($0.path) \($0.version ?? "")" }.joined(separator: ", ")
    }
}

extension CutList.Item {
    package var title: String { kind == .edge ? (try? RemovalSubject(what))?.title ?? what : what }
}

extension BuildReport {
    /// Programs of which something can be said, with what it rests on.
    package var cutLists: [CutList] { (savings ?? []).filter { !$0.items.isEmpty || $0.deadModules?.isEmpty == false } }

    /// Why nothing can be said of a program, a line each.
    package var cutWarnings: [String] {
        (savings ?? []).compactMap { list in list.warning.map { "what to cut from \(list.main) for \(list.target): \($0)" } }
    }

    /// Builds that were weighed.
    package var weighedCount: Int { builds.count { $0.weigh != nil } }
}
