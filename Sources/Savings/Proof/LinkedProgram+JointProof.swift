internal import Linkage
internal import Reports
internal import Toolchain

extension LinkedProgram {
    /// Packages and imports removed in one build, by the first set of edits that go can build; builds are numbered from `first`.
    /// Throws `ExperimentError` with the reasons of all.
    func proof(_ cuts: [Cut], _ builds: ProofBuilds, first: Int) async throws -> SavingsReport.Proof {
        let removal = try Removals(cuts, self)
        var number = first
        var reasons: [String] = []
        for removal in removal.stubbedImports.isEmpty ? [removal] : [removal, removal.withoutStubbedImports] {
            var emptied: Set<Cut> = []
            for isLast in [false, true] {
                do {
                    number += 1
                    return try await proof(try experiment(removal, emptied: emptied), builds, number: number)
                } catch let error as ExperimentError {
                    reasons.append(error.description)
                    guard !isLast else { continue }
                    emptied = try await uncopyable(removal, builds, &number)
                    if emptied.isEmpty { break }
                }
            }
        }
        var seen: Set<String> = []
        throw ExperimentError(description: reasons.filter { seen.insert($0).inserted }.joined(separator: "; "))
    }

    /// Imports whose importer needs the types of the package itself, which a copy does not have.
    private func uncopyable(_ removal: Removals, _ builds: ProofBuilds, _ number: inout Int) async throws -> Set<Cut> {
        var found: Set<Cut> = []
        for (from, to) in removal.edges {
            guard let alone = try? copyExperiment(from: from, to: to, replaceable: removal.replaceable) else { continue }
            number += 1
            // A single copy is what was just built.
            let isBuilt = removal.edges.count > 1 ? (try? await builds.result(of: alone, number: number)) != nil : false
            if !isBuilt { found.insert(.importEdge(from: from, to: to)) }
        }
        return found
    }

    /// Stubs for all importers where none is left, then a copy for each other import, or empty functions where that is not possible.
    private func experiment(_ removal: Removals, emptied: Set<Cut>) throws -> Experiment {
        var experiment = try stubExperiment(removal.stubbed + removal.stubbedImports, replaceable: removal.replaceable)
        for (from, to) in removal.edges {
            var reasons: [String] = []
            let copy = { try copyExperiment(from: from, to: to, replaceable: removal.replaceable, after: experiment) }
            let bodies = { try bodiesExperiment(from: from, to: [to], replaceable: removal.replaceable, after: experiment) }
            var made: Experiment?
            for make in emptied.contains(.importEdge(from: from, to: to)) ? [bodies] : [copy, bodies] where made == nil {
                do { made = try make() } catch let error as ExperimentError { reasons.append(error.description) }
            }
            guard let made else { throw ExperimentError(description: reasons.joined(separator: "; ")) }
            experiment = made
        }
        return experiment
    }

    private func proof(_ experiment: Experiment, _ builds: ProofBuilds, number: Int) async throws -> SavingsReport.Proof {
        let built = try await builds.result(of: experiment, number: number)
        let outcome = try analysis.outcome(of: CutQuery(cutting: experiment.cuts))
        let elimination = try analysis.methodElimination().isEnabled
        var proof = SavingsReport.Proof(
            // The bytes of the stub are not rounded to pages either.
            predicted: built.own > 0 ? outcome.savedContents : outcome.saves, actual: built.before - built.after,
            sizeBefore: built.before, sizeAfter: built.after, enablesMethodElimination: !elimination && outcome.eliminatesMethods,
            dropped: experiment.dropped, stubbed: experiment.emptied)
        proof.method = experiment.method
        proof.own = built.own
        if proof.isOff, experiment.method == .stub {
            let control = try withoutInlining(experiment.stubs)
            proof.inlined = try? await builds.inlinedBytes(control, number: number + 500)
        }
        return proof
    }
}

/// Removals of one build, by the edits that they take.
private struct Removals {
    var stubbed: [String] = []
    /// Packages without an importer that is left, as each import is removed: a stub is for all.
    var stubbedImports: [String] = []
    /// Imports of packages that others keep.
    var edges: [(from: String, to: String)] = []
    /// Packages that go as well.
    private let gone: Set<String>
    /// Packages that may be replaced where declarations still import them: those that go, and those without a byte, which may
    /// import others.
    var replaceable: Set<String>
    private var allEdges: [(from: String, to: String)] = []

    init(_ cuts: [Cut], _ program: LinkedProgram) throws {
        gone = Set(try program.analysis.outcome(of: CutQuery(cutting: cuts)).alsoGone)
        var cut: [String: Set<String>] = [:]
        for each in cuts {
            if case .importEdge(let from, let to) = each {
                allEdges.append((from, to))
                cut[to, default: []].insert(from)
            } else {
                stubbed += each.packages
            }
        }
        let importers = Set(program.packages.keys).subtracting(gone).subtracting(stubbed)
        for (to, cutting) in cut where !stubbed.contains(to) {
            let left = importers.subtracting(cutting).contains { program.packages[$0]?.imports?.contains(to) == true }
            if !left { stubbedImports.append(to) }
        }
        stubbedImports.sort()
        let linked = program.analysis.packages.map(\.path) + [program.main]
        replaceable = gone.union(stubbedImports).union(Set(program.packages.keys).subtracting(linked))
        edges = open(without: stubbed + stubbedImports)
    }

    private func open(without stubs: [String]) -> [(from: String, to: String)] {
        allEdges.filter { !stubs.contains($0.to) && !stubs.contains($0.from) && !gone.contains($0.from) }
    }

    /// These removals with an edit for each import.
    var withoutStubbedImports: Removals {
        var copy = self
        copy.stubbedImports = []
        copy.replaceable.subtract(stubbedImports)
        copy.edges = copy.open(without: stubbed)
        return copy
    }
}
