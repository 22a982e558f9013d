package import Host
package import Reports
package import Toolchain

/// Commits as users name them, and the reports that are kept of them.
extension HistoryStore {
    /// Commits that have builds of unchanged files, newest first.
    package func commits() throws(FileError) -> [String] {
        try told {
            let statement = try database.prepare(
                "SELECT \"commit\" FROM build WHERE changed = 0 AND \"commit\" IS NOT NULL GROUP BY \"commit\" ORDER BY max(time) DESC, max(id) DESC"
            )
            var commits: [String] = []
            while try statement.step() { commits.append(statement.text(0)) }
            return commits
        }
    }

    /// The commit that a name stands for, among those that have builds of unchanged files: a tag, the beginning of a hash, a revision
    /// of the repository, a branch. Of a branch whose last commit was not recorded, the last one that was. Nil for other names.
    package func commit(named name: String, git: Git?) async throws -> String? {
        if let commit = try last(of: "tag", name) ?? hash(name) { return commit }
        if let hash = try? await git?.line(["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"]),
            try time(ofCommit: hash) != nil
        {
            return hash
        }
        return try last(of: "branch", name)
    }

    /// Time of a commit that has builds, seconds since 1970.
    package func time(ofCommit commit: String) throws(FileError) -> Int? {
        try told {
            let statement = try database.prepare("SELECT min(time) FROM build WHERE changed = 0 AND \"commit\" = ?")
            return try statement.first([.text(commit)]) { statement.isNull(0) ? nil : statement.time(0) } ?? nil
        }
    }

    private func last(of kind: String, _ name: String) throws(FileError) -> String? {
        try told {
            let statement = try database.prepare(
                """
                SELECT b."commit" FROM build b JOIN ref r ON r."commit" = b."commit"
                WHERE b.changed = 0 AND r.kind = ? AND r.name = ? ORDER BY b.time DESC, b.id DESC LIMIT 1
                """)
            return try statement.first([.text(kind), .text(name)]) { statement.text(0) }
        }
    }

    /// The only recorded commit whose hash begins so, with four digits or more.
    private func hash(_ name: String) throws(FileError) -> String? {
        guard name.count >= 4, name.allSatisfy(\.isHexDigit) else { return nil }
        return try told {
            let statement = try database.prepare(
                "SELECT DISTINCT \"commit\" FROM build WHERE changed = 0 AND \"commit\" >= ?1 AND \"commit\" < ?1 || 'g' LIMIT 2")
            try statement.bind([.text(name.lowercased())])
            var found: [String] = []
            while try statement.step() { found.append(statement.text(0)) }
            return found.count == 1 ? found[0] : nil
        }
    }

    /// Places of commits of the same second, as rebasing makes them, by the order of their descent. Asks git once for each of the last
    /// such seconds; without git or without these commits in the repository the order is that of their recording.
    package func order(git: Git?) async throws -> [String: Int] {
        guard let git else { return [:] }
        let seconds = try told { () -> [(time: Int, commits: [String])] in
            let statement = try database.prepare(
                """
                SELECT time, group_concat(DISTINCT "commit") FROM build WHERE changed = 0 AND "commit" IS NOT NULL
                GROUP BY time HAVING min("commit") < max("commit") ORDER BY time DESC LIMIT 30
                """)
            var seconds: [(time: Int, commits: [String])] = []
            while try statement.step() {
                seconds.append((statement.time(0), statement.text(1).split(separator: ",").map(String.init)))
            }
            return seconds
        }
        var order: [String: Int] = [:]
        for (time, commits) in seconds where commits.allSatisfy({ $0.allSatisfy(\.isHexDigit) }) {
            let range = ["--max-age=\(time)", "--min-age=\(time)"]
            let list = try? await git.output(["rev-list", "--topo-order", "--reverse", "--ignore-missing"] + range + commits)
            for (place, commit) in (list ?? "").split(separator: "\n").enumerated() { order[String(commit)] = place }
        }
        return order
    }

    /// Pipelines that have builds of unchanged files of a commit.
    package func pipelines(ofCommit commit: String) throws(FileError) -> [String] {
        try told {
            let statement = try database.prepare(
                "SELECT DISTINCT s.pipeline FROM build b JOIN series s ON s.id = b.series WHERE b.\"commit\" = ? AND b.changed = 0 ORDER BY 1"
            )
            try statement.bind([.text(commit)])
            var names: [String] = []
            while try statement.step() { names.append(statement.text(0)) }
            return names
        }
    }

    /// The report of a commit from a pipeline's builds of its unchanged files, the last recorded one of each main, target and preset;
    /// nil without any. It has what budgets on growth and comparisons need: packages with their kinds, sections, overhead, settings;
    /// not the sections of each package, embedded files, passes and warnings.
    package func report(ofCommit commit: String, pipeline: String) throws(FileError) -> BuildReport? {
        let rows = try builds(ofCommit: commit).filter { $0.pipeline == pipeline }
        guard let first = rows.first else { return nil }
        let last = Dictionary(rows.map { ([$0.main, $0.target, $0.preset], $0) }) { $1 }
        let builds = try told { try last.values.map { try $0.build() } }.sorted { $0.title < $1.title }
        return BuildReport(
            pipeline: pipeline, started: Timestamp(seconds: first.recorded).text, builds: builds, verdict: Verdict(broken: []),
            provenance: Provenance(
                pare: first.pare, commit: commit, committed: Timestamp(seconds: first.time).text,
                branch: first.branches.min(), tag: first.tags.min(), go: first.go))
    }
}
