internal import Yams

/// Reads a pipeline's `artifacts:`
///
///     artifacts:
///       archive: auto                  # zip for Windows, else tar.gz; or one of both for all, or none
///       files: [LICENSE*, README*]     # of the project, into each archive; these two by default
///       checksums: sha256              # or none
///       sbom: cyclonedx                # none by default
struct ArtifactsReader {
    private static let keys = ["archive", "files", "checksums", "sbom"]

    func read(_ node: Node, with yaml: inout YAMLReader) -> ArtifactOptions {
        var options = ArtifactOptions()
        guard let fields = yaml.fields(node, of: "`artifacts`", known: Self.keys) else { return options }
        if let node = fields["archive"],
            let name = choice(node, "archive", ArtifactOptions.Archive.allCases.map(\.rawValue), &yaml)
        {
            options.archive = ArtifactOptions.Archive(rawValue: name) ?? .auto
        }
        if let node = fields["files"] {
            options.files = yaml.strings(node, "`files`", example: "[LICENSE*, README.md]").compactMap { pattern, node in
                guard !pattern.hasPrefix("/"), !pattern.split(separator: "/").contains("..") else {
                    yaml.report(node, "`files`", found: "`\(pattern)`", expected: "a path or a glob below the project's folder")
                    return nil
                }
                return Glob(pattern)
            }
        }
        if let node = fields["checksums"] {
            options.checksums = choice(node, "checksums", ["sha256", "none"], &yaml) == "sha256"
        }
        if let node = fields["sbom"] { options.sbom = choice(node, "sbom", ["cyclonedx", "none"], &yaml) == "cyclonedx" }
        return options
    }

    private func choice(_ node: Node, _ key: String, _ names: [String], _ yaml: inout YAMLReader) -> String? {
        guard let name = yaml.string(node, "`\(key)`", expected: "one of \(yaml.list(names))") else { return nil }
        if names.contains(name) { return name }
        yaml.report(
            node, "`\(key)`", found: "`\(name)`", expected: "one of \(yaml.list(names))",
            suggestion: nearestName(to: name, among: names))
        return nil
    }
}
