internal import Host
internal import JSON
package import Planning
internal import SystemPackage

/// The files of a user's project: `targets.json`, `pipelines/*.yml`, `go.mod`, `dist`.
package struct Project: Sendable {
    /// The folder that everything else is relative to.
    package var folder: String

    package init(folder: String = ".") {
        self.folder = folder
    }

    /// The project's own `targets.json`, else the one that comes with Pare. Throws `ConfigurationError` or `FileError`.
    package func catalogue() throws -> TargetCatalogue {
        guard exists("targets.json") else { return try .builtIn(native: Project.native) }
        return try .read(text("targets.json"), file: "targets.json", native: Project.native)
    }

    /// The pipeline in `file`, or the only one in `pipelines` when none is named.
    ///
    /// Throws `ConfigurationError` with all problems of the file, `FileError` when there is none to read.
    package func pipeline(_ file: String?, _ catalogue: TargetCatalogue) throws -> Pipeline {
        try draft(file, catalogue).whole()
    }

    /// The pipeline's file as named, else `pipelines/release.yml` or the only one there. Throws `FileError` when there is none.
    package func pipelineFile(_ file: String?) throws -> String { try file ?? onlyPipeline() }

    /// The pipeline as far as it can be read. Throws `FileError`.
    func draft(_ file: String?, _ catalogue: TargetCatalogue) throws -> PipelineDraft {
        let file = try pipelineFile(file)
        return try Pipeline.draft(text(file), file: file, catalogue: catalogue) { importPath(of: $0, in: $1) }
    }

    /// The path in a folder's `go.mod`; nil without one.
    package func modulePath(_ module: String) throws -> String? {
        let file = module == "." ? "go.mod" : "\(module)/go.mod"
        guard exists(file) else { return nil }
        for line in try text(file).split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
            if words.first == "module", words.count > 1 { return String(words[1].filter { $0 != "\"" && $0 != "`" }) }
        }
        return nil
    }

    /// Writes a file that must not exist yet, its folder if need be. Throws `FileError`.
    package func create(_ file: String, _ text: String) throws {
        guard !exists(file) else { throw FileError(path: file, reason: "already exists; remove it to start over") }
        try write(file, text)
    }

    /// Writes or replaces a file, its folder if need be. Throws `FileError`.
    package func write(_ file: String, _ text: String) throws { try replaceFile(at: placed(file), with: text) }

    /// So with what `body` passes on, piece by piece.
    package func write(_ file: String, _ body: (_ write: @escaping ([UInt8]) throws -> Void) throws -> Void) throws {
        let output = try OutputFile(at: placed(file))
        try body { try output.write($0) }
        try output.commit()
    }

    /// The path of a file that is to be written, whose folder is made.
    private func placed(_ file: String) throws -> String {
        let path = path(file)
        if let slash = path.lastIndex(of: "/") {
            do {
                try createFolders(String(path[..<slash]))
            } catch {
                throw FileError(path: String(path[..<slash]), error)
            }
        }
        return path
    }

    package func exists(_ file: String) -> Bool {
        fileExists(path(file))
    }

    /// Groups of packages in a pattern file. Throws `ConfigurationError` or `FileError`.
    package func groups(_ file: String) throws -> PackageGroups {
        try PackageGroups(text(file), file: file)
    }

    /// The pipelines of the project, by name.
    package func pipelines() -> [String] {
        names(in: "pipelines").filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.sorted().map { "pipelines/\($0)" }
    }

    /// Names of what is in a folder; none when it cannot be read.
    package func names(in folder: String) -> [String] {
        (try? Host.names(inFolder: path(folder))) ?? []
    }

    private func onlyPipeline() throws -> String {
        let all = pipelines()
        if let release = ["pipelines/release.yml", "pipelines/release.yaml"].first(where: all.contains) { return release }
        guard let first = all.first else {
            let around = absolute(".").removingLastComponent().enclosing(holding: ["pipelines"])
                .first { !Project(folder: $0.string).pipelines().isEmpty }
            throw FileError(
                path: "pipelines",
                reason: around.map { "no pipeline here, but in \($0)/pipelines; run pare in \($0)" }
                    ?? "no pipeline here; `pare init` writes a first one, `-f FILE` names one elsewhere")
        }
        guard all.count == 1 else {
            throw FileError(path: "pipelines", reason: "name one of them with -f: \(all.joined(separator: ", "))")
        }
        return first
    }

    package func path(_ file: String) -> String {
        file.hasPrefix("/") || folder == "." ? file : "\(folder)/\(file)"
    }

    package func text(_ file: String) throws -> String {
        try MappedFile(path: path(file)).text
    }

    /// This machine as a target: `linux/amd64`.
    package static let native: String = {
        #if arch(arm64)
            "linux/arm64"
        #else
            "linux/amd64"
        #endif
    }()
}
