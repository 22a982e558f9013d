extension Preset {
    /// The presets every pipeline can name. To add one, add it here.
    public static let builtIn: [Preset] = [debug, `default`, strip, small, smallest, pgo]

    static let debug = Preset(
        name: "debug", about: "For a debugger: nothing optimised, nothing inlined; runs slowly and is larger.",
        gcflags: ["-N", "-l"])

    static let `default` = Preset(
        name: "default", about: "What `go build` makes: optimised, with symbol table and DWARF.")

    static let strip = Preset(
        name: "strip",
        about: "Without symbol table and DWARF; panics still print names and lines, debuggers and `go tool nm` see nothing.",
        ldflags: ["-s", "-w"])

    static let small = strip.extended(
        by: Preset(
            name: "small",
            about: "`strip`, and no build paths, VCS stamp or C resolver; `go version -m` no longer names the commit.",
            flags: ["-trimpath", "-buildvcs=false"], tags: ["netgo", "osusergo"]))

    static let smallest = small.extended(
        by: Preset(
            name: "smallest", about: "`small` without inlining; costs speed, often a lot, so measure both.",
            gcflags: ["-l"]))

    static let pgo = Preset(
        name: "pgo", about: "`default` compiled for the profile in `pgo:`; usually faster, larger, and slow to build.",
        usesProfile: true)
}
