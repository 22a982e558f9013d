internal import GoMetadata
internal import GoSource
internal import Host
package import Planning

/// A program to analyse and the settings it is built with.
package struct ProgramRequest: Sendable {
    /// Folder in which go runs.
    package var folder: String
    /// A package as go takes it: `./cmd/app`, `cmd/pprof`; nil for the only program of the module.
    package var main: String?
    /// `linux/amd64` or `linux/arm/6`.
    package var target: String
    /// Flags of the build that decide how packages are compiled: all but the linker's.
    package var flags: [String]
    /// Flags of the linker.
    package var ldflags: String
    /// Variables set on top of the inherited environment.
    package var variables: [EnvironmentVariable]

    /// A build outside of pipelines. `preset` is one of the built-in ones, whose profile is not used.
    package init(folder: String, main: String?, target: Target, preset: Preset? = nil, tags: [String] = []) {
        var settings = preset?.settings ?? BuildSettings()
        settings.ldflags = []
        settings.tags += tags.filter { !settings.tags.contains($0) }
        self.init(
            folder: folder, main: main, target: target.name, flags: settings.goFlags(profile: nil),
            variables: target.environment + settings.environment)
    }

    /// One build of a pipeline. `folder` is that of the project.
    package init(_ job: BuildJob, in folder: String) {
        let linker = "-ldflags="
        let place = job.workingDirectory
        self.init(
            folder: folder == "." || place.hasPrefix("/") ? place : place == "." ? folder : "\(folder)/\(place)",
            main: job.main, target: job.target, flags: job.flags.filter { !$0.hasPrefix(linker) },
            ldflags: job.flags.last { $0.hasPrefix(linker) }.map { String($0.dropFirst(linker.count)) } ?? "",
            variables: job.environment)
    }

    package init(
        folder: String, main: String?, target: String, flags: [String], ldflags: String = "", variables: [EnvironmentVariable]
    ) {
        self.folder = folder
        self.main = main
        self.target = target
        self.flags = flags
        self.ldflags = ldflags
        self.variables = variables
    }

    /// A copy of the request with other tags.
    package func with(tags: [String]) -> ProgramRequest {
        var request = self
        request.flags = flags.filter { !$0.hasPrefix("-tags=") } + (tags.isEmpty ? [] : ["-tags=\(tags.joined(separator: ","))"])
        return request
    }

    package func environment(_ inherited: [String: String]) -> [String: String] {
        var environment = inherited
        for variable in variables { environment[variable.name] = variable.value }
        return environment
    }

    /// The go that builds it, ready for questions. Throws `FileError` or `GoToolchainError`.
    package func go(_ inherited: [String: String]) async throws -> GoList {
        guard fileExists(folder) else {
            throw FileError(path: folder, reason: "no such folder; -C names the folder of a Go module")
        }
        let toolchain = try await GoToolchain.find(
            environment: inherited, in: folder, oldest: GoVersion(1, GoReleases.replayed.lowerBound))
        return GoList(toolchain: toolchain, environment: environment(inherited), folder: folder)
    }
}

/// Why a program cannot be linked again: what was found, and what to do.
package enum ProgramError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Neither in the folder nor above it.
    case noModule(folder: String)
    case notMain(package: String, name: String, mains: [String])
    case noProgram(folder: String)
    case severalPrograms(folder: String, mains: [String])
    case severalPackages(pattern: String, count: Int)
    /// In go's words.
    case notCompiled(package: String, said: String)
    case unsupportedRelease(String)
    case vanished(package: String, archive: String)
    case unreadableList(String)
    /// A malformed or truncated archive, or one that does not match the others.
    case unlinkable(String)

    /// Whether go could not build it: an exit code of its own.
    package var isFailedBuild: Bool {
        if case .notCompiled = self { true } else { false }
    }

    package var description: String {
        switch self {
        case .noModule(let folder):
            return
                "\(folder): no go.mod here or above; name the module's folder with -C, or a program of the Go distribution: cmd/pprof"
        case .notMain(let package, let name, let mains):
            return "\(package) is package \(name), not a program; " + choice(mains)
        case .noProgram(let folder):
            return "\(folder): no main package in this module; name one elsewhere with -C, or a program of the Go distribution"
        case .severalPrograms(let folder, let mains):
            return "\(folder): \(mains.count) programs in this module; " + choice(mains)
        case .severalPackages(let pattern, let count):
            return "\(pattern) names \(count) packages; name one main package"
        case .notCompiled(let package, let said): return "\(package) does not compile\n\(said)"
        case .unsupportedRelease(let version):
            return
                "\(version): Pare replays the linkers of \(GoReleases.replayedText); choose one of them with PARE_GO or GOTOOLCHAIN, or use a newer Pare"
        case .vanished(let package, let archive):
            return "\(archive): the archive of \(package) has vanished: Go's build cache was cleaned in between; run again"
        case .unlinkable(let reason): return reason
        case .unreadableList(let reason): return "`go list -json` printed what Pare cannot read: \(reason)"
        }
    }

    private func choice(_ mains: [String]) -> String {
        mains.isEmpty ? "name a main package" : "name one: \(mains.prefix(12).joined(separator: ", "))"
    }
}
