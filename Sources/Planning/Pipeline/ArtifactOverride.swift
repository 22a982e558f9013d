/// Archives of some builds, where they differ from those of the pipeline's `artifacts`.
public struct ArtifactOverride: Sendable, Equatable {
    public var builds: BuildSelector
    public var archive: ArtifactOptions.Archive?
    public var files: [ArchiveFiles]?
    /// `FILE:LINE` of them.
    public var filesPlace: String?
    public var name: String?
    /// `FILE:LINE` of it.
    public var namePlace: String?
    public var folder: String?
}

/// Reads `overrides` of a pipeline's `artifacts`, of which the later ones win:
///
///     overrides:
///       - { target: windows/*, archive: zip }
///       - { target: linux/arm/6, name: "app_{{version}}_linux_armv6" }
///       - { main: ./cmd/agent, files: [LICENSE*, agent.conf], folder: agent }
struct ArtifactOverridesReader {
    private static let keys = ["archive", "files", "name", "folder"]

    let selectors: BuildSelectorReader

    func read(_ node: Node, with yaml: inout YAMLReader) -> [ArtifactOverride] {
        let example = "[{ target: windows/*, archive: zip }]"
        let artifacts = ArtifactsReader()
        return (yaml.items(node, "`overrides` of `artifacts`", example: example) ?? []).compactMap { item in
            guard let fields = yaml.fields(item, of: "an override of `artifacts`", known: BuildSelectorReader.keys + Self.keys)
            else { return nil }
            let isWhole = fields.count == item.mapping?.count
            if isWhole, !fields.keys.contains(where: BuildSelectorReader.keys.contains) {
                yaml.report(
                    item, "an override of all archives",
                    expected: "its keys in `artifacts` itself, or one of \(yaml.list(BuildSelectorReader.keys))")
            } else if isWhole, !fields.keys.contains(where: Self.keys.contains) {
                yaml.report(
                    item, "an override that changes nothing", expected: "what changes, one of \(yaml.list(Self.keys))")
            }
            return ArtifactOverride(
                builds: selectors.read(fields, with: &yaml), archive: artifacts.archive(fields["archive"], &yaml),
                files: fields["files"].map { ArchiveFilesReader().read($0, &yaml) },
                filesPlace: fields["files"].map { yaml.place($0) },
                name: artifacts.name("name", in: fields, &yaml), namePlace: fields["name"].map { yaml.place($0) },
                folder: artifacts.name("folder", in: fields, &yaml))
        }
    }
}
