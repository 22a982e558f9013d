/// Archives and metadata for publishing the binaries: a pipeline's `artifacts:` key.
public struct ArtifactOptions: Codable, Sendable, Equatable {
    public enum Archive: String, Codable, Sendable, CaseIterable {
        /// `zip` for Windows, else `tar.gz`.
        case auto
        case tarGzip = "tar.gz"
        case zip
        case none
    }

    public var archive: Archive
    /// Project files added to each archive: globs, and folders with their whole contents.
    public var files: [Glob]
    /// `FILE:LINE` of them; nil for those that come without saying.
    public var filesPlace: String?
    /// Template for the name of archive and bill of materials, without extension; nil for `{{main}}_{{target}}_{{preset}}`.
    public var name: String?
    /// `FILE:LINE` of it.
    public var namePlace: String?
    /// Writes `SHA256SUMS`.
    public var checksums: Bool
    /// Writes a CycloneDX bill of materials for each binary.
    public var sbom: Bool

    public init(
        archive: Archive = .auto, files: [Glob] = [Glob("LICENSE*"), Glob("README*")], filesPlace: String? = nil,
        name: String? = nil, namePlace: String? = nil, checksums: Bool = true, sbom: Bool = false
    ) {
        self.archive = archive
        self.files = files
        self.filesPlace = filesPlace
        self.name = name
        self.namePlace = namePlace
        self.checksums = checksums
        self.sbom = sbom
    }
}

/// Reads a pipeline's `artifacts:`
///
///     artifacts:
///       archive: auto                  # zip for Windows, else tar.gz; or one of both for all, or none
///       files: [LICENSE*, docs]        # of the project, into each archive; LICENSE* and README* by default
///       name: "{{main}}_{{version}}_{{target}}" # of archives, without extension; {{main}}_{{target}}_{{preset}} by default
///       checksums: sha256              # or none
///       sbom: cyclonedx                # none by default
struct ArtifactsReader {
    private static let keys = ["archive", "files", "name", "checksums", "sbom"]

    func read(_ node: Node, with yaml: inout YAMLReader) -> ArtifactOptions {
        var options = ArtifactOptions()
        guard let fields = yaml.fields(node, of: "`artifacts`", known: Self.keys) else { return options }
        if let node = fields["archive"],
            let name = choice(node, "archive", ArtifactOptions.Archive.allCases.map(\.rawValue), &yaml)
        {
            options.archive = ArtifactOptions.Archive(rawValue: name) ?? .auto
        }
        if let node = fields["name"],
            let name = yaml.string(node, "`name`", expected: "a name: \"{{main}}_{{version}}_{{target}}\"")
        {
            yaml.noteTemplates(name, node, "`name`", scope: .build)
            options.name = name
            options.namePlace = yaml.place(node)
        }
        if let node = fields["files"] {
            options.filesPlace = yaml.place(node)
            options.files = yaml.strings(node, "`files`", example: "[LICENSE*, README.md]").compactMap { pattern, node in
                guard !pattern.hasPrefix("/"), !pattern.split(separator: "/").contains("..") else {
                    yaml.report(node, "`files`", found: "`\(pattern)`", expected: "a path or a glob below the project's folder")
                    return nil
                }
                return Glob(pattern.hasPrefix("./") ? String(pattern.dropFirst(2)) : pattern)
            }
        }
        if let node = fields["checksums"] {
            options.checksums = choice(node, "checksums", ["sha256", "none"], &yaml) == "sha256"
        }
        if let node = fields["sbom"] { options.sbom = choice(node, "sbom", ["cyclonedx", "none"], &yaml) == "cyclonedx" }
        return options
    }

    private func choice(_ node: Node, _ key: String, _ names: [String], _ yaml: inout YAMLReader) -> String? {
        guard let name = yaml.string(node, "`\(key)`", expected: "one of \(yaml.list(names))") else { return nil }
        if names.contains(name) { return name }
        yaml.report(
            node, "`\(key)`", found: "`\(name)`", expected: "one of \(yaml.list(names))",
            suggestion: nearestName(to: name, among: names))
        return nil
    }
}
