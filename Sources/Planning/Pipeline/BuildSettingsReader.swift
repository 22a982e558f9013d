/// Reads what pipelines, presets and overrides have in common: the keys of `BuildSettings`.
struct BuildSettingsReader {
    static let keys = [
        "binary", "env", "tags", "flags", "ldflags", "gcflags", "asmflags", "gccgoflags", "cflags", "extldflags", "buildmode",
        "trimpath",
        "mod", "compiler", "toolchain", "unsafe", "upx",
    ]

    /// Flags that have a key of their own, or that the plan sets.
    private static let ownedFlags = [
        "o": nil, "C": "module", "tags": "tags", "ldflags": "ldflags", "gcflags": "gcflags", "asmflags": "asmflags",
        "gccgoflags": "gccgoflags", "buildmode": "buildmode", "trimpath": "trimpath", "mod": "mod", "compiler": "compiler",
        "pgo": "pgo",
    ]
    private static let buildmodes = ["default", "exe", "pie", "c-archive", "c-shared", "shared", "plugin"]

    let catalogue: TargetCatalogue

    func read(_ fields: [String: Node], with yaml: inout YAMLReader) -> BuildSettings {
        var settings = BuildSettings()
        settings.binary = fields["binary"].flatMap { binary($0, with: &yaml) }
        if let node = fields["env"] { settings.environment = environment(node, with: &yaml) }
        if let node = fields["tags"] { settings.tags = tags(node, with: &yaml) }
        if let node = fields["flags"] { settings.flags = goFlags(node, with: &yaml) }
        settings.ldflags = toolFlags("ldflags", in: fields, example: "[-s, -w, -X main.version=1.0]", with: &yaml)
        settings.gcflags = toolFlags("gcflags", in: fields, example: "[-l], which goes to every package", with: &yaml)
        settings.asmflags = toolFlags("asmflags", in: fields, example: "[-spectre=all]", with: &yaml)
        settings.gccgoflags = toolFlags("gccgoflags", in: fields, example: "[-O2, -static-libgo]", with: &yaml)
        settings.cflags = toolFlags("cflags", in: fields, example: "[-Os, -DNDEBUG]", with: &yaml)
        settings.extldflags = toolFlags("extldflags", in: fields, example: "[-static]", with: &yaml)
        settings.buildmode = word("buildmode", of: Self.buildmodes, in: fields, with: &yaml)
        settings.trimpath = fields["trimpath"].flatMap { yaml.bool($0, "`trimpath`") }
        settings.mod = word("mod", of: ["readonly", "vendor", "mod"], in: fields, with: &yaml)
        settings.compiler = word("compiler", of: Compiler.allCases.map(\.rawValue), in: fields, with: &yaml)
            .flatMap(Compiler.init(rawValue:))
        settings.toolchain = word("toolchain", of: CToolchain.Kind.allCases.map(\.rawValue), in: fields, with: &yaml)
            .flatMap(CToolchain.Kind.init(rawValue:))
        settings.unsafe = fields["unsafe"].flatMap { yaml.bool($0, "`unsafe`") }
        settings.upx = fields["upx"].flatMap { upx($0, with: &yaml) }
        return settings
    }

    private func binary(_ node: Node, with yaml: inout YAMLReader) -> String? {
        guard let name = yaml.string(node, "`binary`", expected: "the name of the program: app") else { return nil }
        yaml.noteTemplates(name, node, "`binary`", scope: .build)
        guard name.contains("{{") || isFileName(name) else {
            yaml.report(node, "`binary` is a file's name", found: "`\(name)`", expected: fileNameRule)
            return nil
        }
        return name
    }

    private func word(
        _ key: String, of known: [String], in fields: [String: Node], with yaml: inout YAMLReader
    ) -> String? {
        guard let node = fields[key] else { return nil }
        guard let word = node.scalar?.string, known.contains(word) else {
            yaml.report(
                node, "`\(key)`", found: yaml.describe(node), expected: "one of \(yaml.list(known))",
                suggestion: nearestName(to: node.scalar?.string ?? "", among: known))
            return nil
        }
        return word
    }

    /// Variables in the order written.
    private func environment(_ node: Node, with yaml: inout YAMLReader) -> [EnvironmentVariable] {
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
                yaml.noteTemplates(scalar.string, value, "`env`: `\(name)`", scope: .build)
                variables.append(EnvironmentVariable(name, scalar.string))
            }
        }
        return variables
    }

    private func tags(_ node: Node, with yaml: inout YAMLReader) -> [String] {
        let tags = yaml.strings(node, "`tags`", example: "[netgo, osusergo]")
        for (tag, node) in tags where !tag.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) {
            yaml.report(node, "`tags`", found: "`\(tag)`", expected: "one build tag an entry: [netgo, osusergo]")
        }
        return tags.map(\.text)
    }

    /// Each entry is a flag with its value, and is joined with the others into one.
    private func toolFlags(
        _ key: String, in fields: [String: Node], example: String, with yaml: inout YAMLReader
    ) -> [String] {
        guard let node = fields[key] else { return [] }
        let flags = yaml.strings(node, "`\(key)`", example: example)
        for (flag, node) in flags {
            yaml.noteTemplates(flag, node, "`\(key)`", scope: .build, isFlags: true)
            if !flag.hasPrefix("-") {
                yaml.report(
                    node, "`\(key)`", found: "`\(flag)`", expected: "a flag that begins with `-`, with its value: \(example)")
            }
            if let quote = Self.openQuote(flag) {
                yaml.report(node, "`\(key)`: a quote without its end", found: "`\(flag)`", expected: "another \(quote)")
            }
        }
        return flags.map(\.text)
    }

    /// The quote that begins a word and does not end, as go takes words. (cmd/internal/quoted)
    private static func openQuote(_ flags: String) -> Character? {
        var rest = flags.drop { $0.isWhitespace }
        while let first = rest.first {
            if first == "'" || first == "\"" {
                guard let end = rest.dropFirst().firstIndex(of: first) else { return first }
                rest = rest[rest.index(after: end)...]
            } else {
                rest = rest.drop { !$0.isWhitespace }
            }
            rest = rest.drop { $0.isWhitespace }
        }
        return nil
    }

    /// Other flags of `go build`, one an entry, a value behind `=`; `-gcflags=./cmd/app=-N` too.
    private func goFlags(_ node: Node, with yaml: inout YAMLReader) -> [String] {
        let flags = yaml.strings(node, "`flags`", example: "[-race, -buildvcs=false]")
        for (flag, node) in flags {
            yaml.noteTemplates(flag, node, "`flags`", scope: .build)
            let name = String(flag.drop { $0 == "-" }.prefix { $0 != "=" })
            if BuildSettings.isForPackages(flag) { continue }
            if !flag.hasPrefix("-") || flag.contains(" ") {
                yaml.report(
                    node, "`flags`", found: "`\(flag)`", expected: "a flag of `go build`, its value behind `=`: -buildvcs=false")
            } else if let key = Self.ownedFlags[name] {
                let expected = key.map { "the key `\($0)`" } ?? "no such flag, as the plan names the output"
                yaml.report(node, "`flags`", found: "`\(flag)`", expected: expected)
            }
        }
        return flags.map(\.text)
    }

    /// `true`, or a list of arguments.
    private func upx(_ node: Node, with yaml: inout YAMLReader) -> [String]? {
        if node.scalar?.string == "true" { return [] }
        guard node.sequence != nil else {
            yaml.report(node, "`upx`", found: yaml.describe(node), expected: "true, or arguments of upx: [--best, --lzma]")
            return nil
        }
        let arguments = yaml.strings(node, "`upx`", example: "[--best, --lzma]")
        for (argument, node) in arguments where !argument.hasPrefix("-") || argument.hasPrefix("-o") {
            yaml.report(node, "`upx`", found: "`\(argument)`", expected: "options only, as the plan names the files")
        }
        return arguments.map(\.text)
    }

    private func isVariableName(_ name: String) -> Bool {
        name.first?.isNumber == false
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
