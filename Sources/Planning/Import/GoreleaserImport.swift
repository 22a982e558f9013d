/// Facts of a project that the conversion of its configuration needs.
public struct ProjectFacts {
    /// Name of the project's folder.
    public var folderName: String
    /// The path in the `go.mod` of a folder.
    public var modulePath: (_ folder: String) -> String?
    /// Whether a path or glob matches a file.
    public var exists: (_ pattern: String) -> Bool

    public init(
        folderName: String, modulePath: @escaping (_ folder: String) -> String?, exists: @escaping (_ pattern: String) -> Bool
    ) {
        self.folderName = folderName
        self.modulePath = modulePath
        self.exists = exists
    }
}

/// A pipeline made of another tool's configuration.
public struct ImportedPipeline {
    public var text: String
    /// Programs, as the pipeline names them.
    public var mains: [String]
    /// Parts of the configuration that the pipeline names in a comment only.
    public var notes: Int
}

/// Converts a configuration of goreleaser into a pipeline: builds, archives, checksums, bills of materials, upx, hooks. All else is named
/// in comments, so that no key of the file is lost.
public struct GoreleaserImport {
    /// Names that goreleaser looks for, the first to be preferred. (goreleaser/internal/pipe/defaults)
    public static let fileNames = [
        ".config/goreleaser.yml", ".config/goreleaser.yaml", ".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml",
        "goreleaser.yaml",
    ]

    let file: String
    let catalogue: TargetCatalogue
    let facts: ProjectFacts
    private var reader = ImportReader()

    /// `file` is the name used in comments and problems. Throws what is no YAML.
    public static func pipeline(
        _ text: String, file: String, catalogue: TargetCatalogue, facts: ProjectFacts
    ) throws(ConfigurationError) -> ImportedPipeline {
        var yaml = YAMLReader(file: file)
        let root = yaml.root(of: text)
        if let error = yaml.error { throw error }
        if let root, root.mapping == nil {
            throw ConfigurationError(problems: [
                Problem(
                    place: "\(file):1", what: "no configuration of goreleaser", found: yaml.describe(root),
                    expected: "a mapping with keys such as `builds`")
            ])
        }
        var conversion = GoreleaserImport(file: file, catalogue: catalogue, facts: facts)
        return conversion.pipeline(
            ImportedNode(node: root ?? Node(value: .mapping([]), mark: .init(line: 1, column: 1)), path: "", line: 1))
    }

    private init(file: String, catalogue: TargetCatalogue, facts: ProjectFacts) {
        self.file = file
        self.catalogue = catalogue
        self.facts = facts
    }

    private mutating func pipeline(_ root: ImportedNode) -> ImportedPipeline {
        _ = reader.take("version", root)
        let monorepo = reader.take("monorepo", root)
        let folder = reader.string("dir", monorepo) ?? "."
        let release = root.node.mapping?.first { $0.key.scalar?.string == "release" }?.value
        let repository = ["github", "gitlab", "gitea"].compactMap { host in
            release?.mapping?.first { $0.key.scalar?.string == host }?.value.mapping?.first { $0.key.scalar?.string == "name" }?
                .value.scalar?.string
        }.first
        let module = facts.modulePath(folder)
        var fields = GoreleaserFields(
            projectName: reader.string("project_name", root) ?? repository
                ?? module.flatMap { programElements(of: $0).last } ?? facts.folderName,
            modulePath: module)
        for (key, value) in reader.take("variables", root)?.node.mapping ?? [] {
            if let name = key.scalar?.string, let value = value.scalar?.string {
                _ = reader.take(name, reader.take("variables", root))
                fields.variables[name] = value
            }
        }
        let environment = reader.take("env", root).map { reader.items($0) } ?? []
        for entry in environment {
            guard let text = entry.node.scalar?.string, let equals = text.firstIndex(of: "=") else { continue }
            fields.environment[String(text[..<equals])] = fields.evaluator.assigned(text)
        }
        let before = GoreleaserHooks(evaluator: fields.evaluator).read("hooks", reader.take("before", root), &reader)
        let list = reader.take(["builds", "build"], root)
        let builder = GoreleaserBuildReader(catalogue: catalogue, fields: fields, environment: environment, folder: folder)
        var builds = (list.map { reader.mappings($0).map(Optional.some) } ?? [nil]).enumerated().compactMap { number, node in
            builder.read(node, number: number, &reader)
        }
        if builds.isEmpty {
            let targets = InitialFiles.firstTargets.flatMap { catalogue.targets(matching: $0) }
            let cells = targets.map { ImportedCell(build: 0, target: $0) }
            builds = [
                GoreleaserBuild(id: fields.projectName, main: ".", folder: folder, line: 1, targets: targets, cells: cells)
            ]
            if let list { reader.note(list, "none of them is a Go program that is built: put yours under `mains`") }
        }
        GoreleaserModules(fields: fields).read(root, &builds, &reader)
        GoreleaserUniversal(catalogue: catalogue, fields: fields).read(root, &builds, &reader)
        GoreleaserPacking(fields: fields).read(root, &builds, &reader)
        let archives = GoreleaserArchives(catalogue: catalogue, fields: fields, exists: facts.exists, hasHooks: !before.isEmpty)
            .read(root, builds, &reader)
        let sums = GoreleaserSums(fields: fields)
        let (checksums, sbom) = (sums.checksums(root, &reader), sums.bills(root, &reader))
        reader.drop("tag_prefix", monorepo, "`{{version}}` is what `git describe` says, with the prefix")
        for (key, _) in root.node.mapping ?? [] {
            if let key = key.scalar?.string, let reason = GoreleaserSections.reasons[key] { reader.drop(key, root, reason) }
        }
        reader.noteRest(root, "Pare does not know it")
        var text = GoreleaserPipelineText(
            file: file, name: fields.projectName, builds: builds, before: before, archives: archives, checksums: checksums,
            sbom: sbom, notes: reader.notes, facts: facts)
        return ImportedPipeline(text: text.written(), mains: builds.map(\.main).uniqued(), notes: reader.notes.count)
    }
}
