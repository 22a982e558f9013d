internal import Host
internal import Planning
internal import SystemPackage

/// The pipeline that `pare init` writes, and what it was made of.
package struct FirstPipeline {
    package var text: String
    /// `mains: ., ./cmd/app`
    package var summary: String
}

extension Project {
    /// A pipeline made of goreleaser's configuration where there is one, else of the programs that go finds. Throws `FileError`,
    /// `ConfigurationError` or `GoToolchainError`.
    package func firstPipeline(environment: [String: String]) async throws -> FirstPipeline {
        if let file = GoreleaserImport.fileNames.first(where: exists) { return try imported(file) }
        let missing = FileError(
            path: "go.mod",
            reason:
                "neither in this folder nor above or below; run pare init where it is, or make one: go mod init example.com/app")
        guard ProgramSurvey.canLook(in: self) else { throw missing }
        let toolchain = try await GoToolchain.find(environment: environment, in: folder)
        let survey = try await ProgramSurvey(project: self, toolchain: toolchain, environment: environment).modules()
        guard let first = survey.built.first else { throw missing }
        let catalogue = try catalogue()
        let host = HostFacts(
            native: Project.native, installed: HostFacts.installed(catalogue, environment: environment),
            goSettings: toolchain.settings)
        let files = InitialFiles(
            title: try modulePath(first.folder) ?? "the workspace", modules: survey.built, others: survey.others,
            catalogue: catalogue, host: host)
        let mains = survey.built.flatMap { module in
            module.programs.map { module.folder == "." ? $0.path : "\(module.folder): \($0.path)" }
        }
        return FirstPipeline(
            text: files.pipeline,
            summary: mains.isEmpty ? "no main package found: put yours under `mains`" : "mains: \(mains.joined(separator: ", "))")
    }

    private func imported(_ file: String) throws -> FirstPipeline {
        let files = ProjectFiles(folder: folder)
        let facts = ProjectFacts(
            folderName: absolute(".").lastComponent?.string ?? "app", modulePath: { (try? modulePath($0)) ?? nil },
            exists: { !files.names($0).isEmpty })
        let pipeline = try GoreleaserImport.pipeline(text(file), file: file, catalogue: catalogue(), facts: facts)
        let notes =
            pipeline.notes == 0 ? "" : "; entries without a counterpart: \(pipeline.notes), listed at the pipeline's end"
        return FirstPipeline(
            text: pipeline.text, summary: "from \(file), mains: \(pipeline.mains.joined(separator: ", "))\(notes)")
    }
}
