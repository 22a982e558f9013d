/// A main package of a project, as go finds it.
public struct FoundProgram: Sendable, Equatable {
    /// As go takes it in the folder of its module: `./cmd/app`.
    public var path: String
    /// Its packages with `import "C"`, the standard library's not among them.
    public var cgoPackages: [String]
    /// Packages of the standard library that use C where cgo is on: `net`, `os/user`.
    public var cgoStandard: [String]
    /// A `default.pgo` is in its folder.
    public var hasProfile: Bool
    /// Targets of the first pipeline that it has no Go files for without cgo.
    public var needsCgoFor: [String]

    public init(
        path: String, cgoPackages: [String] = [], cgoStandard: [String] = [], hasProfile: Bool = false, needsCgoFor: [String] = []
    ) {
        self.path = path
        self.cgoPackages = cgoPackages
        self.cgoStandard = cgoStandard
        self.hasProfile = hasProfile
        self.needsCgoFor = needsCgoFor
    }
}

/// The main packages of one module or workspace.
public struct FoundModule: Sendable, Equatable {
    /// Folder of its `go.mod` or `go.work`, relative to the project's.
    public var folder: String
    public var programs: [FoundProgram]

    public init(folder: String, programs: [FoundProgram]) {
        self.folder = folder
        self.programs = programs
    }
}
