internal import ArgumentParser
internal import Host
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct TargetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets", abstract: "What can be built here: targets, their variants, and groups of them.",
        discussion: """
            pare targets
            pare targets first-class 'linux/arm/*'
            """)

    @OptionGroup var messages: MessageOptions

    @Argument(
        help: ArgumentHelp("Targets, globs or groups; all when there are none.", valueName: "pattern"), completion: .targets)
    var patterns: [String] = []

    func run() throws {
        let catalogue = try Project.here.catalogue()
        let installed = HostFacts(
            native: Project.native,
            installed: HostFacts.installed(catalogue, environment: currentEnvironment))
        var targets: [Target] = []
        for pattern in patterns {
            let found = catalogue.targets(matching: pattern)
            if found.isEmpty { throw ReportError("no target matches `\(pattern)`; `pare targets` lists them") }
            targets += found.filter { !targets.contains($0) }
        }
        if patterns.isEmpty { targets = catalogue.defaultTargets + [catalogue.universalTarget].compactMap(\.self) }
        let rows = targets.map { target in
            let platform = catalogue.platform(of: target)
            let variants = catalogue.variants.first { $0.architectures.contains(target.goarch) }
            let choice = target.variant == nil ? variants.map { "\($0.variable): \($0.values.joined(separator: " "))" } ?? "" : ""
            return [target.name, platform?.firstClass == true ? "first class" : "", cgo(platform, installed), choice]
        }
        var text = alignedText(rows)
        if patterns.isEmpty {
            text += "\ngroups\n" + alignedText(catalogue.groups.map { ["  " + $0.name, $0.patterns.joined(separator: " ")] })
            text += "\nA variant is a third part: linux/arm/6, linux/amd64/v3.\n"
        }
        try StandardStream.output.write(messages.style.wrapped(text))
    }

    /// C toolchains for cgo on a platform.
    private func cgo(_ platform: TargetCatalogue.Platform?, _ host: HostFacts) -> String {
        guard let platform else { return "joins darwin/amd64 and darwin/arm64" }
        let names = host.toolchains(of: platform).map(\.rawValue)
        let tools = names.isEmpty ? "" : "cgo: \(names.joined(separator: ", "))"
        switch platform.cgo {
        case .no: return "no cgo"
        case .required: return "cgo only" + (tools.isEmpty ? "" : tools.dropFirst("cgo".count))
        case .yes: return tools
        }
    }
}
