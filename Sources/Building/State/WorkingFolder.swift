internal import Host
package import Planning
internal import Subprocess
internal import SystemPackage
internal import Toolchain

/// Folder of jobs: the settings of go there, and the revision that it would stamp.
struct WorkingFolder: Sendable {
    /// Absolute path.
    package var folder: String
    /// Environment that go inherits.
    package var environment: [String: String]
    package var settings: GoSettings
    package var revision: String

    /// Paths of the C compilers, of gccgo and of upx, those that a job gets.
    package func tools(of job: BuildJob) -> [String] {
        let variables = job.variables
        let usesC = (variables["CGO_ENABLED"] ?? settings["CGO_ENABLED"]) != "0" || variables["GCCGO"] != nil
        let compilers = usesC ? ["CC", "CXX", "FC", "GCCGO"].compactMap { variables[$0] ?? settings[$0] } : []
        let search = SearchPath(environment: environment.merging(variables) { $1 })
        let packer = job.upx.flatMap { _ in SearchPath(environment: environment).executable("upx") }
        return compilers.compactMap { $0.split(separator: " ").first.flatMap { search.executable(String($0)) } }
            + [packer].compactMap(\.self)
    }
}

extension BuildJob {
    /// Its own variables by name.
    package var variables: [String: String] { Dictionary(environment.map { ($0.name, $0.value) }) { $1 } }
}

/// Version control facts that go stamps into a binary: commit, tags, whether there are changes.
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
