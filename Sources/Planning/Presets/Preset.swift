/// A way to build: what is added to `go build`, and what that does and costs.
public struct Preset: Sendable, Equatable {
    public var name: String
    /// One sentence: what it does and what it costs.
    public var about: String
    public var settings: BuildSettings
    /// `FILE:LINE` of its entry in a pipeline; nil outside of one.
    public var place: String?

    public init(name: String, about: String, settings: BuildSettings = BuildSettings(), place: String? = nil) {
        self.name = name
        self.about = about
        self.settings = settings
        self.place = place
    }

    /// This preset with another's additions behind its own, under the other's name, sentence and place.
    func extended(by other: Preset) -> Preset {
        Preset(name: other.name, about: other.about, settings: settings.adding(other.settings), place: other.place)
    }

    /// What it passes to go: variables, then flags, with the gc compiler or with gccgo.
    ///
    /// `PROFILE` stands for the pipeline's profile.
    public func passed(with compiler: Compiler? = nil) -> [String] {
        let recipe = BuildRecipe(settings: settings, compiler: compiler ?? settings.compiler ?? .gc)
        return recipe.environment().map { "\($0.name)=\(shellQuoted($0.value))" }
            + recipe.flags(profile: "PROFILE").map(quotedFlag) + (settings.upx.map { ["then: upx"] + $0 } ?? [])
    }
}
