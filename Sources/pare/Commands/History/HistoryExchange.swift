internal import ArgumentParser
internal import History
internal import Host
internal import Reports
internal import Toolchain

/// Adds the rows of a remote repository's notes.
struct HistoryFetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Adds the builds that others have pushed as git notes (refs/notes/pare).",
        discussion: "pare history fetch\npare history fetch upstream")

    @OptionGroup var place: HistoryPlace
    @OptionGroup var messages: MessageOptions

    @Argument(help: "The remote repository.")
    var remote = "origin"

    func run() async throws {
        let store = try HistoryStore(writing: place.path())
        let exchange = try await exchange(store, remote) { try await $0.fetch() }
        complain("\(remote): \(exchange.added.text(in: store))")
    }
}

/// Writes rows into a remote repository's notes.
struct HistoryPush: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract:
            "Fetches, then pushes the builds of commits as git notes (refs/notes/pare); machines may push at the same time.",
        discussion: "pare history push\npare history push upstream")

    @OptionGroup var place: HistoryPlace
    @OptionGroup var messages: MessageOptions

    @Argument(help: "The remote repository.")
    var remote = "origin"

    func run() async throws {
        let store = try HistoryStore(writing: place.path())
        let exchange = try await exchange(store, remote) { try await $0.push() }
        complain("\(remote): \(exchange.added.text(in: store))")
        complain("\(remote): \(exchange.written == 0 ? "nothing to push" : "pushed the builds of \(commits(exchange.written))")")
        if exchange.unknown > 0 {
            complain(
                "warning: \(commits(exchange.unknown)) not pushed: this clone does not have them; git fetch --unshallow")
        }
    }
}

private func exchange(
    _ store: HistoryStore, _ remote: String, _ body: (HistoryNotes) async throws -> HistoryNotes.Exchange
) async throws -> HistoryNotes.Exchange {
    guard let git = Git(in: ".", environment: currentEnvironment) else { throw ReportError("git is not on PATH") }
    do {
        let exchange = try await body(HistoryNotes(store, git: git, remote: remote))
        if let first = exchange.unread.first {
            complain(
                "warning: notes of \(commits(exchange.unread.count)) could not be read, as of \(first.prefix(9)): damaged, or of a newer pare; they stay as they are"
            )
        }
        return exchange
    } catch let failure as Git.Failure {
        throw ReportError("\(remote): \(failure)")
    }
}

private func commits(_ count: Int) -> String { "\(count) \(count == 1 ? "commit" : "commits")" }
