/// A main package that a pipeline builds.
public struct MainPackage: Codable, Sendable, Equatable {
    /// As the pipeline says it and go takes it: `./cmd/app`, `cmd/gofmt`.
    public var path: String
    /// Folder of its `go.mod` or `go.work` relative to the project's folder.
    public var module: String
    /// `example.com/app/cmd/app`, as a binary says it; the path where no `go.mod` tells.
    public var importPath: String
    /// `FILE:LINE`
    public var place: String

    public init(path: String, module: String = ".", importPath: String, place: String) {
        self.path = path
        self.module = module
        self.importPath = importPath
        self.place = place
    }

    /// What a pattern may call it: its path, its import path, or its binary's name.
    func isCalled(_ pattern: String) -> Bool {
        let glob = Glob(pattern)
        return [path, importPath, binary].contains(where: glob.matches)
    }

    /// The name of its binary, as `go build` would choose it.
    var binary: String {
        programElements(of: withoutExtension(importPath)).last ?? "main"
    }

    /// A path of it, without `.go` where the main package is a Go file.
    func withoutExtension(_ path: String) -> String {
        self.path.hasSuffix(".go") && path.hasSuffix(".go") ? String(path.dropLast(3)) : path
    }
}
