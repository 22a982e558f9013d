extension TargetCatalogue {
    /// Every target that `pattern` names, once and in the catalogue's order; empty when it names none.
    ///
    /// A pattern is the name of a group, whose own patterns say the order, or a target whose segments may be globs: `linux/*` is every architecture of
    /// Linux in its default variant, `linux/arm/*` are the variants of one.
    public func targets(matching pattern: String) -> [Target] {
        if let group = groups.first(where: { $0.name == pattern }) {
            return group.patterns.filter { $0.contains("/") }.flatMap(targets(matching:)).reduce(into: []) { targets, target in
                if !targets.contains(target) { targets.append(target) }
            }
        }
        let segments = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count == 2 || segments.count == 3 else { return [] }
        let platforms = platforms.filter {
            Glob(segments[0]).matches($0.goos) && Glob(segments[1]).matches($0.goarch)
        }
        return platforms.flatMap { platform -> [Target] in
            guard segments.count == 3 else { return [defaultTarget(of: platform)] }
            guard let variants = variants(of: platform.goarch) else { return [] }
            let chosen =
                variants.accepts(segments[2]) ? [segments[2]] : variants.values.filter(Glob(segments[2]).matches)
            return chosen.map {
                Target(
                    goos: platform.goos, goarch: platform.goarch, variant: $0,
                    variantSetting: EnvironmentVariable(variants.variable, $0))
            }
        }
    }

    /// Every platform in its default variant.
    public var defaultTargets: [Target] {
        platforms.map(defaultTarget)
    }

    private func defaultTarget(of platform: Platform) -> Target {
        let variants = variants(of: platform.goarch)
        let setting = variants.flatMap { variants in
            variants.defaultValue.map { EnvironmentVariable(variants.variable, $0) }
        }
        return Target(goos: platform.goos, goarch: platform.goarch, variantSetting: setting)
    }

    /// The pattern that was probably meant by one that names no target.
    func nearestPattern(to pattern: String) -> String? {
        let systems = Set(platforms.map(\.goos))
        if systems.contains(pattern) { return "\(pattern)/*" }
        var candidates = platforms.map(\.name) + groups.map(\.name) + systems.sorted().map { "\($0)/*" }
        let segments = pattern.split(separator: "/")
        if segments.count == 3 {
            candidates += targets(matching: "\(segments[0])/\(segments[1])/*").map(\.name)
        }
        return nearestName(to: pattern, among: candidates)
    }
}
