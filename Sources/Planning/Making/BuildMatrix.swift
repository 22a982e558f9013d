/// A build by its place in a pipeline's matrix.
public struct BuildName: Codable, Sendable, Hashable {
    /// Import path of the main package, as reports call the program.
    public var main: String
    /// `linux/amd64` or `linux/arm/6`.
    public var target: String
    public var preset: String

    public init(main: String, target: String, preset: String) {
        self.main = main
        self.target = target
        self.preset = preset
    }

    /// `example.com/app linux/amd64 strip`
    public var title: String { "\(main) \(target) \(preset)" }
}

extension Pipeline {
    /// Every build of the pipeline in the order main, target, preset: without those of `exclude` and those that upx has no format for.
    public var matrix: [BuildName] {
        mains.flatMap { main in
            targets.flatMap { target in
                presets.filter { isBuilt(main, target, $0) }.map {
                    BuildName(main: main.importPath, target: target.name, preset: $0.name)
                }
            }
        }
    }

    private func isBuilt(_ main: MainPackage, _ target: Target, _ preset: Preset) -> Bool {
        if exclusions.contains(where: { $0.matches(main, target, preset) }) { return false }
        let upx = overrides.filter { $0.builds.matches(main, target, preset) }
            .reduce(settings.adding(preset.settings)) { $0.adding($1.settings) }.upx
        return upx == nil || target.isPackable
    }
}
