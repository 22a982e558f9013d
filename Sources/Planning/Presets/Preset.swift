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

    /// Variables, then flags, that the preset passes to go, with the gc compiler or with gccgo.
    ///
    /// `PROFILE` stands for the pipeline's profile.
    public func passed(with compiler: Compiler? = nil) -> [String] {
        let recipe = GoInvocation(settings: settings, compiler: compiler ?? settings.compiler ?? .gc)
        return recipe.environment().map { "\($0.name)=\(shellQuoted($0.value))" }
            + recipe.flags(profile: "PROFILE").map(quotedFlag) + (settings.upx.map { ["then: upx"] + $0 } ?? [])
    }
}

/// A preset as the readers of a report have to know it.
public struct PresetNote: Codable, Sendable, Equatable {
    public var name: String
    /// One sentence: what it does and what it costs.
    public var about: String

    public init(name: String, about: String) {
        self.name = name
        self.about = about
    }
}

extension Preset {
    /// The presets every pipeline can name. To add one, add it here.
    public static let builtIn: [Preset] =
        [debug, `default`, strip, small, smallest, pgo, upx] + levels + [lto, gcSections, smallestC]

    static let debug = Preset(
        name: "debug", about: "For a debugger: nothing optimised, nothing inlined; runs slowly and is larger.",
        settings: BuildSettings(gcflags: ["-N", "-l"]))

    static let `default` = Preset(
        name: "default", about: "What `go build` makes: optimised, with symbol table and DWARF.")

    static let strip = Preset(
        name: "strip",
        about: "Without symbol table and DWARF; panics still print names and lines, debuggers and `go tool nm` see nothing.",
        settings: BuildSettings(ldflags: ["-s", "-w"]))

    static let small = strip.extended(
        by: Preset(
            name: "small",
            about: "`strip`, and no build paths, VCS stamp or C resolver; `go version -m` no longer names the commit.",
            settings: BuildSettings(tags: ["netgo", "osusergo"], flags: ["-buildvcs=false"], trimpath: true)))

    static let smallest = small.extended(
        by: Preset(
            name: "smallest", about: "`small` without inlining; costs speed, often a lot, so measure both.",
            settings: BuildSettings(gcflags: ["-l"])))

    static let pgo = Preset(
        name: "pgo", about: "`default` compiled for the profile in `pgo:`; usually faster, larger, and slow to build.",
        settings: BuildSettings(usesProfile: true))

    static let upx = small.extended(
        by: Preset(
            name: "upx",
            about:
                "`small` packed by upx: a smaller file that unpacks at each start, shares no memory, and alarms virus scanners.",
            settings: BuildSettings(upx: [])))
}

/// The classic ones. They act on C code, of cgo's own runtime part too, or with `compiler: gccgo` on the Go code.
///
/// `-g` is in them as go's own default for C is `-g -O2`.
extension Preset {
    static let levels = [
        level("O0", "C code as written: nothing optimised, for a debugger; slow, and usually the largest."),
        level("O1", "C code with the cheap optimisations."),
        level("O2", "C code as go compiles it when nothing is said, to compare with."),
        level("O3", "C code optimised at any size: faster where loops count, larger."),
        level("Os", "C code optimised for size; loops get slower."),
    ]

    private static func level(_ name: String, _ about: String) -> Preset {
        Preset(name: name, about: about, settings: BuildSettings(cflags: ["-g", "-\(name)"]))
    }

    static let lto = Preset(
        name: "lto",
        about:
            "`O2`, C code optimised as a whole when it is linked: smaller or faster, slow to link, and C files lose their names.",
        settings: BuildSettings(cflags: ["-g", "-O2", "-flto"], extldflags: ["-O2", "-flto"]))

    static let gcSections = Preset(
        name: "gc-sections",
        about: "`O2`, and C functions and variables that nothing refers to are left out.",
        settings: BuildSettings(
            cflags: ["-g", "-O2", "-ffunction-sections", "-fdata-sections"], extldflags: ["-Wl,--gc-sections"]))

    static let smallestC = Preset(
        name: "Os+lto+gc-sections", about: "`Os`, `lto` and `gc-sections` together: the smallest C code; slow to link.",
        settings: BuildSettings(
            cflags: ["-g", "-Os", "-flto", "-ffunction-sections", "-fdata-sections"],
            extldflags: ["-Os", "-flto", "-Wl,--gc-sections"]))
}
