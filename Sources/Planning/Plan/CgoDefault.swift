/// `CGO_ENABLED` of a build whose pipeline does not say it: the environment's, else as go decides on this machine. Cgo is on for
/// the machine's own platform where its C compiler is there. (cmd/go/internal/cfg, go/build `defaultContext`)
struct CgoDefault {
    let subject: JobPlanner.Subject
    let host: HostFacts

    /// Nil where the settings say it, or need cgo.
    var variable: EnvironmentVariable? {
        guard subject.settings.environment.value("CGO_ENABLED") == nil, !subject.recipe.needsCgo else { return nil }
        return EnvironmentVariable("CGO_ENABLED", isOn ? "1" : "0")
    }

    /// The environment decides.
    var isFromOutside: Bool {
        guard let variable, let outside = host.outside("CGO_ENABLED") else { return false }
        return outside == variable.value
    }

    private var isOn: Bool {
        guard let platform = subject.platform, platform.cgo != .no, subject.compiler == .gc else { return false }
        if let outside = host.outside("CGO_ENABLED"), ["0", "1"].contains(outside) { return outside == "1" }
        return subject.isNative && host.hasNativeCompiler
    }
}

extension HostFacts {
    /// Whether go finds a C compiler for this machine: the one in `CC`, else `gcc`.
    public var hasNativeCompiler: Bool {
        guard let command = outside("CC") else { return installed.contains("gcc") }
        return Self.compiler(in: command).map { !missing.contains($0) } ?? true
    }
}
