/// What is made of the binaries for those who download them: a pipeline's `artifacts:` key.
public struct ArtifactOptions: Codable, Sendable, Equatable {
    public enum Archive: String, Codable, Sendable, CaseIterable {
        /// `zip` for Windows, else `tar.gz`.
        case auto
        case tarGzip = "tar.gz"
        case zip
        case none
    }

    public var archive: Archive
    /// Files of the project that go into each archive beside the binary: globs, and folders with all that is in them.
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
