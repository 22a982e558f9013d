/// Variables by which the environment, or what `go env -w` has saved, changes the bytes that a build makes.
///
/// A plan either sets them itself, as the variables of a target and `CGO_ENABLED`, or takes them over into each build they act on, so
/// that the build's line makes the same bytes in an empty environment. (`go help environment`, cmd/go/internal/work/exec.go
/// `buildActionID` and `printLinkerConfig`, gcc(1) and ld(1), pkg-config(1))
public enum OutsideSettings {
    /// Properties of a build that decide which of the variables act on it.
    struct Build {
        var goarch: String
        /// A C compiler or linker takes part: cgo, external linking, gccgo.
        var usesC: Bool
        var isByGccgo: Bool
    }

    private static let ofGo: Set<String> = [
        "GIT_DIR", "GIT_WORK_TREE", "GO111MODULE", "GOCLOBBERDEADHASH", "GOCOMPILEDEBUG", "GODEBUG", "GOENV", "GOEXPERIMENT",
        "GOFIPS140", "GOFLAGS", "GOMODCACHE", "GOPATH", "GOROOT", "GOSSADIR", "GOSSAFUNC", "GOTOOLCHAIN", "GOWORK",
        "GO_EXTLINK_ENABLED",
    ]

    private static let ofArchitectures: [String: [String]] = [
        "GO386": ["386"], "GOAMD64": ["amd64"], "GOARM": ["arm"], "GOARM64": ["arm64"], "GOMIPS": ["mips", "mipsle"],
        "GOMIPS64": ["mips64", "mips64le"], "GOPPC64": ["ppc64", "ppc64le"], "GORISCV64": ["riscv64"], "GOWASM": ["wasm"],
    ]

    private static let ofC: Set<String> = [
        "AR", "CC", "COMPILER_PATH", "CPATH", "CPLUS_INCLUDE_PATH", "CXX", "C_INCLUDE_PATH", "FC", "GCC_EXEC_PREFIX",
        "LD_RUN_PATH", "LIBRARY_PATH", "MACOSX_DEPLOYMENT_TARGET", "OBJC_INCLUDE_PATH", "PKG_CONFIG", "SDKROOT",
        "SOURCE_DATE_EPOCH",
    ]

    private static let prefixesOfC = ["CGO_", "PKG_CONFIG_", "ZIG_"]

    private static let ofGccgo: Set<String> = ["GCCGO", "GCCGOTOOLDIR"]

    /// Variables that a plan always sets: values from outside have no effect.
    private static let ofPlan: Set<String> = ["CGO_ENABLED", "GOOS", "GOARCH"]

    /// Program that go runs in place of its cache: it acts on every build and changes no byte as long as it is a cache. Its
    /// arguments may be secret, so that only its name is printed.
    private static let cache = "GOCACHEPROG"

    /// Whether a variable of this name may change what a build makes.
    public static func include(_ name: String) -> Bool {
        ofGo.contains(name) || ofArchitectures[name] != nil || isOfC(name) || ofGccgo.contains(name) || ofPlan.contains(name)
    }

    /// Variables that the environment holds (`variables`), and those of go's own file (`saved`) that it does not, by name.
    ///
    /// `file` is go's own file, named where the environment says that it is another than the usual one.
    public static func found(in variables: [String: String], saved: [String: String] = [:], file: String? = nil)
        -> [EnvironmentVariable]
    {
        var all = saved.merging(variables.filter { !$0.value.isEmpty }) { $1 }
        if let file { all["GOENV"] = file }
        return all.filter { include($0.key) || $0.key == cache }.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map {
            EnvironmentVariable($0, $1)
        }
    }

    /// Lines `NAME=VALUE` as `go env -w` writes them. (cmd/go/internal/cfg `readEnvFile`)
    public static func saved(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let first = line.unicodeScalars.first, ("A"..."Z").contains(first), let equals = line.firstIndex(of: "=") else {
                continue
            }
            values[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return values
    }

    static func act(_ name: String, on build: Build) -> Bool {
        if ofPlan.contains(name) { return false }
        if let architectures = ofArchitectures[name] { return architectures.contains(build.goarch) }
        return ofGo.contains(name) || build.usesC && isOfC(name) || build.isByGccgo && ofGccgo.contains(name)
    }

    /// Lines for people about the settings that builds get.
    static func told(_ settings: [EnvironmentVariable], _ jobs: [BuildJob]) -> [String] {
        settings.compactMap { setting in
            let count = jobs.count { $0.takenOver.contains(setting.name) }
            if setting.name == cache { return "every build gets \(cache) from outside the pipeline" }
            guard count > 0 else { return nil }
            let builds = count == jobs.count ? "every build gets" : "\(count) of \(jobs.count) builds get"
            return "\(builds) \(setting.name)=\(setting.value) from outside the pipeline"
        }
    }

    /// Says what the plan decides although something outside says otherwise, in words for a warning.
    static func overruled(_ settings: [EnvironmentVariable], by jobs: [BuildJob]) -> [String] {
        settings.filter { ofArchitectures[$0.name] != nil || $0.name == "CGO_ENABLED" }.compactMap { setting in
            let said = jobs.compactMap { $0.environment.value(setting.name) }
            guard let value = said.first(where: { $0 != setting.value }), !said.contains(setting.value) else { return nil }
            let remedy =
                setting.name == "CGO_ENABLED"
                ? "`CGO_ENABLED: \(setting.value)` in `env` sets it" : "a target such as `linux/amd64/v3` sets it"
            return
                "\(setting.name)=\(setting.value) from outside the pipeline is not used, builds get \(setting.name)=\(value); \(remedy)"
        }
    }

    private static func isOfC(_ name: String) -> Bool {
        ofC.contains(name) || prefixesOfC.contains { name.hasPrefix($0) }
    }
}
