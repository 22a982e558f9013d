/// Settings of a build, which a pipeline has for all builds, presets and overrides for some.
///
/// Texts may hold templates: `{{version}}`.
public struct BuildSettings: Sendable, Equatable {
    /// Name of the binary, without `.exe`; nil for the one that go chooses.
    public var binary: String?
    public var environment: [EnvironmentVariable]
    public var tags: [String]
    /// Flags of `go build` without a field of their own.
    public var flags: [String]
    /// Flags of the linker.
    public var ldflags: [String]
    /// Flags of the compiler, passed for every package of the program, as are the next two.
    public var gcflags: [String]
    public var asmflags: [String]
    /// Flags of gccgo, for compiling and linking.
    public var gccgoflags: [String]
    /// Flags of the C and C++ compilers; of gccgo too where it compiles the Go code.
    public var cflags: [String]
    /// Flags of the C compiler as linker; of gccgo too where it links.
    public var extldflags: [String]
    public var buildmode: String?
    public var trimpath: Bool?
    /// `-mod`: `readonly`, `vendor` or `mod`.
    public var mod: String?
    public var compiler: Compiler?
    /// The C toolchain that cgo uses; without it the first that is installed.
    public var toolchain: CToolchain.Kind?
    /// Compiles for the pipeline's profile (`pgo:`).
    public var usesProfile: Bool?
    /// Leaves out bounds checks (`-B`): an index out of range reads and writes whatever is there.
    public var unsafe: Bool?
    /// The binary is packed by `upx` with these arguments; nil when it is not.
    public var upx: [String]?

    public init(
        binary: String? = nil, environment: [EnvironmentVariable] = [], tags: [String] = [], flags: [String] = [],
        ldflags: [String] = [],
        gcflags: [String] = [], asmflags: [String] = [], gccgoflags: [String] = [], cflags: [String] = [],
        extldflags: [String] = [], buildmode: String? = nil, trimpath: Bool? = nil, mod: String? = nil,
        compiler: Compiler? = nil, toolchain: CToolchain.Kind? = nil, usesProfile: Bool? = nil, unsafe: Bool? = nil,
        upx: [String]? = nil
    ) {
        self.binary = binary
        self.environment = environment
        self.tags = tags
        self.flags = flags
        self.ldflags = ldflags
        self.gcflags = gcflags
        self.asmflags = asmflags
        self.gccgoflags = gccgoflags
        self.cflags = cflags
        self.extldflags = extldflags
        self.buildmode = buildmode
        self.trimpath = trimpath
        self.mod = mod
        self.compiler = compiler
        self.toolchain = toolchain
        self.usesProfile = usesProfile
        self.unsafe = unsafe
        self.upx = upx
    }

    /// These with `other` on top: lists grow, flags, the optimisation level and single values of `other` win.
    public func adding(_ other: BuildSettings) -> BuildSettings {
        BuildSettings(
            binary: other.binary ?? binary, environment: environment.setting(other.environment), tags: tags.adding(other.tags),
            flags: flags.overridden(by: other.flags),
            ldflags: ldflags.overridden(by: other.ldflags), gcflags: gcflags.overridden(by: other.gcflags),
            asmflags: asmflags.overridden(by: other.asmflags),
            gccgoflags: gccgoflags.withoutLevel(ifAmong: other.gccgoflags).adding(other.gccgoflags),
            cflags: cflags.withoutLevel(ifAmong: other.cflags).overridden(by: other.cflags),
            extldflags: extldflags.withoutLevel(ifAmong: other.extldflags).adding(other.extldflags),
            buildmode: other.buildmode ?? buildmode, trimpath: other.trimpath ?? trimpath, mod: other.mod ?? mod,
            compiler: other.compiler ?? compiler, toolchain: other.toolchain ?? toolchain,
            usesProfile: other.usesProfile ?? usesProfile, unsafe: other.unsafe ?? unsafe, upx: other.upx ?? upx)
    }

    /// Flags for `go build` with the gc compiler: one each of `-tags`, `-gcflags`, `-asmflags`, `-ldflags`.
    ///
    /// `profile` is the path that `-pgo` gets where a profile is used.
    public func goFlags(profile: String?) -> [String] {
        var all = commonFlags
        let gcflags = gcflags + (unsafe == true && !gcflags.contains("-B") ? ["-B"] : [])
        if !gcflags.isEmpty { all.append("-gcflags=all=\(gcflags.joined(separator: " "))") }
        if !asmflags.isEmpty { all.append("-asmflags=all=\(asmflags.joined(separator: " "))") }
        all += packageFlags
        if !ldflags.isEmpty { all.append("-ldflags=\(ldflags.joined(separator: " "))") }
        if usesProfile == true, let profile { all.append("-pgo=\(profile)") }
        return all
    }

    /// Entries of `flags` for the compiler or the assembler of some packages; for those go ignores what all packages get.
    var packageFlags: [String] { flags.filter(Self.isForPackages) }

    /// `-gcflags=PATTERN=FLAGS`, and `-gcflags=FLAGS`, which is for the main package; not `-gcflags=all=FLAGS`.
    static func isForPackages(_ flag: String) -> Bool {
        ["-gcflags=", "-asmflags="].contains {
            flag.hasPrefix($0) && !flag.dropFirst($0.count).hasPrefix("all=") && flag.contains("=-")
        }
    }

    /// Flags for `go build` with gccgo, which takes all of the compilers' and the linker's in `-gccgoflags`.
    var gccgoGoFlags: [String] {
        let strips = ldflags.contains("-s") ? ["-s"] : []
        let all = cflags.adding(extldflags).adding(gccgoflags).adding(strips)
        return commonFlags + ["-compiler=gccgo"] + (all.isEmpty ? [] : ["-gccgoflags=all=\(all.joined(separator: " "))"])
    }

    private var commonFlags: [String] {
        var all: [String] = []
        if trimpath == true { all.append("-trimpath") }
        if let buildmode { all.append("-buildmode=\(buildmode)") }
        if let mod { all.append("-mod=\(mod)") }
        all += flags.filter { !Self.isForPackages($0) }
        if !tags.isEmpty { all.append("-tags=\(tags.joined(separator: ","))") }
        return all
    }
}

extension [String] {
    /// These, then those of `others` that are not among them.
    func adding(_ others: [String]) -> [String] {
        self + others.filter { !contains($0) }
    }

    /// These and `others`, for flags of which the last wins: flags of `others` come last even where they are here already.
    fileprivate func overridden(by others: [String]) -> [String] {
        filter { !others.contains($0) } + others
    }

    /// Flags of a C compiler without their optimisation level (`-O2`) where there is one among `others`, which takes its place.
    fileprivate func withoutLevel(ifAmong others: [String]) -> [String] {
        let hasLevel = others.contains { $0.hasPrefix("-O") }
        return filter { !hasLevel || !$0.hasPrefix("-O") }
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

    /// The value of the variable of that name.
    package func value(_ name: String) -> String? {
        first { $0.name == name }?.value
    }
}

/// The Go compiler that builds.
public enum Compiler: String, Sendable, CaseIterable {
    case gc, gccgo
}

extension BuildSettings {
    /// These with every template filled; one without a value stays, and is a problem already.
    func filled(with value: (String) -> String?) -> BuildSettings {
        func fill(_ text: String) -> String { Template(text)?.filled(with: value) ?? text }
        var filled = self
        filled.binary = binary.map(fill)
        filled.environment = environment.map { EnvironmentVariable($0.name, fill($0.value)) }
        filled.flags = flags.map(fill)
        filled.ldflags = ldflags.map { $0.filledFlags(with: value) }
        filled.gcflags = gcflags.map { $0.filledFlags(with: value) }
        filled.asmflags = asmflags.map { $0.filledFlags(with: value) }
        filled.gccgoflags = gccgoflags.map { $0.filledFlags(with: value) }
        filled.cflags = cflags.map { $0.filledFlags(with: value) }
        filled.extldflags = extldflags.map { $0.filledFlags(with: value) }
        return filled
    }
}
