internal import ArgumentParser
internal import Host
internal import Planning
internal import Rendering
internal import Toolchain

struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets", abstract: "What each preset passes to go, and what it costs.",
        discussion: """
            pare presets                              the built-in ones
            pare presets -f pipelines/release.yml     those of a pipeline, its own among them
            """)

    @OptionGroup var messages: MessageOptions

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The pipeline whose presets to show.", valueName: "file"),
        completion: .pipelineFiles)
    var file: String?

    func run() throws {
        let project = Project.here
        var presets = Preset.builtIn
        var compiler: Compiler?
        if let file {
            let pipeline = try project.pipeline(project.named(file), project.catalogue())
            presets = pipeline.presets
            compiler = pipeline.settings.compiler
        }
        let texts = presets.map { preset in
            let passed = preset.passed(with: preset.settings.compiler ?? compiler)
            var lines = [passed.isEmpty ? "(nothing)" : passed.joined(separator: " ")]
            if compiler == nil, preset.settings.compiler == nil, !preset.settings.cflags.isEmpty {
                lines.append("with gccgo: " + preset.passed(with: .gccgo).joined(separator: " "))
            }
            return "\(preset.name)\n" + (lines + [preset.about]).map { "    \($0)\n" }.joined()
        }
        try StandardStream.output.write(messages.style.wrapped(texts.joined()))
    }
}
