internal import Yams

/// Reads what pipelines and presets both have: `env`, `tags`, `flags`, `ldflags` and `gcflags`.
struct BuildFlagsReader {
    /// Flags that have a key of their own, or that the plan sets.
    private static let ownedFlags = [
        "o": nil, "C": "module", "ldflags": "ldflags", "gcflags": "gcflags", "tags": "tags", "pgo": "pgo",
    ]

    let catalogue: TargetCatalogue

    /// Variables in the order written.
    func environment(_ node: Node, with yaml: inout YAMLReader) -> [EnvironmentVariable] {
        guard let mapping = node.mapping else {
            yaml.report(node, "`env`", found: yaml.describe(node), expected: "a mapping: { GOFIPS140: latest }")
            return []
        }
        let ofTarget = ["GOOS", "GOARCH"] + catalogue.variants.map(\.variable)
        var variables: [EnvironmentVariable] = []
        for (key, value) in mapping {
            guard let name = yaml.string(key, "`env`: a name") else { continue }
            guard let scalar = value.scalar else {
                yaml.report(value, "`env`: `\(name)`", found: yaml.describe(value), expected: "a text")
                continue
            }
            if ofTarget.contains(name) {
                yaml.report(key, "`env`: the target sets `\(name)`", expected: "it in `targets`, a variant too: linux/amd64/v3")
            } else if !isVariableName(name) {
                yaml.report(key, "`env`: a name", found: "`\(name)`", expected: "letters, digits and `_`")
            } else {
                variables.append(EnvironmentVariable(name, scalar.string))
            }
        }
        return variables
    }

    func tags(_ node: Node, with yaml: inout YAMLReader) -> [String] {
        let tags = yaml.strings(node, "`tags`", example: "[netgo, osusergo]")
        for (tag, node) in tags where !tag.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) {
            yaml.report(node, "`tags`", found: "`\(tag)`", expected: "one build tag an entry: [netgo, osusergo]")
        }
        return tags.map(\.text)
    }

    /// `ldflags` and `gcflags`: each entry is a flag with its value, and is joined with the others into one.
    func toolFlags(_ node: Node, _ key: String, with yaml: inout YAMLReader) -> [String] {
        let example = key == "ldflags" ? "[-s, -w, -X main.version=1.0]" : "[-l], which goes to every package"
        let flags = yaml.strings(node, "`\(key)`", example: example)
        for (flag, node) in flags {
            if flag.contains("{{") {
                yaml.report(node, "`\(key)`: templates are not supported by this version", found: "`\(flag)`")
            } else if !flag.hasPrefix("-") {
                yaml.report(
                    node, "`\(key)`", found: "`\(flag)`", expected: "a flag that begins with `-`, with its value: \(example)")
            }
        }
        return flags.map(\.text)
    }

    /// Other flags of `go build`, one an entry, a value behind `=`.
    func goFlags(_ node: Node, with yaml: inout YAMLReader) -> [String] {
        let flags = yaml.strings(node, "`flags`", example: "[-trimpath, -buildmode=pie]")
        for (flag, node) in flags {
            let name = String(flag.drop { $0 == "-" }.prefix { $0 != "=" })
            if !flag.hasPrefix("-") || flag.contains(" ") {
                yaml.report(
                    node, "`flags`", found: "`\(flag)`", expected: "a flag of `go build`, its value behind `=`: -buildmode=pie")
            } else if let key = Self.ownedFlags[name] {
                let expected = key.map { "the key `\($0)`" } ?? "no such flag, as the plan names the output"
                yaml.report(node, "`flags`", found: "`\(flag)`", expected: expected)
            }
        }
        return flags.map(\.text)
    }

    private func isVariableName(_ name: String) -> Bool {
        name.first?.isNumber == false
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
