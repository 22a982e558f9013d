/// Targets, groups and variants of a `targets.json`.
public struct TargetCatalogue: Sendable, Equatable {
    /// An operating system and architecture that Go knows.
    public struct Platform: Sendable, Equatable {
        /// Whether programs there may, must or cannot use cgo.
        public enum Cgo: String, Sendable, CaseIterable {
            case no, yes, required
        }

        public var goos: String
        public var goarch: String
        /// One of the ports whose breakage stops a Go release.
        public var firstClass: Bool
        public var cgo: Cgo
        /// C compilers that reach it, the first to be preferred; the machine's own `gcc` is not among them.
        public var toolchains: [CToolchain]
        /// `aarch64-linux-gnu-gccgo`; nil where no gccgo is packaged.
        public var gccgo: String?

        /// `linux/amd64`.
        public var name: String { "\(goos)/\(goarch)" }

        /// Names that its gccgo may have, the first to be preferred: Debian's carry the version of gcc.
        public var gccgoCommands: [String] {
            gccgo.map { name in [name] + (8...20).reversed().map { "\(name)-\($0)" } } ?? []
        }

        /// Command that installs its gccgo.
        public var gccgoInstallation: String {
            let parts = (gccgo ?? "gccgo").split(separator: "-")
            return "apt-get install " + (parts.suffix(1) + parts.dropLast()).joined(separator: "-")
        }
    }

    public struct Group: Sendable, Equatable {
        public var name: String
        public var patterns: [String]
    }

    /// The variants of some architectures and the variable that chooses one.
    public struct Variants: Sendable, Equatable {
        public var architectures: [String]
        public var variable: String
        public var values: [String]
        /// Options that a value may have after commas: `v8.0,lse`.
        public var options: [String]
        /// Go's own choice when the variable is not set.
        public var defaultValue: String?

        /// Whether `text` is one of the values, its options being known and different.
        public func accepts(_ text: String) -> Bool {
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let options = parts.dropFirst()
            return values.contains(parts[0]) && options.allSatisfy(self.options.contains)
                && Set(options).count == options.count
        }
    }

    /// The Go release described: `1.27.3`.
    public var go: String
    public var platforms: [Platform]
    /// The file's groups, then `first-class` by the platforms' marks and `native` for the machine pare runs on.
    public var groups: [Group]
    public var variants: [Variants]

    /// The catalogue in the text of a `targets.json`, as seen from the machine called `native` (`linux/amd64`).
    ///
    /// `file` is the name used in problems. Throws all problems of the text at once.
    public static func read(
        _ text: String, file: String, native: String
    ) throws(ConfigurationError) -> TargetCatalogue {
        var reader = TargetCatalogueReader(file: file)
        return try reader.read(text, native: native)
    }

    public func platform(of target: Target) -> Platform? {
        platforms.first { $0.goos == target.goos && $0.goarch == target.goarch }
    }

    /// Commands, and files by their whole path, that any of the platforms can be built with: what `HostFacts.installed` tells of.
    public var tools: Set<String> {
        let perPlatform = platforms.flatMap { platform in
            platform.toolchains.flatMap(\.requirements) + platform.gccgoCommands
        }
        return Set(perPlatform + ["gcc", "upx"])
    }

    func variants(of architecture: String) -> Variants? {
        variants.first { $0.architectures.contains(architecture) }
    }
}

extension TargetCatalogue {
    /// Every target that `pattern` names, once and in the catalogue's order; empty when it names none.
    ///
    /// A pattern is the name of a group, whose own patterns say the order, or a target whose segments may be globs: `linux/*` is every architecture of
    /// Linux in its default variant, `linux/arm/*` are the variants of one. Only its own name names `darwin/universal`.
    public func targets(matching pattern: String) -> [Target] {
        if let group = groups.first(where: { $0.name == pattern }) {
            return group.patterns.filter { $0.contains("/") }.flatMap(targets(matching:)).reduce(into: []) { targets, target in
                if !targets.contains(target) { targets.append(target) }
            }
        }
        let segments = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count == 2 || segments.count == 3 else { return [] }
        if let universalTarget, pattern == universalTarget.name { return [universalTarget] }
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

    /// `darwin/universal`; nil where the catalogue lacks a target that it joins.
    public var universalTarget: Target? {
        let target = Target(goos: "darwin", goarch: Target.universal)
        return slices(of: target).count == Self.joinedArchitectures.count ? target : nil
    }

    private static let joinedArchitectures = ["amd64", "arm64"]

    /// The targets that a universal one joins.
    func slices(of target: Target) -> [Target] {
        guard target.isUniversal else { return [] }
        return Self.joinedArchitectures.compactMap { architecture in
            platforms.first { $0.goos == target.goos && $0.goarch == architecture }.map(defaultTarget)
        }
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
        var candidates =
            platforms.map(\.name) + [universalTarget].compactMap { $0?.name } + groups.map(\.name)
            + systems.sorted().map { "\($0)/*" }
        let segments = pattern.split(separator: "/")
        if segments.count == 3 {
            candidates += targets(matching: "\(segments[0])/\(segments[1])/*").map(\.name)
        }
        return nearestName(to: pattern, among: candidates)
    }
}
