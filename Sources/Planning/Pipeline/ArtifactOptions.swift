/// Archives and metadata for publishing the binaries: a pipeline's `artifacts:` key.
public struct ArtifactOptions: Codable, Sendable, Equatable {
    public enum Archive: String, Codable, Sendable, CaseIterable {
        /// `zip` for Windows, else `tar.gz`.
        case auto
        case tarGzip = "tar.gz"
        case tgz
        case zip
        /// No archive: the binary itself under the archive's name.
        case binary
        case none
    }

    public var archive: Archive
    /// Project files added to each archive.
    public var files: [ArchiveFiles]
    /// `FILE:LINE` of them; nil for those that come without saying.
    public var filesPlace: String?
    /// Template for the name of archive and bill of materials, without extension; nil for
    /// `{{main}}_{{version}}_{{target}}_{{preset}}`.
    public var name: String?
    /// `FILE:LINE` of it.
    public var namePlace: String?
    /// Template for a folder in each archive that holds its members; nil for none.
    public var folder: String?
    /// Writes checksums.
    public var checksums: Bool
    /// Template for the name of their file.
    public var checksumsName: String
    /// `FILE:LINE` of it.
    public var checksumsPlace: String?
    /// Writes a CycloneDX bill of materials for each binary.
    public var sbom: Bool
    /// Writes an in-toto statement of the builds of each archive, with SLSA's provenance.
    public var provenance: Bool

    public init(
        archive: Archive = .auto, files: [ArchiveFiles] = [ArchiveFiles("LICENSE*"), ArchiveFiles("README*")],
        filesPlace: String? = nil,
        name: String? = nil, namePlace: String? = nil, folder: String? = nil, checksums: Bool = true,
        checksumsName: String = "SHA256SUMS", checksumsPlace: String? = nil, sbom: Bool = false,
        provenance: Bool = false
    ) {
        self.archive = archive
        self.files = files
        self.filesPlace = filesPlace
        self.name = name
        self.namePlace = namePlace
        self.folder = folder
        self.checksums = checksums
        self.checksumsName = checksumsName
        self.checksumsPlace = checksumsPlace
        self.sbom = sbom
        self.provenance = provenance
    }
}

/// Reads a pipeline's `artifacts:`
///
///     artifacts:
///       archive: auto                  # zip for Windows, else tar.gz; or tar.gz, tgz, zip, binary for all, or none
///       files: [LICENSE*, docs]        # of the project, into each archive; LICENSE* and README* by default; see `ArchiveFiles`
///       name: "{{main}}_{{version}}_{{target}}" # of archives, without extension; with _{{preset}} by default
///       folder: "{{main}}_{{version}}" # in each archive, around its members; none by default
///       checksums: sha256              # or none, or { file: checksums.txt }; SHA256SUMS by default
///       sbom: cyclonedx                # none by default
///       provenance: slsa               # none by default
///       overrides:                     # for some builds, see `ArtifactOverridesReader`
///         - { target: windows/*, archive: zip }
struct ArtifactsReader {
    private static let keys = ["archive", "files", "name", "folder", "checksums", "sbom", "provenance", "overrides"]

    func read(_ node: Node, with yaml: inout YAMLReader) -> ArtifactOptions {
        var options = ArtifactOptions()
        guard let fields = yaml.fields(node, of: "`artifacts`", known: Self.keys) else { return options }
        if let archive = archive(fields["archive"], &yaml) { options.archive = archive }
        options.name = name("name", in: fields, &yaml)
        options.namePlace = options.name == nil ? nil : fields["name"].map { yaml.place($0) }
        options.folder = name("folder", in: fields, &yaml)
        if let node = fields["files"] {
            options.filesPlace = yaml.place(node)
            options.files = ArchiveFilesReader().read(node, &yaml)
        }
        if let node = fields["checksums"] { readChecksums(node, &options, &yaml) }
        if let node = fields["sbom"] { options.sbom = choice(node, "sbom", ["cyclonedx", "none"], &yaml) == "cyclonedx" }
        if let node = fields["provenance"] { options.provenance = choice(node, "provenance", ["slsa", "none"], &yaml) == "slsa" }
        return options
    }

    func archive(_ node: Node?, _ yaml: inout YAMLReader) -> ArtifactOptions.Archive? {
        node.flatMap { choice($0, "archive", ArtifactOptions.Archive.allCases.map(\.rawValue), &yaml) }
            .flatMap(ArtifactOptions.Archive.init(rawValue:))
    }

    func name(_ key: String, in fields: [String: Node], _ yaml: inout YAMLReader) -> String? {
        guard let node = fields[key],
            let name = yaml.string(node, "`\(key)`", expected: "a name: \"{{main}}_{{version}}_{{target}}\"")
        else { return nil }
        yaml.noteTemplates(name, node, "`\(key)`", scope: .build)
        return name
    }

    private func readChecksums(_ node: Node, _ options: inout ArtifactOptions, _ yaml: inout YAMLReader) {
        guard node.mapping != nil else {
            options.checksums = choice(node, "checksums", ["sha256", "none"], &yaml) == "sha256"
            return
        }
        guard let fields = yaml.fields(node, of: "`checksums`", known: ["file"]), let node = fields["file"],
            let name = yaml.string(node, "`file`", expected: "a name: checksums.txt")
        else { return }
        yaml.noteTemplates(name, node, "`file`", scope: .run)
        options.checksumsName = name
        options.checksumsPlace = yaml.place(node)
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
