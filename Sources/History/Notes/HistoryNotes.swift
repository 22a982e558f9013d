internal import Host
package import Toolchain

/// A history in the notes of a git repository, `refs/notes/pare`: shared by all who can push, without a server of its own. The file
/// is the history; the notes are its copy, a note for each commit.
package struct HistoryNotes {
    /// Result of an exchange with a remote repository.
    package struct Exchange: Equatable {
        package var added = HistoryStore.Added()
        /// Commits whose notes were written.
        package var written = 0
        /// Commits with rows that this clone does not have.
        package var unknown = 0
        /// Commits whose notes could not be read: of a newer Pare, or damaged. They stay as they are.
        package var unread: [String] = []
    }

    private static let ref = "refs/notes/pare"
    /// Attempts to push while others push too.
    private static let attempts = 10

    private let git: Git
    private let store: HistoryStore
    private let remote: String

    package init(_ store: HistoryStore, git: Git, remote: String) {
        self.git = git
        self.store = store
        self.remote = remote
    }

    /// Adds the rows of the remote's notes. Throws `Git.Failure` or `FileError`.
    package func fetch() async throws -> Exchange {
        var exchange = Exchange()
        guard try await fetchRef() else { return exchange }
        let notes = try await GitTree(git, Self.ref)
        let known = Set(try store.setting("notes")?.split(separator: " ").map(String.init) ?? [])
        let names = notes.blobs.filter { !known.contains($0.value) }.sorted { $0.key < $1.key }
        for part in names.split(every: 256) {
            let contents = try await notes.contents(part.map(\.value))
            var builds: [RecordedBuild] = []
            for (note, bytes) in zip(part, contents) {
                do {
                    builds += try CommitNote(bytes, commit: note.key).builds
                } catch {
                    exchange.unread.append(note.key)
                }
            }
            let added = try store.add(builds)
            exchange.added.new += added.new
            exchange.added.known += added.known
        }
        try remember(notes, without: exchange.unread)
        return exchange
    }

    /// Fetches, then writes the rows that the remote lacks, once more after a push of another machine.
    package func push() async throws -> Exchange {
        var result = Exchange()
        for attempt in 1... {
            let fetched = try await fetch()
            result.added.new += fetched.added.new
            result.unread = fetched.unread
            let (notes, unknown) = try await missingNotes(leaving: Set(fetched.unread))
            (result.written, result.unknown) = (notes.count, unknown)
            if notes.isEmpty { return result }
            try await write(notes)
            do {
                _ = try await git.output(["push", "--quiet", remote, "\(Self.ref):\(Self.ref)"])
                try remember(try await GitTree(git, Self.ref), without: result.unread)
                return result
            } catch let failure as Git.Failure {
                guard failure.isRejection, attempt < Self.attempts else { throw failure }
                try await Task.sleep(for: .milliseconds(Int.random(in: 20...200) * attempt))
            }
        }
        return result
    }

    /// Marks notes as read, so that rows which are pruned later do not come back.
    private func remember(_ notes: GitTree, without unread: [String]) throws {
        let read = notes.blobs.filter { !unread.contains($0.key) }
        try store.set("notes", to: read.values.sorted().joined(separator: " "))
    }

    /// False when the remote has no notes.
    private func fetchRef() async throws -> Bool {
        guard try await !git.output(["ls-remote", remote, Self.ref]).isEmpty else {
            _ = try? await git.output(["update-ref", "-d", Self.ref])
            return false
        }
        // The notes here are a copy of the file's rows, so that nothing is lost with them.
        _ = try await git.output(["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", remote, "+\(Self.ref):\(Self.ref)"])
        return true
    }

    /// Notes of commits of this clone that differ from those of the remote, and the number of commits with rows that it lacks.
    private func missingNotes(leaving unread: Set<String>) async throws -> (
        notes: [(commit: String, bytes: [UInt8])], unknown: Int
    ) {
        let commits = try store.commits().filter { !unread.contains($0) }
        let types = try await git.output(
            ["cat-file", "--batch-check=%(objecttype)"], input: Array(commits.map { $0 + "\n" }.joined().utf8))
        let present = zip(commits, types.split(separator: "\n")).filter { $0.1 == "commit" }.map(\.0)
        let tree = try await GitTree(git, Self.ref)
        var notes: [(commit: String, bytes: [UInt8])] = []
        for part in present.split(every: 256) {
            let noted = part.filter { tree.blobs[$0] != nil }
            let contents = try await tree.contents(noted.compactMap { tree.blobs[$0] })
            let before = Dictionary(zip(noted, contents)) { $1 }
            for commit in part {
                var note = CommitNote(try store.builds(ofCommit: commit))
                if let bytes = before[commit] { note.add(try CommitNote(bytes, commit: commit)) }
                if before[commit] != note.bytes { notes.append((commit, note.bytes)) }
            }
        }
        return (notes, commits.filter { tree.blobs[$0] == nil }.count - present.filter { tree.blobs[$0] == nil }.count)
    }

    /// Writes notes in one commit on top of those that are there.
    private func write(_ notes: [(commit: String, bytes: [UInt8])]) async throws {
        let message = "Sizes of \(notes.count) \(notes.count == 1 ? "commit" : "commits")"
        let author = (try? await git.line(["var", "GIT_COMMITTER_IDENT"])).flatMap {
            $0.lastIndex(of: ">").map($0.prefix(through:))
        }
        var stream = "commit \(Self.ref)\ncommitter \(author ?? "pare <pare@localhost>") \(Timestamp.now.seconds) +0000\n"
        stream += "data \(message.utf8.count)\n\(message)\n"
        if let parent = try? await git.line(["rev-parse", "--verify", "--quiet", Self.ref]) { stream += "from \(parent)\n" }
        var bytes = Array(stream.utf8)
        for note in notes {
            bytes += Array("N inline \(note.commit)\ndata \(note.bytes.count)\n".utf8) + note.bytes + [UInt8(ascii: "\n")]
        }
        _ = try await git.output(["fast-import", "--quiet", "--force"], input: bytes)
    }
}

extension Git.Failure {
    /// Another push came first.
    fileprivate var isRejection: Bool {
        ["rejected", "failed to push", "cannot lock ref", "fetch first", "non-fast-forward"].contains { description.contains($0) }
    }
}

/// The notes of a ref: blobs by the commit they annotate, whatever folders git has spread them over.
private struct GitTree {
    let git: Git
    private(set) var blobs: [String: String] = [:]

    /// Empty without such a ref.
    init(_ git: Git, _ ref: String) async throws {
        self.git = git
        guard let commit = try? await git.line(["rev-parse", "--verify", "--quiet", ref]) else { return }
        for line in try await git.output(["ls-tree", "-r", commit]).split(separator: "\n") {
            // `100644 blob HASH` TAB `ab/cdef...`
            let fields = line.split(separator: "\t")
            guard fields.count == 2, let blob = fields[0].split(separator: " ").last else { continue }
            blobs[fields[1].filter { $0 != "/" }] = String(blob)
        }
    }

    /// Contents in the order of the blobs.
    func contents(_ blobs: [String]) async throws -> [[UInt8]] {
        guard !blobs.isEmpty else { return [] }
        let output = try await git.bytes(["cat-file", "--batch"], input: Array(blobs.map { $0 + "\n" }.joined().utf8))
        var contents: [[UInt8]] = []
        var rest = output[...]
        // `HASH blob SIZE`, the contents, a line feed.
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")), contents.count < blobs.count {
            let header = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            guard header.count == 3, let size = Int(header[2]), size >= 0, size < rest.endIndex - end else { break }
            contents.append(Array(rest[(end + 1)..<(end + 1 + size)]))
            rest = rest[min(end + size + 2, rest.endIndex)...]
        }
        guard contents.count == blobs.count else { throw Git.Failure(description: "git cat-file left out an object") }
        return contents
    }
}
