internal import Host

/// The commit that is checked out, with the branch and the tag that point to it.
package struct GitHead: Sendable, Equatable {
    /// Full hash.
    package var commit: String
    /// The commit's time, seconds since 1970.
    package var seconds: Int?
    package var branch: String?
    /// The first of several in the order of their names.
    package var tag: String?
    /// Files that differ from the commit, as git quotes them.
    package var changes: [String] = []

    /// Nil without git, without a repository and before its first commit. Files in `ignored` folders, which Pare itself writes, do
    /// not count as changes.
    package static func read(
        in folder: String, environment: [String: String], ignoring ignored: [String] = []
    ) async -> GitHead? {
        guard let git = Git(in: folder, environment: environment) else { return nil }
        async let status = git.output(
            ["--no-optional-locks", "status", "--porcelain", "--", ":/"] + ignored.map { ":(exclude)\($0)" })
        guard let line = try? await git.line(["log", "-1", "--decorate=full", "--format=%H %ct %D"]), var head = GitHead(line)
        else { return nil }
        // Each line is two letters and a blank before the name. (git-status(1))
        head.changes = ((try? await status) ?? "").split(separator: "\n").map { String($0.dropFirst(3)) }
        return head
    }

    /// The message of the commit that is checked out; of a merge also that of the commit merged, as CI systems check out a merge of
    /// their own. Empty without git, without a repository and before its first commit.
    package static func message(in folder: String, environment: [String: String]) async -> String {
        guard let git = Git(in: folder, environment: environment) else { return "" }
        func message(_ revision: String) async -> String? {
            try? await git.output(["show", "-s", "--format=%B", revision])
        }
        let head = await message("HEAD") ?? ""
        return await message("HEAD^2").map { "\(head)\n\($0)" } ?? head
    }

    init(commit: String, seconds: Int? = nil, branch: String? = nil, tag: String? = nil) {
        self.commit = commit
        self.seconds = seconds
        self.branch = branch
        self.tag = tag
    }

    /// A line such as `HASH 1700000000 HEAD -> refs/heads/main, tag: refs/tags/v1.2.3`. (git-log(1), `%D`)
    init?(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 2)
        guard let hash = words.first else { return nil }
        commit = String(hash)
        seconds = words.dropFirst().first.flatMap { Int($0) }
        let names = words.dropFirst(2).joined().split(separator: ",").map { $0.drop { $0 == " " } }
        func first(_ prefix: String) -> String? {
            names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.min()
        }
        branch = first("HEAD -> refs/heads/")
        tag = first("tag: refs/tags/")
    }

    /// `main.go and 2 more`; nil without changes.
    package var changeText: String? {
        changes.first.map { $0 + (changes.count > 1 ? " and \(changes.count - 1) more" : "") }
    }
}

/// Address of the repository that `origin` names, without user and password; nil where there is none or it is a folder.
package func sourceAddress(in folder: String, environment: [String: String]) async -> String? {
    guard let git = Git(in: folder, environment: environment), let text = try? await git.line(["remote", "get-url", "origin"])
    else { return nil }
    return publicAddress(text)
}

/// `https://example.com/app.git` of `https://user:secret@example.com/app.git`, `ssh://git@example.com/app.git` of
/// `git@example.com:app.git`.
func publicAddress(_ remote: String) -> String? {
    if let scheme = remote.firstRange(of: "://") {
        guard remote[..<scheme.lowerBound] != "file" else { return nil }
        let rest = remote[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" }
        let user = remote.hasPrefix("ssh") ? nil : host.lastIndex(of: "@")
        return String(remote[..<scheme.upperBound] + (user.map { rest[rest.index(after: $0)...] } ?? rest))
    }
    guard let colon = remote.firstIndex(of: ":"), !remote[..<colon].contains("/"), colon != remote.startIndex else { return nil }
    return "ssh://\(remote[..<colon])/\(remote[remote.index(after: colon)...].drop { $0 == "/" })"
}
