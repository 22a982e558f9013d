internal import Building
internal import Planning
internal import Reports

extension PipelineRun {
    /// Runs the plan's checks on the binaries. A check that has passed on the same bytes is not repeated.
    func check(
        _ report: inout BuildReport, _ outcomes: [BuildOutcome], _ earlier: EarlierReport,
        _ progress: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws {
        let checks = BinaryChecks(verification: plan.verification, builder: builder)
        let whole = outcomes.indices.filter { outcomes[$0].isWhole }
        for name in checks.names where !whole.isEmpty {
            var waiting: [Int] = []
            for index in whole {
                let saved = earlier.builds[outcomes[index].job.output]
                let known = saved?.sha256 == report.builds[index].sha256 ? saved?.checks?.first { $0.name == name } : nil
                if let known, known.status == .passed, !builder.options.force {
                    report.builds[index].checks = (report.builds[index].checks ?? []) + [known]
                } else {
                    waiting.append(index)
                }
            }
            if waiting.isEmpty { continue }
            let count = waiting.count
            await progress(.checking(check: name, builds: count))
            let found = try await checks.run(name, on: waiting.map { outcomes[$0].job }) { done in
                await progress(.checking(check: name, builds: count, done: done))
            }
            for (index, found) in zip(waiting, found) {
                report.builds[index].checks = (report.builds[index].checks ?? []) + [found]
            }
        }
    }
}
