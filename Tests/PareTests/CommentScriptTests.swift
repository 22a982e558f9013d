import Fixtures
import Foundation
import Testing

/// The script that the GitHub action comments with, against a server that plays the API.
@Suite(.needs("python3", package: "python3"))
struct CommentScriptTests {
    private static let script = "\(GoBuild.checkout)/Sources/Planning/Templates/github-comment.py"
    private static let server = "\(GoBuild.checkout)/Tests/PareTests/Templates/api.py"
    private static let marker = "<!-- pare:release -->"
    private static let list = "GET /repos/o/r/issues/7/comments?per_page=100&page="

    /// A comment as the API lists it.
    private struct Comment {
        var author: String? = "github-actions[bot]"
        var body: String

        func json(_ id: Int) throws -> String {
            let body = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
            let user = author.map { #"{"login": "\#($0)"}"# } ?? "null"
            return #"{"id": \#(id), "user": \#(user), "body": \#(body), "html_url": "https://forge/o/r/pull/7#\#(id)"}"#
        }
    }

    private func comment(
        _ arguments: String = "--number 7 comment.md", text: String = "\(marker)\n## now\n", on comments: [Comment] = [],
        token: String = "good-secret", repository: String = "o/r", files: [String: String] = [:]
    ) async throws -> (run: PareRun, requests: [String]) {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "comment.md")
        let present = try comments.enumerated().map { try $1.json($0 + 1) }
        try folder.write("[\(present.joined(separator: ","))]", to: "comments.json")
        for (name, text) in files { try folder.write(text, to: name) }
        let run = try await runShell(
            "python3 \(Self.server) python3 \(Self.script) \(arguments)", in: folder,
            environment: ["GITHUB_TOKEN": token, "GITHUB_REPOSITORY": repository])
        #expect(token.isEmpty || !"\(run.output)\(run.error)".contains(token), "the token is printed")
        let requests = (folder.read("requests.txt") ?? "").split(separator: "\n").map {
            String($0).trimmingCharacters(in: .whitespaces)
        }
        return (run, requests)
    }

    @Test func withoutOneItIsCreated() async throws {
        let (run, requests) = try await comment(on: [Comment(author: "gopher", body: "looks good")])
        #expect(run.code == 0 && run.output == "created https://forge/o/r/pull/7#new\n", "\(run.error)")
        #expect(requests == [Self.list + "1", #"POST /repos/o/r/issues/7/comments "<!-- pare:release -->\n## now\n""#])
    }

    @Test func itsOwnIsUpdated() async throws {
        let comments = [Comment(body: "<!-- pare:nightly -->\nother"), Comment(body: "\(Self.marker)\r\n## before")]
        let (run, requests) = try await comment(on: comments)
        #expect(run.code == 0 && run.output == "updated https://forge/o/r/pull/7#old\n", "\(run.error)")
        #expect(requests == [Self.list + "1", #"PATCH /repos/o/r/issues/comments/2 "<!-- pare:release -->\n## now\n""#])
    }

    @Test func theSameTextIsNotSentAgain() async throws {
        let (run, requests) = try await comment(on: [Comment(body: "\(Self.marker)\r\n## now")])
        #expect(run.code == 0 && run.output == "unchanged: https://forge/o/r/pull/7#1\n", "\(run.error)")
        #expect(requests == [Self.list + "1"])
    }

    @Test func theSecondPageIsRead() async throws {
        let many = [Comment](repeating: Comment(author: "gopher", body: "again"), count: 100)
        let (run, requests) = try await comment(on: many + [Comment(body: Self.marker)])
        #expect(run.code == 0 && run.output == "updated https://forge/o/r/pull/7#old\n", "\(run.error)")
        #expect(requests.prefix(2) == [Self.list + "1", Self.list + "2"])
        let full = try await comment(on: many)
        #expect(full.run.output == "created https://forge/o/r/pull/7#new\n")
        #expect(full.requests.count == 3)
    }

    /// Whoever may comment can write the marker; what others wrote is never changed.
    @Test func commentsOfOthersAreLeftAlone() async throws {
        let comments = [
            Comment(author: "mallory", body: "\(Self.marker)\n## mine"), Comment(author: nil, body: Self.marker),
            Comment(body: "quoted:\n\(Self.marker)"), Comment(body: "\(Self.marker) and more"),
        ]
        let (run, requests) = try await comment(on: comments)
        #expect(run.output == "created https://forge/o/r/pull/7#new\n", "\(run.error)")
        #expect(!requests.contains { $0.hasPrefix("PATCH") })
        let other = try await comment("--number 7 --author mallory comment.md", on: comments)
        #expect(other.requests.last?.hasPrefix("PATCH /repos/o/r/issues/comments/1 ") == true)
    }

    @Test(arguments: [
        (
            "readonly-secret", "o/r",
            "403 Resource not accessible by integration; the job needs `permissions: { pull-requests: write }`"
        ),
        ("old-secret", "o/r", "401 Bad credentials; GITHUB_TOKEN is missing or has expired"),
        ("good-secret", "o/absent", "404 Not Found; check the repository and the number"),
        ("good-secret", "o/moved", "301 Moved Permanently; the repository has another name now"),
        ("good-secret", "o/broken", "check --api and the network"), ("", "o/r", "no GITHUB_TOKEN"),
        ("good-secret", "../../orgs/o", "`../../orgs/o` is no repository"),
    ])
    func failuresSayWhatToDo(token: String, repository: String, message: String) async throws {
        let (run, _) = try await comment(token: token, repository: repository)
        #expect(run.code == 1 && run.output == "")
        #expect(run.error.hasPrefix("comment: ") && run.error.contains(message), "\(run.error)")
        #expect(!run.error.contains("Traceback") && run.error.split(separator: "\n").count == 1, "\(run.error)")
    }

    @Test func onlyTextOfPareIsPosted() async throws {
        let long = "\(Self.marker)\n" + String(repeating: "é", count: 65_536)
        for text in ["## no marker\n", "", "<!-- pare: --> x\n", "\n\(Self.marker)", long] {
            let (run, requests) = try await comment(text: text)
            #expect(run.code == 1 && run.error.hasPrefix("comment: comment.md "), "\(run.error)")
            #expect(requests == [])
        }
    }

    /// Number and text of a fork's run: no other pull request gets the comment, whatever the number says.
    @Test func aNumberThatIsNotTrustedCountsForItsCommitOnly() async throws {
        let arguments = "--number-file number --head fork/r@abc comment.md"
        let pull = #"{"head": {"sha": "abc", "repo": {"full_name": "fork/r"}}}"#
        let (run, requests) = try await comment(arguments, files: ["number": "7\n", "pull.json": pull])
        #expect(run.output == "created https://forge/o/r/pull/7#new\n", "\(run.error)")
        #expect(requests.first == "GET /repos/o/r/pulls/7")
        let others = [
            #"{"sha": "abd", "repo": {"full_name": "fork/r"}}"#, #"{"sha": "abc", "repo": {"full_name": "o/r"}}"#,
            #"{"sha": "abc", "repo": null}"#,
        ]
        for head in others {
            let other = try await comment(arguments, files: ["number": "7", "pull.json": #"{"head": \#(head)}"#])
            #expect(other.run.code == 0 && other.run.output.contains("not at the commit that was measured"), "\(other.run.error)")
            #expect(other.requests == ["GET /repos/o/r/pulls/7"])
        }
        for number in ["7/../8", "", "-1", "7\n8", "٧"] {
            let hostile = try await comment(arguments, files: ["number": number, "pull.json": pull])
            #expect(hostile.run.code == 1 && hostile.requests == [], "\(number)")
        }
    }
}
