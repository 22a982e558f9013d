/// Contradictions in the settings of one build.
extension JobPlanner.Subject {
    var contradictions: [Problem] {
        (compiler == .gccgo ? gccgoContradictions : gcContradictions) + cgoContradictions
    }

    private var gccgoContradictions: [Problem] {
        var problems: [Problem] = []
        if settings.usesProfile == true {
            problems.append(problem("a profile and `compiler: gccgo`, which cannot use one", "`compiler: gc`, or no `pgo`"))
        }
        let ofTools = [("gcflags", settings.gcflags), ("asmflags", settings.asmflags), ("flags", settings.packageFlags)]
        for (key, flags) in ofTools where !flags.isEmpty {
            problems.append(
                problem(
                    "`\(key)` and `compiler: gccgo`", found: flags, "`compiler: gc`, or flags of gcc in `gccgoflags`"))
        }
        let linkerFlags = settings.ldflags.filter { $0 != "-s" && $0 != "-w" }
        if !linkerFlags.isEmpty {
            problems.append(
                problem(
                    "`ldflags` and `compiler: gccgo`, whose linker is gcc's", found: linkerFlags,
                    "`compiler: gc`, or flags of gcc in `gccgoflags`"))
        }
        if settings.unsafe == true {
            problems.append(problem("`unsafe: true` and `compiler: gccgo`, which keeps its checks", "`compiler: gc`"))
        }
        return problems
    }

    private var gcContradictions: [Problem] {
        var problems: [Problem] = []
        if !settings.gccgoflags.isEmpty {
            problems.append(
                problem("`gccgoflags` without gccgo", found: settings.gccgoflags, "`compiler: gccgo`, or `cflags`"))
        }
        if recipe.needsCgo, !recipe.usesCgo {
            problems.append(
                problem(
                    "flags for C code and `CGO_ENABLED: 0`", found: settings.cflags + settings.extldflags,
                    "`CGO_ENABLED: 1`, or `compiler: gccgo` for Go code"))
        }
        if recipe.needsCgo, settings.ldflags.contains(where: { $0.contains("linkmode=internal") }) {
            problems.append(problem("flags for C code and `-linkmode=internal`", "no `-linkmode`, or no such flags"))
        }
        return problems
    }

    private var cgoContradictions: [Problem] {
        var problems: [Problem] = []
        if recipe.usesCgo, platform?.cgo == .no {
            problems.append(problem("cgo for \(target.name), where there is none", "`CGO_ENABLED: 0`, or an `exclude`"))
        }
        guard platform?.cgo != .no else { return problems }
        if let flag = settings.flags.first(where: { ["-race", "-msan", "-asan"].contains($0) }), !recipe.usesCgo {
            problems.append(problem("`\(flag)` needs cgo, which is off", "`CGO_ENABLED: 1` in `env`"))
        }
        if let mode = settings.buildmode, ["c-archive", "c-shared", "plugin", "shared"].contains(mode), !recipe.usesCgo,
            compiler == .gc
        {
            problems.append(problem("`buildmode: \(mode)` needs cgo, which is off", "`CGO_ENABLED: 1` in `env`"))
        }
        return problems
    }

    /// Flags that the selected C toolchain does not support.
    func contradiction(with toolchain: CToolchain) -> Problem? {
        guard toolchain.kind == .zig, target.goos == "windows", settings.cflags.contains("-flto") else { return nil }
        let gcc = platform?.toolchains.first { $0.kind == .gcc }
        return problem(
            "`-flto` for \(target.name) by zig, whose C library then lacks symbols",
            gcc.map { "its gcc: \($0.installation)" } ?? "no `-flto`, or an `exclude`")
    }

    /// Warnings, which do not stop the build.
    func warnings(_ preset: Preset) -> [String] {
        var warnings: [String] = []
        if settings.unsafe == true, compiler == .gc {
            warnings.append(
                "\(title) leaves out bounds checks: an index out of range reads and writes other memory instead of panicking")
        }
        if platform?.cgo == .required, !recipe.usesCgo {
            warnings.append(
                "\(target.name) links only with cgo, which is off: set `CGO_ENABLED: 1` and a C compiler (`CC`) in `env`")
        }
        return warnings
    }

    private func problem(_ what: String, found: [String] = [], _ expected: String) -> Problem {
        Problem(
            place: place, what: "\(title): \(what)", found: found.isEmpty ? nil : "`\(found.joined(separator: " "))`",
            expected: expected)
    }
}
