/// A file that goes into an archive.
struct ArchiveMember: Sendable {
    /// Its name in the archive.
    var name: String
    /// Where it is.
    var path: String
    var isExecutable: Bool

    var mode: Int { isExecutable ? 0o755 : 0o644 }
}
