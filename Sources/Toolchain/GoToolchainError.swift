package import GoSource

/// Why nothing can be built, and what to do about it.
package enum GoToolchainError: Error, Equatable, CustomStringConvertible {
    case missing(wanted: String?)
    case tooOld(executable: String, version: GoVersion, oldest: GoVersion = GoToolchain.oldest)
    case broken(executable: String, reason: String)

    package var description: String {
        let way = "install it: \(GoToolchain.installation)"
        switch self {
        case .missing(nil): return "no 'go' on PATH, and PARE_GO is not set; \(way)"
        case .missing(let wanted?):
            return "PARE_GO is '\(wanted)', but there is no such executable; set it to a go command or unset it"
        case .tooOld(let executable, let version, let oldest):
            return "\(executable) is \(version), Pare needs \(oldest) or newer; \(way)"
        case .broken(let executable, let reason): return "\(executable) does not answer 'go env -json': \(reason)"
        }
    }
}
