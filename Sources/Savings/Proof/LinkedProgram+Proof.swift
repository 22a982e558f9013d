internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Savings of a removal, predicted and then built: the removed package is replaced by its declarations with empty functions, in
    /// files that go reads in place of the user's (`-overlay`). The prediction is for exactly that build.
    ///
    /// Throws `ConfigurationError` when it cannot be built, with the reasons of all ways.
    package func proof(of subject: RemovalSubject, progress: @escaping @Sendable (String) -> Void = { _ in }) async throws
        -> SavingsReport
    {
        let place = "--prove \(subject)"
        let cut = try provable(subject, place: place)
        var report = try await savings(without: [subject])
        progress("building \(main) as it is, and without \(subject)")
        let builds = try await ProofBuilds(self)
        defer { builds.scratch.remove() }
        do {
            report.proof = try await proof(cut, builds, first: 1)
            report.proof?.asked = report.without?.first?.saves
        } catch let error as ExperimentError {
            throw ConfigurationError(problems: [Problem(place: place, what: error.description)])
        }
        return report
    }

    func provable(_ subject: RemovalSubject, place: String) throws -> ProgramCut {
        do {
            if ![.tag, .function, .file].contains(subject.kind), let cut = try cuts([subject]).first { return cut }
            let what =
                subject.kind == .tag
                ? "tags are proved by building with them: `pare tags`"
                : "a package, module:PATH or an import A->B can be proved; functions and files cannot"
            throw ConfigurationError(problems: [Problem(place: place, what: what)])
        } catch let error as ConfigurationError {
            throw ConfigurationError(
                problems: error.problems.map { problem in
                    var problem = problem
                    problem.place = place
                    return problem
                })
        }
    }

    /// The first `count` suggestions, each built; the program as it is is built once. Throws what stops all of them.
    package func proofs(
        ofTop count: Int, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> SavingsReport {
        var report = try await savings()
        let asked = Array((report.suggestions ?? []).prefix(count))
        progress("building \(main) as it is")
        let builds = try await ProofBuilds(self)
        defer { builds.scratch.remove() }
        let width = max(1, min(processorCount, (Machine.this.freeMemory ?? 0) / (2 << 30)))
        report.proofs = try await withThrowingTaskGroup(of: (Int, SavingsReport.Proved).self) { group in
            var rows: [SavingsReport.Proved?] = Array(repeating: nil, count: asked.count)
            var next = 0
            func start() {
                guard next < asked.count else { return }
                let (index, suggestion) = (next, asked[next])
                next += 1
                group.addTask { (index, try await proved(suggestion, builds, first: 1 + index * 4)) }
            }
            for _ in 0..<width { start() }
            var done = 0
            for try await (index, row) in group {
                rows[index] = row
                done += 1
                progress("\(done) of \(asked.count): \(row.title)\(row.reason.map { ": \($0)" } ?? "")")
                start()
            }
            return rows.compactMap(\.self)
        }
        return report
    }

    private func proved(_ suggestion: Suggestion, _ builds: ProofBuilds, first: Int) async throws -> SavingsReport.Proved {
        var row = SavingsReport.Proved(what: suggestion.what, saves: suggestion.saves)
        do {
            let subject = try RemovalSubject(suggestion.what)
            row.proof = try await proof(try provable(subject, place: suggestion.what), builds, first: first)
            row.proof?.asked = suggestion.saves
        } catch let error as ExperimentError {
            row.reason = error.description
        } catch let error as ConfigurationError {
            row.reason = error.problems.map(\.what).joined(separator: "; ")
        }
        return row
    }

    /// The first edit that go can build. Throws `ExperimentError` with the reasons of all.
    private func proof(_ cut: ProgramCut, _ builds: ProofBuilds, first: Int) async throws -> SavingsReport.Proof {
        var reasons: [String] = []
        for (index, make) in try ways(cut).enumerated() {
            do {
                let experiment = try make()
                guard let built = try await builds.size(experiment, number: first + index) else { continue }
                return try proof(experiment, built, builds.sizeBefore)
            } catch let error as ExperimentError {
                reasons.append(error.description)
            }
        }
        throw ExperimentError(description: reasons.joined(separator: "; "))
    }

    private func ways(_ cut: ProgramCut) throws -> [() throws -> Experiment] {
        switch cut.cut {
        case .package(let path): return [{ try stubExperiment([path]) }]
        case .packages(let paths): return [{ try stubExperiment(paths) }]
        case .importEdge(let from, let to):
            let importers = packages.values.filter { $0.imports?.contains(to) == true }
            let gone = Set(try analysis.outcome(of: CutQuery(cutting: [cut.cut])).alsoGone + [to])
            let copy = { try copyExperiment(from: from, to: to, alsoGone: gone.subtracting([to])) }
            let bodies = { try bodiesExperiment(from: from, to: [to]) }
            return importers.count == 1 ? [{ try stubExperiment([to]) }, copy, bodies] : [copy, bodies]
        case .function, .declarations: return []
        }
    }

    private func proof(_ experiment: Experiment, _ built: (size: Int, own: Int), _ before: Int) throws -> SavingsReport.Proof {
        let outcome = try analysis.outcome(of: CutQuery(cutting: experiment.cuts))
        let elimination = try analysis.methodElimination().isEnabled
        var proof = SavingsReport.Proof(
            // The bytes of the stub are not rounded to pages either.
            predicted: built.own > 0 ? outcome.savedContents : outcome.saves, actual: before - built.size,
            sizeBefore: before, sizeAfter: built.size, enablesMethodElimination: !elimination && outcome.eliminatesMethods,
            dropped: experiment.dropped, stubbed: experiment.emptied)
        proof.method = experiment.method
        proof.own = built.own
        return proof
    }
}
