internal import ArgumentParser
internal import Host
internal import Planning
internal import Toolchain

/// Values that a shell offers, asked of the project in the current folder when they are wanted.
extension CompletionKind {
    static let targets = custom { _, _, _ in
        let catalogue = try? Project().catalogue()
        return (catalogue?.defaultTargets.map(\.name) ?? []) + (catalogue?.groups.map(\.name) ?? [])
    }

    static let presets = custom { _, _, _ in
        Preset.builtIn.map(\.name)
            + pipelines.flatMap { $0.presets.map(\.name) }.filter { name in
                !Preset.builtIn.contains { $0.name == name }
            }.uniqued()
    }

    /// Main packages of the pipelines, and the folders of `cmd`.
    static let programs = custom { _, _, _ in
        let commands = (Project().names(in: "cmd")).filter { isFolder("cmd/\($0)") }.map { "./cmd/\($0)" }.sorted()
        return (commands + pipelines.flatMap { $0.mains.map(\.path) }).uniqued()
    }

    static let pipelineFiles = file(extensions: ["yml", "yaml"])

    private static var pipelines: [Pipeline] {
        let project = Project()
        guard let catalogue = try? project.catalogue() else { return [] }
        return project.pipelines().compactMap { try? project.pipeline($0, catalogue) }
    }
}
