internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Savings of removals, predicted and then built as one program: each removed package is replaced by its declarations with empty
    /// functions, in files that go reads in place of the user's (`-overlay`). The prediction is for exactly that build.
    ///
    /// Throws `ConfigurationError` when it cannot be built, with the reasons of all ways.
    package func proof(
        of subjects: [RemovalSubject], progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> SavingsReport {
        let cuts = try subjects.map { try provable($0, place: "--prove \($0)") }
        var report = try await savings(without: subjects)
        let what = subjects.map(\.description).joined(separator: ", ")
        report.proof = try await proof(of: cuts, asked: report.joint, place: "--prove \(what)") {
            progress("building \(main) as it is, and without \(what)")
        }
        return report
    }

    /// The plan with its proof: all its cuts, built as one program. Throws `ConfigurationError`.
    package func proof(
        of plan: CutPlan, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> CutPlan {
        guard !plan.steps.isEmpty else { return plan }
        var plan = plan
        let place = "--prove-plan"
        let cuts = try plan.steps.flatMap(\.what).map { try provable(RemovalSubject($0), place: place) }
        plan.proof = try await proof(of: cuts, asked: plan.saves, place: place) {
            progress("building \(main) as it is, and with \(counted(cuts.count, "cut"))")
        }
        return plan
    }

    private func proof(
        of cuts: [ProgramCut], asked: Int?, place: String, announce: () -> Void
    ) async throws -> SavingsReport.Proof {
        announce()
        let builds = try await ProofBuilds(self)
        defer { builds.scratch.remove() }
        do {
            var proof = try await proof(cuts.map(\.cut), builds, first: 1)
            proof.asked = asked
            return proof
        } catch let error as ExperimentError {
            throw ConfigurationError(problems: [Problem(place: place, what: error.description)])
        }
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
                group.addTask { (index, try await proved(suggestion, builds, first: 1 + index * 1000)) }
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
            row.proof = try await proof([try provable(subject, place: suggestion.what).cut], builds, first: first)
            row.proof?.asked = suggestion.saves
        } catch let error as ExperimentError {
            row.reason = error.description
        } catch let error as ConfigurationError {
            row.reason = error.problems.map(\.what).joined(separator: "; ")
        }
        return row
    }
}
