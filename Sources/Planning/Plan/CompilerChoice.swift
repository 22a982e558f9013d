/// Selects the C toolchain of a build among those installed.
struct CompilerChoice {
    let subject: JobPlanner.Subject
    let host: HostFacts

    enum Answer<Value> {
        case success(Value)
        case failure(Problem)
    }

    /// The C toolchain for cgo: the pipeline's `CC`, the one it names, this machine's own, else the first that is installed; nil where
    /// go finds it by itself.
    var toolchain: Answer<CToolchain?> {
        let settings = subject.settings
        if let command = settings.environment.value("CC") { return named(command, "`CC`") }
        let known = subject.platform?.toolchains ?? []
        if let kind = settings.toolchain {
            // Said to go, which would take another one that the environment names.
            if subject.isNative, kind == .gcc, host.installed.contains("gcc") { return .success(.gcc) }
            let ofKind = known.filter { $0.kind == kind }
            if let found = ofKind.first(where: host.has) { return .success(found) }
            let remedy =
                ofKind.first.map { "it installed: \($0.installation)" }
                ?? (known.isEmpty ? "`CC` in `env`" : "one of \(kinds(known))")
            let reason = ofKind.isEmpty ? "which targets.json does not name for it" : "which is not installed"
            return .failure(
                problem("cgo for \(subject.target.name) by `toolchain: \(kind.rawValue)`, \(reason)", remedy))
        }
        if subject.isNative, let command = host.outside("CC") {
            return named(command, "`CC` of the environment")
        }
        if subject.isNative, host.installed.contains("gcc") { return .success(nil) }
        if let found = known.first(where: host.has) { return .success(found) }
        if subject.isNative {
            return .failure(problem("cgo for \(subject.target.name) has no C compiler", "one: apt-get install gcc"))
        }
        let ways = known.map(\.installation).reduce(into: [String]()) { $0 = $0.adding([$1]) }
        return .failure(
            problem(
                "cgo for \(subject.target.name) has no C compiler",
                ways.isEmpty
                    ? "`CC` in `env` of an override for it, as targets.json knows none"
                    : "one: \(ways.joined(separator: "; or "))"))
    }

    private func named(_ command: String, _ variable: String) -> Answer<CToolchain?> {
        guard let name = HostFacts.compiler(in: command), host.missing.contains(name) else { return .success(nil) }
        return .failure(
            Problem(
                place: subject.place, what: "\(subject.title): \(variable) for \(subject.target.name) is not there",
                found: "`\(name)`", expected: "a C compiler on PATH, or its whole path"))
    }

    /// The command of gccgo.
    var gccgo: Answer<String> {
        if let command = subject.settings.environment.value("GCCGO") { return .success(command) }
        guard let platform = subject.platform, platform.gccgo != nil else {
            return .failure(
                problem(
                    "\(subject.target.name) cannot be built by gccgo: no such compiler is known for it",
                    "`compiler: gc`, or an `exclude`"))
        }
        if let command = platform.gccgoCommands.first(where: host.installed.contains) { return .success(command) }
        return .failure(problem("gccgo for \(platform.name) is not installed", "it installed: \(platform.gccgoInstallation)"))
    }

    private func problem(_ what: String, _ expected: String) -> Problem {
        Problem(place: subject.place, what: "\(subject.title): \(what)", expected: expected)
    }

    private func kinds(_ toolchains: [CToolchain]) -> String {
        toolchains.map(\.kind.rawValue).reduce(into: [String]()) { $0 = $0.adding([$1]) }.map { "`\($0)`" }
            .joined(separator: ", ")
    }
}
