/// The origin of a report: the Pare, the sources, the toolchain, the machine and the plan. A field that is not known is absent.
public struct Provenance: Codable, Sendable, Equatable {
    /// `0.1.0`
    public var pare: String
    /// Identifies the executable of Pare by its contents: `0.1.0+5f2c9a1e03b7d684`. A build of another source of the same version has
    /// another one.
    public var executable: String?
    /// Full hash of the commit that is checked out in the project's folder.
    public var commit: String?
    /// Time of that commit, ISO 8601, UTC.
    public var committed: String?
    /// Files that differ from the commit, the first by name: `main.go and 2 more`; nil where none does.
    public var changed: String?
    /// Nil when a commit is checked out that is on no branch.
    public var branch: String?
    /// The commit's own tag, the first of several.
    public var tag: String?
    /// `go1.27.3`
    public var go: String?
    /// System and architecture of the machine: `linux/amd64`.
    public var host: String?
    /// Digest of the plan, lower-case hexadecimal: the same on every machine.
    public var plan: String?

    public init(
        pare: String, executable: String? = nil, commit: String? = nil, committed: String? = nil, changed: String? = nil,
        branch: String? = nil, tag: String? = nil, go: String? = nil, host: String? = nil, plan: String? = nil
    ) {
        self.pare = pare
        self.executable = executable
        self.commit = commit
        self.committed = committed
        self.changed = changed
        self.branch = branch
        self.tag = tag
        self.go = go
        self.host = host
        self.plan = plan
    }
}
