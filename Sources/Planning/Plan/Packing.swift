/// The archive of one build as the pipeline's `artifacts` and their overrides say it.
public struct Packing: Codable, Sendable, Equatable {
    public var archive: ArtifactOptions.Archive
    public var files: [ArchiveFiles]
    /// Folder in the archive that holds its members.
    public var folder: String?

    public init(archive: ArtifactOptions.Archive, files: [ArchiveFiles], folder: String? = nil) {
        self.archive = archive
        self.files = files
        self.folder = folder
    }
}
