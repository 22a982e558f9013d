/// A way to build: what is added to `go build`, and what that does and costs.
public struct Preset: Sendable, Equatable {
    public var name: String
    /// One sentence: what it does and what it costs.
    public var about: String
    /// Flags of `go build`, other than those with a field of their own.
    public var flags: [String]
    /// Flags of the linker.
    public var ldflags: [String]
    /// Flags of the compiler, passed for every package of the program.
    public var gcflags: [String]
    public var tags: [String]
    public var environment: [EnvironmentVariable]
    /// Compiles for the pipeline's profile (`pgo:`).
    public var usesProfile: Bool

    public init(
        name: String, about: String, flags: [String] = [], ldflags: [String] = [], gcflags: [String] = [],
        tags: [String] = [], environment: [EnvironmentVariable] = [], usesProfile: Bool = false
    ) {
        self.name = name
        self.about = about
        self.flags = flags
        self.ldflags = ldflags
        self.gcflags = gcflags
        self.tags = tags
        self.environment = environment
        self.usesProfile = usesProfile
    }

    /// All flags of `go build` that the preset makes: one each of `-ldflags`, `-gcflags` and `-tags`.
    ///
    /// `profile` is the path that `-pgo` gets when the preset uses one.
    public func goFlags(profile: String?) -> [String] {
        var all = flags
        if !tags.isEmpty { all.append("-tags=\(tags.joined(separator: ","))") }
        if !gcflags.isEmpty { all.append("-gcflags=all=\(gcflags.joined(separator: " "))") }
        if !ldflags.isEmpty { all.append("-ldflags=\(ldflags.joined(separator: " "))") }
        if usesProfile, let profile { all.append("-pgo=\(profile)") }
        return all
    }

    /// This preset with another's additions behind its own, under the other's name and sentence.
    func extended(by other: Preset) -> Preset {
        Preset(
            name: other.name, about: other.about, flags: flags.adding(other.flags),
            ldflags: ldflags.adding(other.ldflags), gcflags: gcflags.adding(other.gcflags),
            tags: tags.adding(other.tags), environment: environment.setting(other.environment),
            usesProfile: usesProfile || other.usesProfile)
    }
}

extension [String] {
    /// These, then those of `others` that are not among them.
    func adding(_ others: [String]) -> [String] {
        self + others.filter { !contains($0) }
    }
}

extension [EnvironmentVariable] {
    /// These with `others` set on top: a variable of the same name keeps its place and takes the new value.
    func setting(_ others: [EnvironmentVariable]) -> [EnvironmentVariable] {
        others.reduce(into: self) { variables, other in
            if let index = variables.firstIndex(where: { $0.name == other.name }) {
                variables[index] = other
            } else {
                variables.append(other)
            }
        }
    }
}
