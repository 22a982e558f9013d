import Fixtures
import Foundation
import Host
import Testing
import Toolchain

@testable import History

private let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

/// Histories that are shared through a repository, by several clones of it.
@Suite(.enabled(if: SearchPath(environment: ["PATH": path]).executable("git") != nil, "no git on PATH"))
struct HistoryNotesTests {
    private let folder: TemporaryFolder
    private let environment: [String: String]
    private let commits: [String]

    /// A remote repository with three commits.
    init() async throws {
        folder = try TemporaryFolder()
        environment = [
            "PATH": path, "HOME": folder.path, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
        ]
        try folder.write("", to: "work/file")
        let git = try #require(Git(in: folder.path + "/work", environment: environment))
        _ = try await git.output(["init", "-q", "-b", "main"])
        for number in 1...3 { _ = try await git.output(["commit", "-q", "--allow-empty", "-m", "\(number)"]) }
        commits = try await git.output(["rev-list", "--reverse", "HEAD"]).split(separator: "\n").map(String.init)
        _ = try await git.output(["clone", "-q", "--bare", ".", "../remote.git"])
    }

    private func clone(_ name: String, _ options: String...) async throws -> Git {
        let git = try #require(Git(in: folder.path, environment: environment))
        _ = try await git.output(["clone", "-q"] + options + ["file://\(folder.path)/remote.git", name])
        return try #require(Git(in: "\(folder.path)/\(name)", environment: environment))
    }

    @Test func twoMachinesShareOneHistory() async throws {
        let (a, b) = (try await clone("a"), try await clone("b"))
        let first = try HistoryStore(
            in: folder, "a.db",
            [
                row(commits[0], at: 1, tags: ["v1"]), row(commits[1], at: 2, size: 2_000),
                row(commits[1], at: 2, isChanged: true), row(nil, at: 3),
            ])
        let second = try HistoryStore(in: folder, "b.db", [row(commits[1], at: 2, preset: "default"), row(commits[2], at: 3)])
        let (here, there) = (HistoryNotes(first, git: a, remote: "origin"), HistoryNotes(second, git: b, remote: "origin"))
        #expect(try await here.fetch() == HistoryNotes.Exchange())
        #expect(try await here.push().written == 2)
        let pushed = try await there.push()
        #expect(pushed.written == 2 && pushed.added.new == 2)
        #expect(try await here.fetch().added.new == 2)
        // Rows of changed files and of no commit stay at home.
        let shared = { (store: HistoryStore) in try store.rows().filter { $0.commit != nil && !$0.isChanged } }
        #expect(try shared(first) == shared(second) && shared(first).count == 4)
        #expect(try shared(second).contains { $0.tags == ["v1"] })
        for notes in [here, there] {
            let again = try await notes.push()
            #expect(again.written == 0 && again.added.new == 0)
        }
        #expect(
            try await a.output(["notes", "--ref=pare", "show", commits[0]]).hasPrefix(
                "pare history 1: `pare history fetch` reads it\n"))
    }

    @Test func pushesAtTheSameTimeAreAllThere() async throws {
        let folder = folder
        var machines: [Git] = []
        for number in 0..<4 { machines.append(try await clone("m\(number)")) }
        let commits = commits
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, git) in machines.enumerated() {
                group.addTask {
                    let rows = commits.map { row($0, at: 1, size: 1_000 + number, preset: "p\(number)") }
                    _ = try await HistoryNotes(HistoryStore(in: folder, "\(number).db", rows), git: git, remote: "origin").push()
                }
            }
            try await group.waitForAll()
        }
        let store = try HistoryStore(in: folder, "all.db")
        #expect(try await HistoryNotes(store, git: machines[0], remote: "origin").fetch().added.new == 12)
    }

    @Test func prunedRowsStayInTheNotes() async throws {
        let git = try await clone("a")
        let store = try HistoryStore(
            in: folder, "a.db", [row(commits[0], at: 1), row(commits[0], at: 1, preset: "default"), row(commits[1], at: 2)])
        let notes = HistoryNotes(store, git: git, remote: "origin")
        _ = try await notes.push()
        #expect(try store.prune(keep: 1).removed == 1)
        #expect(try await notes.push().written == 0)
        #expect(try store.rows().count == 2)
        #expect(try await HistoryNotes(HistoryStore(in: folder, "b.db"), git: git, remote: "origin").fetch().added.new == 3)
    }

    /// A clone without the earlier commits pushes what it can, and says what it cannot.
    @Test func aShallowCloneKeepsTheNotesOfOthers() async throws {
        let store = try HistoryStore(in: folder, "a.db", commits[..<2].map { row($0, at: 1) })
        _ = try await HistoryNotes(store, git: clone("a"), remote: "origin").push()
        let shallow = try await clone("s", "--depth=1")
        let other = try HistoryStore(in: folder, "s.db", [row(commits[2], at: 3), row(hash(7), at: 3)])
        let pushed = try await HistoryNotes(other, git: shallow, remote: "origin").push()
        #expect(pushed.written == 1 && pushed.unknown == 1 && pushed.added.new == 2)
        #expect(try await HistoryNotes(HistoryStore(in: folder, "b.db"), git: shallow, remote: "origin").fetch().added.new == 3)
    }

    @Test func notesOfANewerPareAndDamagedOnesStay() async throws {
        let git = try await clone("a")
        for (commit, text) in [(commits[0], "pare history 9: from the future"), (commits[1], "pare history 1:\n\u{7f}damaged")] {
            _ = try await git.output(["notes", "--ref=pare", "add", "-m", text, commit])
        }
        _ = try await git.output(["push", "-q", "origin", "refs/notes/pare"])
        let store = try HistoryStore(in: folder, "a.db", commits.map { row($0, at: 1) })
        let pushed = try await HistoryNotes(store, git: git, remote: "origin").push()
        #expect(pushed.written == 1 && Set(pushed.unread) == Set(commits[..<2]))
        #expect(try await git.output(["notes", "--ref=pare", "show", commits[0]]) == "pare history 9: from the future\n")
    }

    @Test func aMissingRemoteIsReported() async throws {
        let notes = HistoryNotes(try HistoryStore(in: folder), git: try await clone("a"), remote: "nowhere")
        await #expect(throws: Git.Failure.self) { _ = try await notes.push() }
    }
}
