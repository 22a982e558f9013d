internal import Host
internal import Subprocess
internal import SystemPackage

/// Version, commit and time of the commit that is checked out, read from git.
struct GitDescription: Sendable, Equatable {
    /// `v1.4.0-3-g1c2e9a4-dirty`, without a tag the short hash.
    package var version: String
    /// Full hash.
    package var commit: String
    /// The commit's time, seconds since 1970.
    package var seconds: Int
    /// Git has no tag to tell, and might have one if all commits were there.
    var lacksHistory = false

    struct Missing: Error, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// Asks git in `folder`; throws `Missing` with git's own words.
    package static func read(in folder: String, environment: [String: String]) async throws(Missing) -> GitDescription {
        guard let git = SearchPath(environment: environment).executable("git") else {
            throw Missing(description: "git is not on PATH")
        }
        async let log = answer(git, ["log", "-1", "--format=%H %ct"], folder, environment)
        async let described = answer(git, ["describe", "--tags", "--always", "--dirty"], folder, environment)
        let words: [Substring]
        let version: String
        do {
            words = try await log.split(separator: " ")
            version = try await described
        } catch let error as Missing {
            throw error
        } catch {
            throw Missing(description: "\(git): \(error)")
        }
        guard words.count == 2, let seconds = Int(words[1]) else { throw Missing(description: "git tells no commit") }
        var description = GitDescription(version: version, commit: String(words[0]), seconds: seconds)
        if description.isUntagged {
            description.lacksHistory =
                (try? await answer(git, ["rev-parse", "--is-shallow-repository"], folder, environment)) == "true"
        }
        return description
    }

    /// The version is nothing but the commit.
    private var isUntagged: Bool { commit.hasPrefix(version.prefix { $0 != "-" }) }

    /// The first line of what git prints.
    static func answer(
        _ git: String, _ arguments: [String], _ folder: String, _ environment: [String: String]
    ) async throws -> String {
        String(try await output(git, arguments, folder, environment).prefix { $0 != "\n" })
    }

    fileprivate static func output(
        _ git: String, _ arguments: [String], _ folder: String, _ environment: [String: String]
    ) async throws -> String {
        let result = try await run(
            .path(FilePath(git)), arguments: Arguments(arguments), environment: .exactly(environment),
            workingDirectory: FilePath(folder), output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            let lines = result.standardError.split(separator: "\n").map { $0.drop { $0.isWhitespace } }
            let said = lines.first.map(String.init) ?? "\(result.terminationStatus)"
            // Git's remedy for a repository of another user, as in containers of continuous integration.
            let remedy = lines.first { $0.hasPrefix("git config ") }.map { "; \($0)" } ?? ""
            throw Missing(description: "git says \"\(said)\"\(remedy)")
        }
        return result.standardOutput
    }
}

/// The commit that is checked out, with the branch and the tag that point to it.
package struct GitHead: Sendable, Equatable {
    /// Full hash.
    package var commit: String
    package var branch: String?
    /// The first of several in the order of their names.
    package var tag: String?

    /// Nil without git, without a repository and before its first commit.
    package static func read(in folder: String, environment: [String: String]) async -> GitHead? {
        let arguments = ["log", "-1", "--decorate=full", "--format=%H %D"]
        guard let git = SearchPath(environment: environment).executable("git"),
            let line = try? await GitDescription.answer(git, arguments, folder, environment)
        else { return nil }
        return GitHead(line)
    }

    /// The message of the commit that is checked out; of a merge also that of the commit merged, as CI systems check out a merge of
    /// their own. Empty without git, without a repository and before its first commit.
    package static func message(in folder: String, environment: [String: String]) async -> String {
        guard let git = SearchPath(environment: environment).executable("git") else { return "" }
        func message(_ revision: String) async -> String? {
            try? await GitDescription.output(git, ["show", "-s", "--format=%B", revision], folder, environment)
        }
        let head = await message("HEAD") ?? ""
        return await message("HEAD^2").map { "\(head)\n\($0)" } ?? head
    }

    init(commit: String, branch: String? = nil, tag: String? = nil) {
        self.commit = commit
        self.branch = branch
        self.tag = tag
    }

    /// A line such as `HASH HEAD -> refs/heads/main, tag: refs/tags/v1.2.3`. (git-log(1), `%D`)
    init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1)
        guard let hash = words.first else { return nil }
        commit = String(hash)
        let names = words.dropFirst().joined().split(separator: ",").map { $0.drop { $0 == " " } }
        func first(_ prefix: String) -> String? {
            names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.min()
        }
        branch = first("HEAD -> refs/heads/")
        tag = first("tag: refs/tags/")
    }
}
