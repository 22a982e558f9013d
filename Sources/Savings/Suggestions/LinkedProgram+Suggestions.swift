internal import GoSource
internal import Host
internal import Linkage
internal import Planning
internal import Reports
internal import Toolchain

extension LinkedProgram {
    /// Rows of a list of suggestions, and bytes that a row must save.
    private static let longest = 20
    private static let threshold = 16 << 10
    /// Blank imports of own packages that make a package a registry.
    private static let registry = 4

    /// Every import outside the standard library that can be taken out, the best first: by bytes saved for each edit. Throws `LinkageError`.
    func ratedCuts(_ report: SavingsReport) async throws -> [RatedCut] {
        let candidates = try await candidates(report)
        let sources = await sources(of: Set(candidates.flatMap { $0.edges.map(\.from) }))
        return candidates.compactMap { rated($0, sources) }.sorted { ($1.row.score, $0.row.what) < ($0.row.score, $1.row.what) }
    }

    /// The cuts worth a maintainer's time; nearly equal ones are one row. Throws `LinkageError`.
    func suggestions(_ rated: [RatedCut]) async throws -> [Suggestion] {
        let distinct = withoutRegistries(folded(rated))
        return try await withOverlaps(Array(distinct.prefix(Self.longest))).map(\.row)
    }

    /// One or several imports that are cut together.
    private struct Candidate {
        var removal: Removal
        var edges: [(from: String, to: String)]
        var place: Suggestion.Place
    }

    private func candidates(_ report: SavingsReport) async throws -> [Candidate] {
        let own = Dictionary(uniqueKeysWithValues: analysis.packages.map { ($0.path, $0.bytes) })
        // More than half of what is not the runtime is the program itself, not a part of it.
        let most = sizeAboveRuntime / 2
        let edges = (report.edges ?? []).compactMap { removal -> Candidate? in
            guard case .edge(let from, let to)? = removal.subject,
                (Self.threshold...max(most, Self.threshold)).contains(removal.contents)
            else { return nil }
            let place: Suggestion.Place
            switch (isOwn(from), isOwn(to)) {
            case (true, false): place = .own
            case (true, true): place = .feature
            case (false, _):
                guard isDependency(from), !isOwn(to), packages[from]?.module?.path != packages[to]?.module?.path else {
                    return nil
                }
                place = .upstream
            }
            if place == .feature {
                let bytes = removal.alsoGone.reduce(into: (own: 0, all: 0)) { sum, path in
                    sum.all += own[path, default: 0]
                    if isOwn(path) { sum.own += own[path, default: 0] }
                }
                let isAttached = packages[from].map { isBlank(from: $0, to: to) } ?? false
                guard isAttached || bytes.own * 2 < bytes.all else { return nil }
                // A package that the main package calls, with a quarter of the program, is its purpose.
                guard from != main || isAttached || removal.contents * 2 < most else { return nil }
            }
            return Candidate(removal: removal, edges: [(from, to)], place: place)
        }
        let joint = try await shared(report).filter { (Self.threshold...max(most, Self.threshold)).contains($0.contents) }.map {
            removal in
            Candidate(
                removal: removal, edges: imports.filter { $0.to == removal.what && isOwn($0.from) }, place: .own)
        }
        return edges + joint
    }

    private var sizeAboveRuntime: Int {
        size - analysis.packages.reduce(0) { runtime.contains($1.path) ? $0 + $1.bytes : $0 }
    }

    private func isBlank(from package: GoPackage, to path: String) -> Bool {
        analysis.packages.first { $0.path == path }?.users.contains { $0.path == package.path } != true
    }

    func sources(of paths: Set<String>) async -> [String: PackageSources] {
        let wanted = paths.sorted().compactMap { packages[$0] }
        let read = await inParallel(wanted) { package in
            (package.path, PackageSources(package) { shown($0, of: package, in: package.folder ?? "") })
        }
        return Dictionary(uniqueKeysWithValues: read)
    }

    private func rated(_ candidate: Candidate, _ sources: [String: PackageSources]) -> RatedCut? {
        let removal = candidate.removal
        guard let goal = candidate.edges.first?.to else { return nil }
        let name = packages[goal]?.name ?? String(goal.split(separator: "/").last ?? "")
        let imports = candidate.edges.compactMap { sources[$0.from]?.use(of: goal, name: name, build: buildTags) }
        // A module that `main` itself calls, with a fifth of the program, is its purpose.
        let isCalledByMain = candidate.edges.map(\.from) == [main] && imports.contains { $0.functions.contains("main") }
        guard !isCalledByMain || !isDependency(goal) || removal.contents * 5 < sizeAboveRuntime else { return nil }
        let use = analysis.packages.first { $0.path == goal }
        var effort = imports.reduce(0) { $0 + $1.effort }
        if imports.isEmpty {
            let importers = Set(candidate.edges.map(\.from))
            effort = 1 + (use?.users.filter { importers.contains($0.path) }.reduce(0) { $0 + $1.references } ?? 0)
        }
        var row = Suggestion(
            what: removal.what, kind: removal.kind == .edge ? .edge : .package, place: candidate.place, saves: removal.saves,
            contents: removal.contents, effort: effort, alsoGone: removal.alsoGone.filter { $0 != goal },
            enablesMethodElimination: removal.enablesMethodElimination)
        row.imports = imports.flatMap(\.places)
        let counts = imports.reduce(into: [:]) { $0.merge($1.uses, uniquingKeysWith: +) }
        row.uses = counts.map { Suggestion.Use(kind: $0.key.title, count: $0.value) }
            .sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
        let used = imports.reduce(into: Set<String>()) { $0.formUnion($1.names) }
        if !used.isEmpty, let functions = try? analysis.functions(of: goal) {
            (row.usedNames, row.functions) = (used.count, functions.count)
        }
        row.factors = factors(row, goal: goal, imports)
        if row.factors.contains(where: { $0.reason.hasPrefix("left out by") }) { row.effort = 1 }
        row.score = row.factors.reduce(Double(removal.contents) / Double(max(row.effort, 1))) { $0 * $1.weight }
        row.command = command("savings", ["--without", removal.what])
        let isBlank = counts.keys.allSatisfy { $0 == .blank } && !counts.isEmpty
        return RatedCut(
            row: row, cuts: candidate.edges.map { .importEdge(from: $0.from, to: $0.to) },
            gone: Set(removal.alsoGone + [goal]),
            registry: candidate.place == .feature && isBlank ? candidate.edges.first?.from : nil)
    }

    private func factors(_ row: Suggestion, goal: String, _ imports: [PackageSources.Import]) -> [Suggestion.Factor] {
        var factors: [Suggestion.Factor] = []
        switch row.place {
        case .own: break
        case .feature: factors.append(.init("a feature of the program", 0.5))
        case .upstream: factors.append(.init("upstream: the import is a dependency's", 0.125))
        }
        if PackageFamilies.isDevelopmentAid(goal)
            || row.alsoGone.contains(where: PackageFamilies.isDevelopmentAid) && row.place == .own
        {
            factors.append(.init("an aid of development", 4))
        }
        let tags = Set(imports.compactMap(\.tag))
        if let tag = tags.first, tags.count == 1, imports.allSatisfy({ $0.tag != nil }) {
            factors.append(.init("left out by -tags \(tag)", 2))
        }
        if let others = others(beside: goal), !others.isEmpty {
            factors.append(.init("beside \(listed(others))", 1.5))
        }
        if let used = row.usedNames, let functions = row.functions, functions >= 20, used * 20 <= functions {
            factors.append(.init("uses few of its names", 1.5))
        }
        return factors
    }

    /// Modules in the program that do the job of a package's, or are another version or copy of its module.
    private func others(beside goal: String) -> [String]? {
        guard let module = packages[goal]?.module?.path else { return nil }
        let job = PackageFamilies.job(of: goal)
        let same = modules.keys.filter { other in
            guard other != module else { return false }
            if Self.withoutMajorVersion(other) == Self.withoutMajorVersion(module) { return true }
            return job != nil && PackageFamilies.job(of: other) == job
        }
        let copies = analysis.packages.map(\.path).filter { $0 != goal && $0.hasSuffix("/\(goal)") && goal.contains(".") }
        return (same + copies).sorted()
    }

    /// Rows that remove nearly the same: the first, which is the cheapest, stands for the others.
    private func folded(_ rows: [RatedCut]) -> [RatedCut] {
        let bytes = Dictionary(uniqueKeysWithValues: analysis.packages.map { ($0.path, $0.bytes) })
        func sum(_ paths: Set<String>) -> Int { paths.reduce(0) { $0 + bytes[$1, default: 0] } }
        var kept: [RatedCut] = []
        for row in rows {
            let size = sum(row.gone)
            let same = kept.firstIndex { other in
                let common = sum(row.gone.intersection(other.gone))
                let either = size + sum(other.gone) - common
                return common * 4 >= either * 3 && common > 0
            }
            if let same { kept[same].row.instead.append(row.row.what) } else { kept.append(row) }
        }
        return kept
    }

    /// Of a registry's features the best stands for all; one that has a reason of its own stays.
    private func withoutRegistries(_ rows: [RatedCut]) -> [RatedCut] {
        let sizes = Dictionary(grouping: rows.compactMap(\.registry), by: \.self).mapValues(\.count)
        var first: [String: Int] = [:]
        var kept: [RatedCut] = []
        for row in rows {
            guard let registry = row.registry, sizes[registry, default: 0] >= Self.registry,
                !row.row.factors.contains(where: { $0.weight > 1 })
            else {
                kept.append(row)
                continue
            }
            if let index = first[registry] {
                kept[index].row.siblings.append(row.row.what)
            } else {
                first[registry] = kept.count
                kept.append(row)
            }
        }
        return kept
    }

    /// For rows that share packages with an earlier one, what is left of their savings when that is made.
    private func withOverlaps(_ rows: [RatedCut]) async throws -> [RatedCut] {
        var rows = rows
        var pairs: [(row: Int, with: Int)] = []
        for index in rows.indices {
            let shared = (0..<index).map { rows[$0].gone.intersection(rows[index].gone).count }
            if let most = shared.max(), most > 0, let with = shared.firstIndex(of: most) { pairs.append((index, with)) }
        }
        let outcomes = try await analysis.outcomes(
            of: pairs.map { CutQuery(cutting: rows[$0.row].cuts + rows[$0.with].cuts) }, width: processorCount)
        for (pair, outcome) in zip(pairs, outcomes) {
            let more = outcome.savedContents - rows[pair.with].row.contents
            if more < rows[pair.row].row.contents * 9 / 10 {
                rows[pair.row].row.overlap = Suggestion.Overlap(with: pair.with + 1, savesMore: max(more, 0))
            }
        }
        return rows
    }

    var buildTags: BuildTags {
        BuildTags(target: target, minor: Release.minor(of: version) ?? 0, usesC: settings.usesC, custom: Set(settings.tags))
    }
}

/// A cut with its rating, before equal ones are folded.
struct RatedCut {
    var row: Suggestion
    var cuts: [Cut]
    /// Packages that go, the goal with them.
    var gone: Set<String>
    /// The package that attaches a feature by a blank import; nil for other rows.
    var registry: String?
}
