/// Reads `presets:`, a list of names of built-in presets and of definitions. The form is shown at `Pipeline`.
struct PresetReader {
    private struct Definition {
        var node: Node
        var preset: Preset
        var extends: (name: String, node: Node)?
    }

    private static let keys = ["name", "extends", "about", "pgo"] + BuildSettingsReader.keys

    let settings: BuildSettingsReader

    /// The presets in the order written, those that can be read; `isComplete` when there was no problem with any.
    func read(_ node: Node?, with yaml: inout YAMLReader) -> (presets: [Preset], isComplete: Bool) {
        guard let node else { return ([Preset.default], true) }
        let before = yaml.problems.count
        guard let items = yaml.items(node, "`presets`", example: "[default, strip]") else { return ([], false) }
        if items.isEmpty { yaml.report(node, "`presets` is empty, so there is nothing to build") }
        let presets = readItems(items, with: &yaml)
        return (presets, yaml.problems.count == before)
    }

    private func readItems(_ items: [Node], with yaml: inout YAMLReader) -> [Preset] {
        let definitionsByItem = items.map { $0.mapping == nil ? nil : readDefinition($0, with: &yaml) }
        let definitions = definitionsByItem.compactMap(\.self)
        let known = Preset.builtIn.map(\.name).adding(definitions.map(\.preset.name))
        var presets: [Preset] = []
        for (item, definition) in zip(items, definitionsByItem) {
            var preset: Preset?
            if let definition {
                preset = resolve(definition, among: definitions, known: known, with: &yaml)
            } else if item.mapping == nil, let name = yaml.string(item, "`presets`: an entry", expected: "a name or a definition")
            {
                preset = Preset.builtIn.first { $0.name == name }
                if preset == nil, let definition = definitions.first(where: { $0.preset.name == name }) {
                    yaml.report(
                        item, "preset `\(name)` is built where it is defined, on line \(definition.node.mark.line)",
                        found: "its name again")
                } else if preset == nil {
                    reportUnknown(name, at: item, known: known, with: &yaml)
                }
            }
            guard var preset else { continue }
            preset.place = yaml.place(item)
            if presets.contains(where: { $0.name == preset.name }) {
                yaml.report(item, "`presets`: an entry twice", found: "`\(preset.name)`")
            } else {
                presets.append(preset)
            }
        }
        return presets
    }

    private func reportUnknown(_ name: String, at node: Node, known: [String], with yaml: inout YAMLReader) {
        yaml.report(
            node, "unknown preset", found: "`\(name)`", expected: "one of \(yaml.list(known))",
            suggestion: nearestName(to: name, among: known))
    }

    private func readDefinition(_ node: Node, with yaml: inout YAMLReader) -> Definition? {
        guard let fields = yaml.fields(node, of: "a preset", known: Self.keys) else { return nil }
        guard let nameNode = fields["name"] else {
            yaml.report(node, "a preset without `name`")
            return nil
        }
        guard let name = yaml.string(nameNode, "`name`") else { return nil }
        if !isFileName(name) {
            yaml.report(nameNode, "a preset's name is also a folder's", found: "`\(name)`", expected: fileNameRule)
        } else if Preset.builtIn.contains(where: { $0.name == name }) {
            yaml.report(nameNode, "preset `\(name)` is built in", expected: "another name, and `extends: \(name)`")
        }
        let extends = fields["extends"].flatMap { node in
            yaml.string(node, "`extends`", expected: "the name of a preset").map { ($0, node) }
        }
        let about = fields["about"].flatMap { yaml.string($0, "`about`") }
        var settings = settings.read(fields, with: &yaml)
        settings.usesProfile = fields["pgo"].flatMap { yaml.bool($0, "`pgo`") }
        return Definition(
            node: node,
            preset: Preset(
                name: name,
                about: about ?? (extends.map { "`\($0.0)` with additions of the pipeline." } ?? "Defined in the pipeline."),
                settings: settings),
            extends: extends)
    }

    /// The definition on top of all it extends. A circle is told once, at the first of its definitions.
    private func resolve(
        _ definition: Definition, among definitions: [Definition], known: [String], with yaml: inout YAMLReader
    ) -> Preset {
        var chain = [definition]
        while let (name, node) = chain[chain.count - 1].extends {
            if let builtIn = Preset.builtIn.first(where: { $0.name == name }) {
                return chain.reversed().reduce(builtIn) { $0.extended(by: $1.preset) }
            }
            if chain.contains(where: { $0.preset.name == name }) {
                let first = definitions.first { candidate in chain.contains { $0.preset.name == candidate.preset.name } }
                if name == definition.preset.name, name == first?.preset.name {
                    let names = chain.map(\.preset.name) + [name]
                    yaml.report(
                        definition.extends?.node ?? node,
                        "presets extend each other in a circle: \(names.joined(separator: " -> "))")
                }
                break
            }
            guard let base = definitions.first(where: { $0.preset.name == name }) else {
                if chain.count == 1 { reportUnknown(name, at: node, known: known, with: &yaml) }
                break
            }
            chain.append(base)
        }
        return chain.dropLast().reversed().reduce(chain[chain.count - 1].preset) { $0.extended(by: $1.preset) }
    }
}
