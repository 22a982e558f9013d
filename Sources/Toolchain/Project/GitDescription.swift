/// Version, commit and time of the commit that is checked out, read from git.
struct GitDescription: Sendable, Equatable {
    /// `v1.4.0-3-g1c2e9a4-dirty`, without a tag the short hash.
    package var version: String
    /// Full hash.
    package var commit: String
    /// The hash as git abbreviates it.
    package var shortCommit: String
    /// `HEAD` where a commit of no branch is checked out.
    package var branch: String
    /// The commit's time, seconds since 1970.
    package var seconds: Int
    /// Git has no tag to tell, and might have one if all commits were there.
    var lacksHistory = false

    struct Missing: Error, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// Asks git in `folder`; throws `Missing` with git's own words.
    package static func read(in folder: String, environment: [String: String]) async throws(Missing) -> GitDescription {
        guard let git = Git(in: folder, environment: environment) else { throw Missing(description: "git is not on PATH") }
        async let log = git.line(["log", "-1", "--format=%H %ct %h"])
        async let described = git.line(["describe", "--tags", "--always", "--dirty"])
        async let head = git.line(["rev-parse", "--abbrev-ref", "HEAD"])
        let words: [Substring]
        let branch: String
        let version: String
        do {
            words = try await log.split(separator: " ")
            version = try await described
            branch = try await head
        } catch {
            throw Missing(description: "\(error)")
        }
        guard words.count == 3, let seconds = Int(words[1]) else { throw Missing(description: "git tells no commit") }
        var description = GitDescription(
            version: version, commit: String(words[0]), shortCommit: String(words[2]), branch: branch, seconds: seconds)
        if description.isUntagged {
            description.lacksHistory = (try? await git.line(["rev-parse", "--is-shallow-repository"])) == "true"
        }
        return description
    }

    /// The version is nothing but the commit.
    private var isUntagged: Bool { commit.hasPrefix(version.prefix { $0 != "-" }) }
}
