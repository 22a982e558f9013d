internal import GoMetadata
internal import Host

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
    /// An archive that lies, is cut short or does not fit the others.
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
