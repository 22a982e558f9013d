package import Building
package import Host
internal import JSON

/// Files of a release with their `artifacts.json` and `metadata.json`: a folder `dist/PIPELINE`, or one into which they were
/// downloaded.
package struct DownloadedRelease: Sendable {
    package var folder: String
    package var artifacts: [Artifact]
    package var metadata: ReleaseMetadata

    /// `path` is the folder, or `artifacts.json` in it. Throws `FileError`.
    package init(_ path: String) throws(FileError) {
        let isList = path.hasSuffix(".json") && !isFolder(path)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        folder = isList ? parts.count > 1 ? parts.dropLast().joined(separator: "/") : "." : path
        guard fileExists(path) else { throw FileError(path: path, reason: "no such file or folder") }
        artifacts = try Self.decoded(isList ? path : "\(folder)/artifacts.json")
        metadata = try Self.decoded("\(folder)/metadata.json")
    }

    private static func decoded<Value: Decodable>(_ path: String) throws(FileError) -> Value {
        guard fileExists(path) else {
            throw FileError(
                path: path,
                reason: "not there; a release is verified by artifacts.json and metadata.json, which `artifacts:` makes"
            )
        }
        let text = try MappedFile(path: path).text
        do {
            return try JSONDecoder().decode(Value.self, from: text)
        } catch {
            throw FileError(path: path, reason: "not as `pare build` writes it: \(error)")
        }
    }

    /// Path of an artifact's file: below the folder as in `dist/PIPELINE`, or in the folder itself if no other artifact has its
    /// name; nil when it was not downloaded.
    package func file(of artifact: Artifact) -> String? {
        let own = artifact.path.split(separator: "/").dropFirst(2).joined(separator: "/")
        let isUnique = artifacts.count { $0.name == artifact.name } == 1 && !artifact.name.contains("/")
        let candidates = [own] + (isUnique ? [artifact.name] : [])
        return candidates.first { name in
            !name.isEmpty && !name.split(separator: "/").contains("..") && FileStamp("\(folder)/\(name)")?.isFolder == false
        }.map { "\(folder)/\($0)" }
    }
}
