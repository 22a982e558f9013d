internal import Host
internal import Subprocess
internal import SystemPackage

/// What go stamps into a binary of version control: commit, tags, whether there are changes.
enum Revision {
    /// A digest of it for the repository that `folder` is in; empty where there is no repository or no git.
    package static func digest(of folder: String, environment: [String: String]) async -> String {
        guard let git = SearchPath(environment: environment).executable("git"),
            !FilePath(folder).enclosing(holding: [".git"]).isEmpty
        else { return "" }
        async let status = output(git, ["status", "--porcelain=v2", "--branch"], folder, environment)
        async let tags = output(git, ["for-each-ref", "--format=%(objectname) %(refname)", "refs/tags"], folder, environment)
        let lines = await status.split(separator: "\n")
        let commit = lines.first { $0.hasPrefix("# branch.oid ") } ?? ""
        let isModified = lines.contains { !$0.hasPrefix("#") }
        return SHA256.hexadecimal(of: "\(commit) \(isModified) \(await tags)")
    }

    private static func output(
        _ git: String, _ arguments: [String], _ folder: String, _ environment: [String: String]
    ) async -> String {
        let answer = try? await run(
            .path(FilePath(git)), arguments: Arguments(["-C", folder] + arguments), environment: .exactly(environment),
            output: .string(limit: 1 << 24), error: .discarded)
        return answer?.standardOutput ?? ""
    }
}
