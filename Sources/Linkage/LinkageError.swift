public import BinaryFormats
internal import GoMetadata

/// Why archives cannot be linked again: which package, what was found, what to do.
public enum LinkageError: Error, Sendable, CustomStringConvertible {
    /// An archive that lies or is cut short.
    case damaged(package: String, FormatError)
    /// An archive written by a Go release whose constants are not known.
    case unknownRelease(String)
    /// A text of the toolchain's sources that lacks a list of constants.
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
            "archives written by \(version): Pare knows the object files of \(GoReleases.replayedText); hand it the toolchain's GOROOT/src or a newer Pare"
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
