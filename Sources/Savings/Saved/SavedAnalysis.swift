internal import Host
internal import Linkage
internal import Toolchain

/// The file in the user's cache that keeps a program's analysis for the next question, by the digests of all that it was made from.
struct SavedAnalysis {
    private static let kind = "programs"

    private let cache: UserCache
    private let key: String
    private let goroot: String?

    /// Nil where an archive is not named by a digest of its contents, as Go's own cache does.
    init?(
        _ cache: UserCache, _ packages: [GoPackage], _ release: Release.Sources?, _ options: LinkGraph.Options, minor: Int,
        goroot: String?
    ) {
        var parts = [
            PareVersion.executable, "\(minor)", goroot ?? "", options.mainPath, options.entry ?? "",
            "\(options.isPositionIndependent)", "\(options.buildInfoSize ?? -1)",
        ]
        parts += release.map { [$0.relocationTypes, $0.symbolKinds, $0.objectFile, $0.builtins] } ?? []
        for package in packages {
            guard let archive = package.archive, !archive.isEmpty else { continue }
            guard let digest = Self.digest(in: archive) else { return nil }
            parts += [package.name == "main" ? "main" : package.path, digest]
        }
        self.cache = cache
        self.goroot = goroot
        key = SHA256.hexadecimal(of: parts.map { "\($0.utf8.count) \($0)" }.joined(separator: "\n"))
    }

    /// The name of a file in Go's cache: the SHA-256 of its contents and `-d`. (cmd/go/internal/cache `OutputFile`)
    private static func digest(in path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        guard name.hasSuffix("-d"), name.utf8.count == 66, name.dropLast(2).allSatisfy(\.isHexDigit) else { return nil }
        return String(name)
    }

    /// Nil when there is none, or one that is damaged or of another Pare, which is written again.
    func read() -> LinkAnalysis? {
        guard let file = cache.file(Self.kind, key) else { return nil }
        return try? LinkAnalysis(encoded: file.bytes, key: key, goroot: goroot)
    }

    func write(_ analysis: LinkAnalysis) {
        guard let bytes = try? analysis.encoded(key: key) else { return }
        cache.write(Self.kind, key, unsafe bytes.span.bytes)
    }
}
