/// Checks of each build of a pipeline: its `verify:` key.
public struct Verification: Codable, Sendable, Equatable {
    /// Built a second time in another folder with an empty cache, it must be the same to the byte.
    public var reproducible: Bool
    /// Arguments of runs that must end with exit code 0; one entry a run.
    public var smoke: [[String]]
    public init(reproducible: Bool = false, smoke: [[String]] = []) {
        self.reproducible = reproducible
        self.smoke = smoke
    }
}

/// Reads a pipeline's `verify:`
///
///     verify:
///       reproducible: true             # built twice, the same to the byte
///       smoke: [--version, run --dry]  # an entry a run, its arguments separated by blanks; exit code 0 expected
struct VerificationReader {
    private static let keys = ["reproducible", "smoke"]

    func read(_ node: Node, with yaml: inout YAMLReader) -> Verification {
        var verification = Verification()
        guard let fields = yaml.fields(node, of: "`verify`", known: Self.keys) else { return verification }
        verification.reproducible = fields["reproducible"].flatMap { yaml.bool($0, "`reproducible`") } ?? false
        for node in fields["smoke"].flatMap({ yaml.items($0, "`smoke`", example: "[--version]") }) ?? [] {
            guard let scalar = node.scalar else {
                yaml.report(node, "`smoke`: an entry", found: yaml.describe(node), expected: "the arguments of a run: --version")
                continue
            }
            verification.smoke.append(scalar.string.split(separator: " ").map(String.init))
        }
        return verification
    }
}
