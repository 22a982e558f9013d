internal import Host
internal import Toolchain

/// The report that growth is measured against, as `--baseline` names it.
package enum BaselineName: Sendable, Equatable {
    /// A saved report, or a binary.
    case file(String)
    /// `git:v1.2.0`
    case revision(String)
    /// `auto`: the merge base with the branch that a change is for.
    case automatic

    package init(_ argument: String) {
        if !fileExists(argument), argument == "auto" {
            self = .automatic
        } else if !fileExists(argument), argument.hasPrefix("git:") {
            self = .revision(String(argument.dropFirst("git:".count)))
        } else {
            self = .file(argument)
        }
    }
}

/// Why there is nothing to measure growth against, and what to do.
package struct MissingBaseline: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}

/// The commit that a change is measured against.
struct BaselineCommit {
    /// Full hash.
    var hash: String
    /// The revision it was found by: `origin/main`.
    var revision: String

    /// The commit of a revision. Throws `MissingBaseline`.
    init(_ revision: String, _ git: Git) async throws {
        guard
            let hash = try? await git.line(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}"])
        else {
            throw MissingBaseline("no commit \(revision) in this repository; `git fetch` it first")
        }
        (self.hash, self.revision) = (hash, revision)
    }

    /// The last commit that HEAD and the target branch have in common. On that branch itself the commit before; for a user with
    /// changed files the commit they were changed from, but not in a CI system, whose files are made by it. Throws `MissingBaseline`.
    init(automatic git: Git, _ environment: [String: String]) async throws {
        guard let head = await GitHead.read(in: git.folder, environment: environment, ignoring: ["dist", ".pare"]) else {
            throw MissingBaseline("no commit is checked out here")
        }
        let names = Self.branches(environment)
        for name in names {
            guard let target = try? await BaselineCommit(name, git) else { continue }
            guard let base = try? await git.line(["merge-base", "HEAD", target.hash]), !base.isEmpty else {
                throw MissingBaseline(
                    "HEAD and \(name) have no commit in common here; fetch the whole history, in GitHub's checkout `fetch-depth: 0`"
                )
            }
            guard base == head.commit else {
                (hash, revision) = (base, name)
                return
            }
            if head.changes.isEmpty || environment["CI"]?.isEmpty == false {
                self = try await BaselineCommit("HEAD^", git)
            } else {
                (hash, revision) = (head.commit, "HEAD")
            }
            return
        }
        throw MissingBaseline(
            "no branch that a change could be for (\(names.joined(separator: ", "))); name one: --baseline git:BRANCH")
    }

    /// Branches that a change may be for: the one that the CI system names, else the default one.
    private static func branches(_ environment: [String: String]) -> [String] {
        let variables = ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "BUILDKITE_PULL_REQUEST_BASE_BRANCH"]
        let named = variables.compactMap { environment[$0] }.filter { !$0.isEmpty && $0 != "false" }
        return named.flatMap { ["origin/\($0)", $0] }
            + (named.isEmpty ? ["origin/HEAD", "origin/main", "origin/master", "main", "master"] : [])
    }
}
