public import BinaryFormats
internal import GoMetadata

/// An error of a replay: the package, the problem and the fix.
public enum LinkageError: Error, Sendable, CustomStringConvertible {
    /// A malformed or truncated archive.
    case damaged(package: String, FormatError)
    /// An archive of a Go release with unknown constants.
    case unknownRelease(String)
    /// A source file of the toolchain without the expected list of constants.
    case unreadableSource(file: String, missing: String)
    case missingPackage(String, neededBy: String)
    case mixedTargets(package: String, found: String, expected: String)
    case missingEntry(String)
    case unknownPackage(String, nearest: String?)
    case unknownSymbol(String)

    public var description: String {
        switch self {
        case .damaged(let package, let error):
            "archive of \(package): \(error); run `go clean -cache` and build again"
        case .unknownRelease(let version):
            "archives written by \(version): Pare knows the object files of \(GoReleases.replayedText); keep the toolchain's GOROOT/src installed or update Pare"
        case .unreadableSource(let file, let missing):
            "GOROOT/src/\(file): no `\(missing)`; is it the source of a Go release from go1.\(GoReleases.replayed.lowerBound) on?"
        case .missingPackage(let package, let user):
            "no archive of \(package), which \(user) needs; list packages with `go list -export -deps`"
        case .mixedTargets(let package, let found, let expected):
            "archive of \(package) was compiled for \(found), the others for \(expected); list them all with the same flags"
        case .missingEntry(let name):
            "no entry symbol \(name): is the first archive that of a main package?"
        case .unknownPackage(let package, let nearest):
            "\(package) is not linked into this program" + (nearest.map { "; did you mean \($0)?" } ?? "")
        case .unknownSymbol(let name):
            "no symbol \(name) in this program"
        }
    }
}
