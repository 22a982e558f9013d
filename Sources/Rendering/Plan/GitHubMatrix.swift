internal import JSON
internal import Reports

/// For `fromJSON` of `strategy: matrix`, one line.
private struct GitHubMatrix: Encodable {
    struct Entry: Encodable {
        var shard: String
        /// Names of artifacts have no slash.
        var name: String
        var builds: Int
        /// For a POSIX shell in the project's folder.
        var command: String
    }

    var include: [Entry]
}

extension PlanReport {
    /// A job of GitHub has at most 256 entries in its matrix.
    func githubMatrix() throws(ReportError) -> String {
        try check(atMost: 256, "a matrix of GitHub has at most 256 entries")
        let entries = shards.map { shard in
            let name = "\(shard.index)/\(shards.count)"
            return GitHubMatrix.Entry(
                shard: name, name: "\(shard.index)-of-\(shards.count)", builds: shard.builds, command: buildLine(name))
        }
        do {
            return try JSONEncoder().encode(GitHubMatrix(include: entries)) + "\n"
        } catch {
            throw ReportError("the matrix cannot be written as JSON: \(error)")
        }
    }
}
