internal import GoSource
internal import Host
internal import Reports
internal import Toolchain

/// The Go files of a package, read once for all questions about its imports.
struct PackageSources: Sendable {
    private struct File: Sendable {
        /// As people open it.
        var name: String
        var statements: [ImportStatements.Statement]
        var outline: GoOutline
        var constraint: BuildConstraint
    }

    /// One import of the package: where it is written, and what it takes to do without.
    struct Import {
        var places: [WhyReport.Import] = []
        var uses: [ImportUse.Kind: Int] = [:]
        var names: Set<String> = []
        /// Functions whose bodies use it.
        var functions: Set<String> = []
        /// A tag that leaves out every file with the import; nil when a file has none.
        var tag: String?

        /// Edits, as `Suggestion.effort` counts them.
        var effort: Int {
            places.count + uses.reduce(0) { $0 + $1.value * $1.key.edits }
        }
    }

    private let package: GoPackage
    private let files: [File]

    init(_ package: GoPackage, shown: (String) -> String) {
        self.package = package
        let names = (package.goFiles ?? []) + (package.cgoFiles ?? [])
        files = names.sorted().compactMap { name in
            guard let folder = package.folder, let file = try? MappedFile(path: "\(folder)/\(name)") else {
                return nil
            }
            let source = file.text
            return File(
                name: shown(name), statements: ImportStatements(source: source).statements, outline: GoOutline(source: source),
                constraint: BuildConstraint(head: String(source.prefix(4096)), name: name))
        }
    }

    /// The import of the package at `path`, which is called `name`; nil when no file that could be read has it.
    func use(of path: String, name: String, build: BuildTags) -> Import? {
        var found = Import()
        var tags: Set<String>?
        for file in files {
            let use = ImportUse(
                source: "", statements: file.statements, isImport: { (package.importMap?[$0] ?? $0) == path }, name: name,
                outline: { file.outline })
            guard !use.imports.isEmpty else { continue }
            found.places += use.imports.map { WhyReport.Import(from: package.path, to: path, file: file.name, line: $0) }
            for place in use.places { found.uses[place.kind, default: 0] += 1 }
            found.names.formUnion(use.names)
            found.functions.formUnion(use.functions)
            let own = Set(
                file.constraint.customTags.filter {
                    !build.custom.contains($0) && file.constraint.includes(build.toggling([$0])) == false
                })
            tags = tags.map { $0.intersection(own) } ?? own
        }
        guard !found.places.isEmpty else { return nil }
        found.tag = tags?.sorted().first
        return found
    }
}

extension ImportUse.Kind {
    fileprivate var edits: Int {
        switch self {
        case .blank: 0
        case .function: 1
        case .variable: 2
        case .signature, .field: 3
        case .embedded: 6
        }
    }

    /// As reports name it.
    var title: String {
        switch self {
        case .blank: "blank import"
        case .embedded: "embedded type"
        default: rawValue
        }
    }
}
