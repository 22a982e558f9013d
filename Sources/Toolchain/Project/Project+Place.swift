internal import Host
internal import Planning
internal import SystemPackage

extension Project {
    /// The project around the working directory: the innermost folder with a pipeline, else the working directory itself.
    package static func around(environment: [String: String]) -> Project {
        project(innermost: { !Project(folder: $0).pipelines().isEmpty }, environment) ?? Project()
    }

    /// The project that a first pipeline is for: the folder with pipelines, with goreleaser's configuration, with `go.work` or with
    /// `go.mod` around the working directory, else the working directory itself.
    package static func beginning(environment: [String: String]) -> Project {
        let top = FilePath(workingFolder(environment)).enclosing(holding: [".git"]).first?.string ?? "/"
        for names in [GoreleaserImport.fileNames, ["go.work"], ["go.mod"]] {
            let project = project(
                innermost: { folder in names.contains { fileExists("\(folder)/\($0)") } }, environment, below: top)
            if let project { return project }
        }
        return Project()
    }

    private static func project(
        innermost isProject: (String) -> Bool, _ environment: [String: String], below top: String = "/"
    ) -> Project? {
        if isProject(".") { return Project() }
        var folder = FilePath(workingFolder(environment))
        while folder.string != top, folder.removeLastComponent() {
            if isProject(folder.string) { return Project(folder: folder.string) }
        }
        return nil
    }

    /// The working directory as the shell names it, as go does.
    private static func workingFolder(_ environment: [String: String]) -> String {
        guard let folder = environment["PWD"], folder.hasPrefix("/"), FileStamp(folder)?.inode == FileStamp(".")?.inode else {
            return currentFolder
        }
        return FilePath(folder).lexicallyNormalized().string
    }

    /// The project around the working directory of this process.
    package static var here: Project { around(environment: currentEnvironment) }

    /// A path that a user gives in the working directory, as the project names it: relative to its folder where it is below that.
    package func named(_ path: String?, environment: [String: String] = currentEnvironment) -> String? {
        guard let path, folder != ".", !path.hasPrefix("/") else { return path }
        // Names that this project knows are the same in its sub-folders.
        if !fileExists(path), exists(path) { return path }
        let whole = FilePath(Self.workingFolder(environment)).appending(path).lexicallyNormalized()
        let own = FilePath(folder)
        guard whole.starts(with: own) else { return whole.string }
        return whole.components.dropFirst(own.components.count).map(\.string).joined(separator: "/")
    }
}
