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
    /// `FILE:LINE`
    public var place: String

    public init(builds: BuildSelector, settings: BuildSettings, place: String) {
        self.builds = builds
        self.settings = settings
        self.place = place
    }
}
