/// Reads `targets.json`. JSON is YAML, so the one reader serves and every problem has its line.
struct TargetCatalogueReader {
    private var yaml: YAMLReader

    init(file: String) {
        yaml = YAMLReader(file: file)
    }

    mutating func read(_ text: String, native: String) throws(ConfigurationError) -> TargetCatalogue {
        var catalogue = TargetCatalogue(go: "", platforms: [], groups: [], variants: [])
        if let root = yaml.root(of: text),
            let fields = yaml.fields(root, of: "the target catalogue", known: ["go", "targets", "groups", "variants"])
        {
            catalogue.go = required("go", in: fields, of: root).flatMap { yaml.string($0, "`go`") } ?? ""
            if let targets = required("targets", in: fields, of: root) {
                readPlatforms(targets, native: native, into: &catalogue)
            }
            if let variants = fields["variants"] {
                readVariants(variants, into: &catalogue)
            }
            if let groups = fields["groups"] {
                readGroups(groups, into: &catalogue)
            }
        }
        if let error = yaml.error { throw error }
        let firstClass = catalogue.platforms.filter(\.firstClass).map(\.name)
        catalogue.groups += [
            TargetCatalogue.Group(name: "first-class", patterns: firstClass),
            TargetCatalogue.Group(name: "native", patterns: [native]),
        ]
        return catalogue
    }

    private mutating func required(_ key: String, in fields: [String: Node], of node: Node) -> Node? {
        if fields[key] == nil { yaml.report(node, "`\(key)` is missing") }
        return fields[key]
    }

    private mutating func text(_ key: String, in fields: [String: Node], of node: Node) -> String? {
        required(key, in: fields, of: node).flatMap { yaml.string($0, "`\(key)`") }
    }

    private mutating func readPlatforms(_ node: Node, native: String, into catalogue: inout TargetCatalogue) {
        let example = #"[{ "goos": "linux", "goarch": "amd64", "cgo": "yes" }]"#
        for item in yaml.items(node, "`targets`", example: example) ?? [] {
            let keys = ["goos", "goarch", "firstClass", "cgo", "cc", "cxx", "debian", "zig"]
            guard let fields = yaml.fields(item, of: "a target", known: keys) else { continue }
            let goos = text("goos", in: fields, of: item)
            let goarch = text("goarch", in: fields, of: item)
            let firstClass = fields["firstClass"].flatMap { yaml.bool($0, "`firstClass`") } ?? false
            let cgo = readCgo(fields, of: item)
            let gcc = readGCC(fields, of: item)
            let zig = fields["zig"].flatMap { yaml.string($0, "`zig`", expected: "a target of zig: aarch64-linux-gnu") }
            guard let goos, let goarch, let cgo else { continue }
            let isNative = "\(goos)/\(goarch)" == native
            let triple = gcc.flatMap { goos == "linux" && $0.cc.hasSuffix("-gcc") ? String($0.cc.dropLast("-gcc".count)) : nil }
            let platform = TargetCatalogue.Platform(
                goos: goos, goarch: goarch, firstClass: firstClass, cgo: cgo,
                toolchains: [gcc].compactMap(\.self) + (zig.map(CToolchain.zig) ?? [])
                    + (triple.map { [.clang(triple: $0, isNative: isNative)] } ?? []),
                gccgo: triple.map { isNative ? "gccgo" : "\($0)-gccgo" })
            if catalogue.platforms.contains(where: { $0.name == platform.name }) {
                yaml.report(item, "a target twice", found: "`\(platform.name)`")
            } else {
                catalogue.platforms.append(platform)
            }
        }
    }

    private mutating func readCgo(_ fields: [String: Node], of item: Node) -> TargetCatalogue.Platform.Cgo? {
        guard let node = required("cgo", in: fields, of: item) else { return nil }
        guard let cgo = node.scalar.flatMap({ TargetCatalogue.Platform.Cgo(rawValue: $0.string) }) else {
            let known = TargetCatalogue.Platform.Cgo.allCases.map(\.rawValue)
            yaml.report(node, "`cgo`", found: yaml.describe(node), expected: "one of \(yaml.list(known))")
            return nil
        }
        return cgo
    }

    private mutating func readGCC(_ fields: [String: Node], of item: Node) -> CToolchain? {
        guard ["cc", "cxx", "debian"].contains(where: { fields[$0] != nil }) else { return nil }
        guard let cc = text("cc", in: fields, of: item), let cxx = text("cxx", in: fields, of: item),
            let package = text("debian", in: fields, of: item)
        else { return nil }
        return CToolchain(
            kind: .gcc, cc: cc, cxx: cxx, requirements: [cc], installation: "apt-get install \(package)")
    }

    private mutating func readVariants(_ node: Node, into catalogue: inout TargetCatalogue) {
        let example = #"[{ "goarch": ["amd64"], "variable": "GOAMD64", "values": ["v1", "v2"], "default": "v1" }]"#
        for item in yaml.items(node, "`variants`", example: example) ?? [] {
            let keys = ["goarch", "variable", "values", "options", "default"]
            guard let fields = yaml.fields(item, of: "a variant", known: keys) else { continue }
            let architectures = required("goarch", in: fields, of: item).map {
                yaml.strings($0, "`goarch`", example: #"["mips", "mipsle"]"#)
            }
            let variable = text("variable", in: fields, of: item)
            let values = required("values", in: fields, of: item).map {
                yaml.strings($0, "`values`", example: #"["v1", "v2"]"#).map(\.text)
            }
            let options = fields["options"].map { yaml.strings($0, "`options`", example: #"["lse"]"#).map(\.text) }
            let defaultValue = fields["default"].flatMap { yaml.string($0, "`default`") }
            guard let architectures, let variable, let values else { continue }
            let known = Set(catalogue.platforms.map(\.goarch)).sorted()
            for architecture in architectures where !known.contains(architecture.text) {
                yaml.report(
                    architecture.node, "an architecture that no target has", found: "`\(architecture.text)`",
                    suggestion: nearestName(to: architecture.text, among: known))
            }
            for architecture in architectures where catalogue.variants(of: architecture.text) != nil {
                yaml.report(architecture.node, "variants of an architecture twice", found: "`\(architecture.text)`")
            }
            if let defaultValue, !values.contains(defaultValue) {
                yaml.report(
                    item, "`default` is none of the values", found: "`\(defaultValue)`",
                    expected: "one of \(yaml.list(values))", suggestion: nearestName(to: defaultValue, among: values))
            }
            catalogue.variants.append(
                TargetCatalogue.Variants(
                    architectures: architectures.map(\.text), variable: variable, values: values,
                    options: options ?? [], defaultValue: defaultValue))
        }
    }

    private mutating func readGroups(_ node: Node, into catalogue: inout TargetCatalogue) {
        let example = #"[{ "name": "apple", "targets": ["darwin/*", "ios/*"] }]"#
        for item in yaml.items(node, "`groups`", example: example) ?? [] {
            guard let fields = yaml.fields(item, of: "a group", known: ["name", "targets"]) else { continue }
            let name = text("name", in: fields, of: item)
            let patterns = required("targets", in: fields, of: item).map {
                yaml.strings($0, "`targets`", example: #"["darwin/*", "ios/*"]"#)
            }
            guard let name, let patterns else { continue }
            if name == "first-class" || name == "native" {
                yaml.report(item, "`\(name)` is a group of Pare's own", expected: "another name")
            } else if name.contains(where: { "/*?".contains($0) }) {
                yaml.report(item, "the name of a group", found: "`\(name)`", expected: "no `/`, `*` or `?` in it")
            } else if catalogue.groups.contains(where: { $0.name == name }) {
                yaml.report(item, "a group twice", found: "`\(name)`")
            }
            for pattern in patterns where !pattern.text.contains("/") || catalogue.targets(matching: pattern.text).isEmpty {
                yaml.report(
                    pattern.node, "group `\(name)`: no target matches", found: "`\(pattern.text)`",
                    expected: "a target of this file or a glob over them",
                    suggestion: catalogue.nearestPattern(to: pattern.text))
            }
            catalogue.groups.append(TargetCatalogue.Group(name: name, patterns: patterns.map(\.text)))
        }
    }
}
