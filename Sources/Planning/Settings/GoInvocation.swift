/// Environment and flags of `go build` that settings amount to with one compiler.
///
/// The C flags become `CGO_CFLAGS`, `CGO_CXXFLAGS` and `CGO_LDFLAGS` and ask for the external linker; they act on cgo's runtime
/// part in programs without C code of their own too. gccgo gets them in `-gccgoflags`.
struct GoInvocation {
    let settings: BuildSettings
    let compiler: Compiler

    /// C flags with the gc compiler are for cgo, and would do nothing without.
    var needsCgo: Bool {
        compiler == .gc && !(settings.cflags.isEmpty && settings.extldflags.isEmpty)
    }

    var usesCgo: Bool {
        settings.environment.value("CGO_ENABLED").map { $0 == "1" } ?? needsCgo
    }

    /// `base` are values of cgo's variables that the C flags are added to, the inherited ones; those of the settings win.
    /// `linkerFlags` are those that the C toolchain needs in addition.
    func environment(base: [String: String] = [:], linkerFlags: [String] = []) -> [EnvironmentVariable] {
        var variables = settings.environment
        if needsCgo, variables.value("CGO_ENABLED") == nil { variables.append(EnvironmentVariable("CGO_ENABLED", "1")) }
        guard usesCgo else { return variables }
        for (name, flags) in [
            ("CGO_CFLAGS", settings.cflags), ("CGO_CXXFLAGS", settings.cflags),
            ("CGO_LDFLAGS", linkerFlags + settings.extldflags),
        ] where !flags.isEmpty {
            let before = variables.value(name) ?? base[name] ?? ""
            let all = ([before] + flags).filter { !$0.isEmpty }.joined(separator: " ")
            variables = variables.setting([EnvironmentVariable(name, all)])
        }
        return variables
    }

    func flags(profile: String?) -> [String] {
        guard compiler == .gc else { return settings.gccgoGoFlags }
        guard needsCgo, usesCgo, !settings.ldflags.contains(where: { $0.contains("linkmode") }) else {
            return settings.goFlags(profile: profile)
        }
        var linked = settings
        linked.ldflags.append("-linkmode=external")
        return linked.goFlags(profile: profile)
    }
}
