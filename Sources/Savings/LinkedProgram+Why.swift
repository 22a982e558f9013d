internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Why a package is in the program, or would still be in it without other parts of it. Throws `ConfigurationError` when it is
    /// not in the program, `LinkageError`; `ProgramError` when the program does not compile with a tag that is toggled.
    package func why(_ package: String, without subjects: [RemovalSubject] = []) async throws -> WhyReport {
        guard let use = use(of: package == "main" ? main : package) else {
            throw ConfigurationError(problems: [
                Problem(place: "why \(package)", what: absence(of: package), suggestion: nearest(to: package))
            ])
        }
        guard use.path != main else {
            _ = try cuts(subjects)
            await saving?.value
            return report(on: use)
        }
        var base = try cuts(subjects)
        var tags: [String] = []
        for case .tag(let tag) in subjects {
            switch try await turned(tag: tag) {
            case .cut(let cut): base.append(cut)
            case .program: tags.append(tag)
            }
        }
        let rest = tags.isEmpty ? self : try await turning(tags)
        let left = base.filter { (try? rest.analysis.outcome(of: CutQuery(cutting: [$0.cut]))) != nil }
        guard let restUse = rest.use(of: package) else {
            await saving?.value
            return report(
                on: use, WhyReport.Without(subjects: subjects.map(\.description), saves: size - rest.size, removes: true))
        }
        var report = try await rest.why(restUse, left, subjects.map(\.description))
        if !subjects.isEmpty { report.without?.saves += size - rest.size }
        await saving?.value
        return report
    }

    func use(of package: String) -> PackageUse? { analysis.packages.first { $0.path == package } }

    /// The report on a package that other removals remove, or on the main package.
    private func report(on use: PackageUse, _ without: WhyReport.Without? = nil) -> WhyReport {
        var report = WhyReport(
            package: use.path, target: target, go: version, main: main, size: size, bytes: use.bytes,
            isRuntime: runtime.contains(use.path),
            removal: Removal(
                what: use.path, kind: .package, saves: 0, contents: 0, bytes: use.bytes, alsoGone: [], onlyInitialised: nil,
                enablesMethodElimination: false),
            imports: [], calls: [], importers: [], users: [], cut: nil)
        report.settings = settings.shown
        report.without = without
        return report
    }

    private func why(_ use: PackageUse, _ base: [ProgramCut], _ subjects: [String]) async throws -> WhyReport {
        let package = use.path
        let before = try analysis.outcome(of: CutQuery(cutting: base.map(\.cut)))
        let without =
            subjects.isEmpty
            ? nil
            : WhyReport.Without(
                subjects: subjects, saves: before.saves,
                removes: before.alsoGone.contains(package) || base.contains { $0.cut.packages.contains(package) })
        if let without, without.removes { return report(on: use, without) }

        let gone = Set(before.alsoGone + base.flatMap(\.cut.packages))
        let left = ImportsLeft(base.map(\.cut))
        let isRuntime = runtime.contains(package)
        let paths = ImportPaths(from: main, to: package) { left.imports(of: $0, packages[$0]?.imports ?? []) }
        let sources = await WhySources(self, paths.isEmpty || isRuntime ? [] : paths.packages.dropLast())
        func statement(_ from: String, _ to: String) -> WhyReport.Import {
            sources.statement(from, to) ?? self.statement(from, to)
        }

        let chain = paths.chain(to: paths.goal).map { paths.packages[$0] }
        let present = Set(analysis.packages.map(\.path)).subtracting(gone)
        // Packages without a byte, whose functions are all inlined, import it too.
        let importers =
            paths.isEmpty
            ? packages.values.filter { present.contains($0.path) && $0.imports?.contains(package) == true }.map(\.path).sorted()
            : paths.importers.map { paths.packages[$0] }.sorted()
        // An import whose removal alone removes the package is on every chain, so on this one.
        let edges = Set(zip(chain, chain.dropFirst()).map(Pair.init) + importers.map { Pair($0, package) })
            .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        let removals = try await removals(
            [[cut(use)]] + edges.map { [cut(from: $0.from, to: $0.to)] }, beyond: base, before)

        var report = WhyReport(
            package: package, target: target, go: version, main: main, size: analysis.size, bytes: use.bytes,
            isRuntime: isRuntime, removal: removals[0], imports: zip(chain, chain.dropFirst()).map(statement),
            calls: try analysis.callChain(to: package, cutting: base.map(\.cut)) ?? [], importers: importers,
            users: use.users.filter { present.contains($0.path) || $0.path == main }.map {
                WhyReport.User(package: $0.path, references: $0.references)
            }, cut: nil)
        report.settings = settings.shown
        report.without = without
        guard !isRuntime, !paths.isEmpty else { return report }
        let alone = Set(removals.filter { $0.alsoGone.contains(package) }.map(\.what))
        report.ways = ways(report, paths, sources, alone)
        report.paths = paths.paths[paths.goal]
        report.onEveryPath = paths.dominators.map { paths.packages[$0] }
        report.graph = paths.edges.map { statement(paths.packages[$0.from], paths.packages[$0.to]) }
        report.lines = importers.filter(isOwn).flatMap { sources.lines(of: $0, using: package) }
        let cutting = subjects.flatMap { ["--without", $0] }
        report.cut = cheapest(Array(removals.dropFirst()), removing: package, cutting, statement)
        let ownLost = report.cut.map { cut in
            removals.contains { $0.what == "\(cut.edge.from)->\(cut.edge.to)" && $0.alsoGone.contains(where: isOwn) }
        }
        if report.cut?.removes != true || ownLost != false {
            let set = try await smallestSet(paths, beyond: base, before, cutting, statement)
            if set?.edges.count != 1 || report.cut?.removes != true { report.cutSet = set }
        }
        return report
    }

    private func ways(
        _ report: WhyReport, _ paths: ImportPaths, _ sources: WhySources, _ alone: Set<String>
    ) -> [WhyReport.Way] {
        let counts = Dictionary(uniqueKeysWithValues: zip(paths.packages, paths.paths))
        let references = Dictionary(report.users.map { ($0.package, $0.references) }) { first, _ in first }
        return report.importers.map { from in
            let use = sources.use(from, report.package)
            return WhyReport.Way(
                from: from, isOwn: isOwn(from), places: use.places,
                uses: use.kinds.map { Suggestion.Use(kind: $0.key.title, count: $0.value) }
                    .sorted { ($1.count, $0.kind) < ($0.count, $1.kind) },
                references: references[from, default: 0], paths: counts[from, default: 0],
                isOnlyWay: alone.contains("\(from)->\(report.package)"))
        }.sorted { ($0.isOwn ? 0 : 1, $1.references, $0.from) < ($1.isOwn ? 0 : 1, $0.references, $1.from) }
    }

    /// Savings of sets of cuts beyond those of `base`.
    private func removals(_ sets: [[ProgramCut]], beyond base: [ProgramCut], _ before: Outcome) async throws -> [Removal] {
        let outcomes = try await analysis.outcomes(
            of: sets.map { CutQuery(cutting: (base + $0).map(\.cut)) }, width: processorCount)
        let known = Set(before.alsoGone)
        let order = Dictionary(uniqueKeysWithValues: analysis.packages.enumerated().map { ($1.path, $0) })
        return zip(sets, outcomes).map { set, outcome in
            var removal = Removal(
                what: set.map(\.subject.description).joined(separator: " "), kind: set.first?.subject.kind ?? .edge,
                saves: outcome.saves - before.saves, contents: outcome.savedContents - before.savedContents,
                bytes: set.first?.bytes,
                alsoGone: outcome.alsoGone.filter { !known.contains($0) }.sorted {
                    order[$0, default: .max] < order[$1, default: .max]
                },
                onlyInitialised: set.first?.isOnlyInitialised,
                enablesMethodElimination: !before.eliminatesMethods && outcome.eliminatesMethods)
            removal.savesUnstripped = outcome.savesUnstripped - before.savesUnstripped
            return removal
        }
    }

    /// The import that removes the package, where an own package can do without it and with the fewest other bytes; if none does,
    /// the one into it that saves most.
    private func cheapest(
        _ removals: [Removal], removing package: String, _ cutting: [String], _ statement: (String, String) -> WhyReport.Import
    ) -> WhyReport.Cut? {
        func reach(_ removal: Removal) -> Int {
            guard let (from, _) = Self.edge(removal) else { return 4 }
            if isOwn(from) { return removal.alsoGone.contains(where: isOwn) ? 1 : 0 }
            return isDependency(from) ? 2 : 3
        }
        let complete = removals.filter { $0.alsoGone.contains(package) }
        let into = removals.filter { Self.edge($0)?.to == package }
        let best =
            complete.min { (reach($0), $0.contents, $0.what) < (reach($1), $1.contents, $1.what) }
            ?? into.max { $0.contents < $1.contents }
        guard let best, let (from, to) = Self.edge(best), best.contents > 0 else { return nil }
        return WhyReport.Cut(
            edge: statement(from, to), saves: best.saves, removes: !complete.isEmpty,
            command: command("savings", cutting + ["--without", best.what]))
    }

    /// The smallest set of imports without which the package is gone: of those by which own packages use others' code; if that are
    /// many, imports between own packages too, which removes features.
    private func smallestSet(
        _ paths: ImportPaths, beyond base: [ProgramCut], _ before: Outcome, _ cutting: [String],
        _ statement: (String, String) -> WhyReport.Import
    ) async throws -> WhyReport.CutSet? {
        func cost(_ edge: ImportPaths.Edge, between own: Int?) -> Int? {
            let (from, to) = (paths.packages[edge.from], paths.packages[edge.to])
            if isOwn(from) { return isOwn(to) && edge.to != paths.goal ? own : 1 }
            // A dependency is edited upstream, the standard library is not.
            return isDependency(from) ? 16 : nil
        }
        let sets = [
            paths.minimumCut { cost($0, between: nil) }, paths.minimumCut { cost($0, between: 3) },
        ].compactMap(\.self)
        guard let set = sets.first(where: { $0.count <= Self.mostImports }) ?? sets.min(by: { $0.count < $1.count }) else {
            return nil
        }
        let edges = set.map { Pair(paths.packages[$0.from], paths.packages[$0.to]) }
        let removal = try await removals([edges.map { cut(from: $0.from, to: $0.to) }], beyond: base, before)[0]
        // Without most of it the program is another one.
        guard !removal.alsoGone.contains(where: isOwn) || removal.contents * 2 < size else { return nil }
        return WhyReport.CutSet(
            edges: edges.map { statement($0.from, $0.to) }, saves: removal.saves,
            removes: removal.alsoGone.contains(paths.packages[paths.goal]), ownGone: removal.alsoGone.filter(isOwn),
            command: command("savings", cutting + edges.flatMap { ["--without", "\($0.from)->\($0.to)"] }))
    }

    /// Imports that a person would remove in one go.
    private static let mostImports = 12
}

private struct Pair: Hashable {
    var from: String
    var to: String

    init(_ from: String, _ to: String) { (self.from, self.to) = (from, to) }
    init(_ pair: (String, String)) { (from, to) = pair }
}

/// The imports that cuts leave in place.
private struct ImportsLeft {
    private var packages: Set<String> = []
    private var edges: Set<Pair> = []

    init(_ cuts: [Cut]) {
        for cut in cuts {
            switch cut {
            case .package, .packages: packages.formUnion(cut.packages)
            case .importEdge(let from, let to): edges.insert(Pair(from, to))
            case .declarations(let declarations): edges.formUnion(declarations.imports.map { Pair(declarations.package, $0) })
            case .function: break
            }
        }
    }

    func imports(of package: String, _ all: [String]) -> [String] {
        if packages.isEmpty, edges.isEmpty { return all }
        return packages.contains(package)
            ? [] : all.filter { !packages.contains($0) && !edges.contains(Pair(package, $0)) }
    }
}
