/// Some builds of a pipeline: those of the mains, targets and presets named; nil is all.
public struct BuildSelector: Sendable, Equatable {
    public var mains: [MainPackage]?
    public var targets: [Target]?
    public var presets: [String]?

    public init(mains: [MainPackage]? = nil, targets: [Target]? = nil, presets: [String]? = nil) {
        self.mains = mains
        self.targets = targets
        self.presets = presets
    }

    func matches(_ main: MainPackage, _ target: Target, _ preset: Preset) -> Bool {
        mains?.contains(main) ?? true && targets?.contains(target) ?? true && presets?.contains(preset.name) ?? true
    }
}

/// Settings for some builds, on top of those of the pipeline and of their preset.
public struct BuildOverride: Sendable, Equatable {
    public var builds: BuildSelector
    public var settings: BuildSettings
    /// Hooks of builds, run after the pipeline's.
    public var hooks: Hooks
    /// `FILE:LINE`
    public var place: String

    public init(builds: BuildSelector, settings: BuildSettings, hooks: Hooks = Hooks(), place: String) {
        self.builds = builds
        self.settings = settings
        self.hooks = hooks
        self.place = place
    }
}

/// Reads `main`, `target` and `preset` of an override, an exclusion or a budget: each a pattern or a list of them.
struct BuildSelectorReader {
    static let keys = ["main", "target", "preset"]

    let catalogue: TargetCatalogue
    let mains: [MainPackage]
    /// Mains, targets and presets of the pipeline; nil when one of them has a problem.
    let targets: [Target]?
    let presets: [Preset]?

    func read(_ fields: [String: Node], with yaml: inout YAMLReader) -> BuildSelector {
        BuildSelector(
            mains: mains(fields["main"], with: &yaml),
            targets: fields["target"].map { node in
                chosen(
                    node, "`target`", among: targets.map { $0 + joined(by: $0) }, names: \.name,
                    matches: { pattern, target in
                        Glob(pattern).matches(target.name) || catalogue.targets(matching: pattern).contains(target)
                    }, with: &yaml)
            },
            presets: fields["preset"].map { node in
                chosen(
                    node, "`preset`", among: presets, names: \.name, matches: { Glob($0).matches($1.name) }, with: &yaml
                ).map(\.name)
            })
    }

    /// Targets that are built only to be joined, which overrides may name as well.
    private func joined(by targets: [Target]) -> [Target] {
        targets.flatMap(catalogue.slices).filter { !targets.contains($0) }
    }

    /// The mains that a budget or a selector names; nil for all.
    func mains(_ node: Node?, with yaml: inout YAMLReader) -> [MainPackage]? {
        node.map { chosen($0, "`main`", among: mains, names: \.path, matches: { $1.isCalled($0) }, with: &yaml) }
    }

    private func chosen<Item>(
        _ node: Node, _ what: String, among items: [Item]?, names: (Item) -> String, matches: (String, Item) -> Bool,
        with yaml: inout YAMLReader
    ) -> [Item] {
        let patterns =
            node.sequence == nil
            ? [yaml.string(node, what, expected: "a name or a glob")].compactMap(\.self).map { (text: $0, node: node) }
            : yaml.strings(node, what, example: "[linux/*, darwin/arm64]")
        // Mains, targets or presets that did not read are reported already; patterns over them would only repeat that.
        guard let items, !items.isEmpty else { return [] }
        for (pattern, node) in patterns where !items.contains(where: { matches(pattern, $0) }) {
            yaml.report(
                node, "\(what): the pipeline builds nothing that matches", found: "`\(pattern)`",
                expected: "one of \(yaml.list(items.map(names)))", suggestion: nearestName(to: pattern, among: items.map(names)))
        }
        return items.filter { item in patterns.contains { matches($0.text, item) } }
    }
}
