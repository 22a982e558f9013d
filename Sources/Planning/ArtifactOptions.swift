/// What is made of the binaries for those who download them: a pipeline's `artifacts:` key.
public struct ArtifactOptions: Sendable, Equatable {
    public enum Archive: String, Sendable, CaseIterable {
        /// `zip` for Windows, else `tar.gz`.
        case auto
        case tarGzip = "tar.gz"
        case zip
        case none
    }

    public var archive: Archive
    /// Files of the project that go into each archive beside the binary; globs.
    public var files: [Glob]
    /// Writes `SHA256SUMS`.
    public var checksums: Bool
    /// Writes a CycloneDX bill of materials for each binary.
    public var sbom: Bool

    public init(
        archive: Archive = .auto, files: [Glob] = [Glob("LICENSE*"), Glob("README*")], checksums: Bool = true, sbom: Bool = false
    ) {
        self.archive = archive
        self.files = files
        self.checksums = checksums
        self.sbom = sbom
    }
}
