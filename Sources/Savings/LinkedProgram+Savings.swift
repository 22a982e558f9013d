internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// An import is ranked when its cut saves more, bytes.
    private static let edgeThreshold = 16 << 10

    /// Savings of all packages, modules and imports, ranked; or, with subjects, of each of them and of all together.
    ///
    /// Throws `ConfigurationError` for subjects that are not in the program, `LinkageError`.
    package func savings(without subjects: [RemovalSubject] = [], targetSize: Int? = nil) async throws -> SavingsReport {
        let cuts = try cuts(subjects)
        let elimination = try methodElimination()
        var report = SavingsReport(
            target: target, go: version, main: main, size: analysis.size, methodElimination: elimination,
            deadModules: requirements.dead(without: Set(modules.keys)), duplicates: duplicates)
        report.unstrippedSize = analysis.unstrippedSize
        report.settings = settings.shown
        if subjects.isEmpty {
            report.embedded = embeddedFiles
            try await rank(&report, hasElimination: elimination.enabled)
            let rated = try await ratedCuts(report)
            report.suggestions = try await suggestions(rated)
            report.methodElimination.plan = try await eliminationPlan(rated, elimination)
            if let targetSize { report.sizePlan = try await sizePlan(to: targetSize, rated, report.methodElimination.plan) }
        } else {
            try await answer(subjects, cuts, &report, hasElimination: elimination.enabled)
        }
        await saving?.value
        return report
    }

    /// Whether the linker may drop methods that nothing calls, without ranking anything. Throws `LinkageError`.
    package func methodElimination() throws -> SavingsReport.MethodElimination {
        let elimination = try analysis.methodElimination()
        return SavingsReport.MethodElimination(
            enabled: elimination.isEnabled, plugins: elimination.usesPlugins, price: elimination.price,
            culprits: elimination.culprits.map {
                SavingsReport.Culprit(
                    symbol: $0.symbol, package: $0.package, chain: $0.chain, kind: analysis.kind(of: $0).rawValue)
            },
            packagesKept: elimination.packagesKept)
    }

    private func answer(
        _ subjects: [RemovalSubject], _ cuts: [ProgramCut], _ report: inout SavingsReport, hasElimination: Bool
    ) async throws {
        var cuts = cuts
        var turned: [(tag: String, program: LinkedProgram)] = []
        var problems: [Problem] = []
        for case .tag(let tag) in subjects {
            do {
                switch try await self.turned(tag: tag) {
                case .cut(let cut): cuts.append(cut)
                case .program(let program): turned.append((tag, program))
                }
            } catch let error as ConfigurationError {
                problems += error.problems
            }
        }
        let together = CutQuery(cutting: cuts.map(\.cut))
        let outcomes = try await analysis.outcomes(of: cuts.map { CutQuery(cutting: [$0.cut]) } + [together])
        var removals = removals(cuts, outcomes, hasElimination: hasElimination)
        for (tag, program) in turned { removals.append(try removal(tag: tag, program, hasElimination: hasElimination)) }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        report.without = subjects.compactMap { subject in removals.first { $0.subject == resolved(subject) } }
        let rest = turned.isEmpty ? self : turned.count == 1 ? turned[0].program : try await turning(turned.map(\.tag))
        // Packages that a tag removes cannot be cut again.
        let left = CutQuery(cutting: cuts.map(\.cut).filter(rest.analysis.has))
        let joint = turned.isEmpty ? outcomes[cuts.count] : try rest.analysis.outcome(of: left)
        report.joint = size - joint.size
        if turned.isEmpty { report.jointUnstripped = joint.savesUnstripped }
        let gone = joint.alsoGone + analysis.packages.map(\.path).filter { !rest.isLinked($0) }
        report.jointAlsoGone = largestFirst(Array(Set(gone).subtracting(subjects.map(\.description))))
    }

    /// The subject with the import path of the program in place of `main`.
    private func resolved(_ subject: RemovalSubject) -> RemovalSubject {
        if case .edge("main", let to) = subject { .edge(from: main, to: to) } else { subject }
    }

    private func rank(_ report: inout SavingsReport, hasElimination: Bool) async throws {
        let candidates = analysis.packages.filter { $0.path != main && !runtime.contains($0.path) }
        let modules = modules.sorted { $0.key < $1.key }.map { cut(module: $0.key, $0.value) }
        var wholes = try await removals(candidates.map(cut) + modules, hasElimination: hasElimination)
        let retained = try analysis.retained(by: candidates.map { [$0.path] } + modules.map(\.cut.packages))
        for (index, bytes) in retained.enumerated() { wholes[index].retained = bytes }
        report.packages = ranked(wholes.filter { $0.kind == .package })
        report.modules = ranked(wholes.filter { $0.kind == .module })
        // An import cannot save more than the package it imports.
        let saved = Dictionary(wholes.map { ($0.what, max($0.saves, $0.contents)) }) { first, _ in first }
        let edges = imports.filter { saved[$0.to].map { $0 > Self.edgeThreshold } ?? true }.map(cut(from:to:))
        report.edges = ranked(try await removals(edges, hasElimination: hasElimination))
            .filter { max($0.saves, $0.contents) > Self.edgeThreshold }
        report.edgeThreshold = Self.edgeThreshold
        report.runtime = analysis.packages.map(\.path).filter(runtime.contains).sorted()
    }

    func removals(_ cuts: [ProgramCut], hasElimination: Bool) async throws -> [Removal] {
        let outcomes = try await analysis.outcomes(of: cuts.map { CutQuery(cutting: [$0.cut]) }, width: processorCount)
        return removals(cuts, outcomes, hasElimination: hasElimination)
    }

    private func removals(_ cuts: [ProgramCut], _ outcomes: [Outcome], hasElimination: Bool) -> [Removal] {
        let order = order
        return zip(cuts, outcomes).map { cut, outcome in
            var removal = Removal(
                what: cut.subject.description, kind: cut.subject.kind, saves: outcome.saves, contents: outcome.savedContents,
                bytes: cut.bytes,
                alsoGone: largestFirst(outcome.alsoGone, order), onlyInitialised: cut.isOnlyInitialised,
                enablesMethodElimination: !hasElimination && outcome.eliminatesMethods)
            removal.savesUnstripped = outcome.savesUnstripped
            return removal
        }
    }

    private func ranked(_ removals: [Removal]) -> [Removal] {
        removals.sorted { ($1.contents, $0.what) < ($0.contents, $1.what) }
    }

    /// Rank of each package by own bytes.
    private var order: [String: Int] {
        Dictionary(uniqueKeysWithValues: analysis.packages.enumerated().map { ($1.path, $0) })
    }

    private func largestFirst(_ paths: [String], _ order: [String: Int]? = nil) -> [String] {
        let order = order ?? self.order
        return paths.sorted { order[$0, default: .max] < order[$1, default: .max] }
    }

    /// Files that packages with bytes in the program embed, largest first.
    var embeddedFiles: [SavingsReport.EmbeddedFile] {
        analysis.packages.flatMap { use -> [SavingsReport.EmbeddedFile] in
            guard let package = packages[use.path], let folder = package.folder else { return [] }
            return (package.embeddedFiles ?? []).map { name in
                SavingsReport.EmbeddedFile(package: use.path, file: name, bytes: FileStamp("\(folder)/\(name)")?.size ?? 0)
            }
        }.sorted { ($1.bytes, $0.package, $0.file) < ($0.bytes, $1.package, $1.file) }
    }

    /// `example.com/m` and `example.com/m/v2`, `gopkg.in/yaml.v2` and `gopkg.in/yaml.v3`.
    var duplicates: [[SavingsReport.Module]] {
        Dictionary(grouping: modules.keys, by: Self.withoutMajorVersion).values.filter { $0.count > 1 }.map { paths in
            paths.sorted().map { path in
                let version = modules[path]?.first.flatMap { packages[$0.path]?.module?.version }
                return SavingsReport.Module(path: path, version: version)
            }
        }.sorted { ($0.first?.path ?? "") < ($1.first?.path ?? "") }
    }

    static func withoutMajorVersion(_ path: String) -> String {
        let name = path.reversed().prefix { $0.isNumber }
        let rest = path.dropLast(name.count)
        guard !name.isEmpty, rest.hasSuffix("/v") || path.hasPrefix("gopkg.in/") && rest.hasSuffix(".v") else { return path }
        return String(rest.dropLast(2))
    }
}
