package import History
package import Planning
package import Reports

/// The search for the commit between two others that made a build, or a part of it, so much larger. Sizes come from the history; a
/// commit that it lacks is built and recorded.
package struct SizeBisection {
    /// A commit with its size, bytes.
    package struct Measured: Equatable {
        package var commit: String
        package var size: Int
    }

    package struct Result {
        package var before: Measured
        package var after: Measured
        /// Commits between the two that could not be built.
        package var skipped: [String]
        /// Commits that were built for the search.
        package var built: Int
        /// Largest changes of packages between the two.
        package var packages: [Change]
    }

    package var store: HistoryStore
    package var pipeline: String
    package var build: BuildName
    package var subject: HistoryReport.Subject
    /// Builds the commit and returns its report.
    package var make: (String) async throws -> BuildReport

    package init(
        store: HistoryStore, pipeline: String, build: BuildName, subject: HistoryReport.Subject,
        make: @escaping (String) async throws -> BuildReport
    ) {
        self.store = store
        self.pipeline = pipeline
        self.build = build
        self.subject = subject
        self.make = make
    }

    /// Halves the commits, oldest first, and goes on with the half that has grown more. Nil when an end cannot be built, or nothing
    /// has changed between the ends.
    package func run(_ commits: [String], tell: (String) -> Void) async throws -> Result? {
        var known: [Int: Int] = [:]
        for (index, commit) in commits.enumerated() { known[index] = try recorded(commit).map(size) }
        var built = 0
        var skipped: Set<Int> = []
        func measure(_ index: Int) async throws -> Int? {
            if let size = known[index] { return size }
            if skipped.contains(index) { return nil }
            tell("building \(commits[index].prefix(9))")
            known[index] = try await size(building: commits[index], tell)
            if known[index] == nil { skipped.insert(index) } else { built += 1 }
            return known[index]
        }
        guard var low = commits.indices.first, var high = commits.indices.last, low < high, let start = try await measure(low),
            let end = try await measure(high), start != end
        else { return nil }
        let sign = end > start ? 1 : -1
        func growth(_ from: Int, _ to: Int) -> Int { sign * ((known[to] ?? 0) - (known[from] ?? 0)) }
        // Recorded sizes narrow the search before anything is built.
        let measured = known.keys.sorted()
        if let pair = zip(measured, measured.dropFirst()).max(by: { growth($0.0, $0.1) < growth($1.0, $1.1) }) {
            (low, high) = pair
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            let near = (low + 1..<high).sorted { abs($0 - middle) < abs($1 - middle) }
            var found: Int?
            for index in near where found == nil { found = try await measure(index) == nil ? nil : index }
            guard let found else { break }
            if growth(low, found) >= growth(found, high) { high = found } else { low = found }
        }
        let (old, new) = (try recorded(commits[low])?.weigh, try recorded(commits[high])?.weigh)
        var packages: [Change] = []
        if let old, let new { packages = Comparison(old: old, new: new).packages.filter { $0.change != 0 } }
        return Result(
            before: Measured(commit: commits[low], size: known[low] ?? 0),
            after: Measured(commit: commits[high], size: known[high] ?? 0),
            skipped: skipped.filter { low < $0 && $0 < high }.sorted().map { commits[$0] }, built: built,
            packages: Array(packages.prefix(5)))
    }

    private func recorded(_ commit: String) throws -> BuildReport.Build? {
        try store.report(ofCommit: commit, pipeline: pipeline)?.builds.first { $0.name == build }
    }

    /// Nil for a commit that cannot be built.
    private func size(building commit: String, _ tell: (String) -> Void) async throws -> Int? {
        let report: BuildReport
        do {
            report = try await make(commit)
        } catch let error as ConfigurationError {
            tell("\(commit.prefix(9)) does not fit the pipeline: \(error.problems.first?.description ?? "")")
            return nil
        }
        if let failed = report.builds.first(where: { $0.size == nil }) {
            tell("\(commit.prefix(9)) cannot be built: \(failed.reason?.split(separator: "\n").first ?? "")")
        }
        _ = try store.add(RecordedBuild.rows(report, fallback: 0))
        return try recorded(commit).map(size)
    }

    private func size(_ build: BuildReport.Build) -> Int {
        guard let name = subject.name.map({ Glob($0) }) else { return build.size ?? 0 }
        return (build.weigh?.packages ?? []).reduce(0) { sum, package in
            let isPart = subject.kind == .module ? package.module.map(name.matches) ?? false : name.matches(package.path)
            return sum + (isPart ? package.size : 0)
        }
    }
}
