public import Planning

/// Budgets against what was built, and against a baseline where they limit growth.
public struct Gate: Sendable {
    public var budgets: [Budget]
    public var baseline: Baseline?

    public init(budgets: [Budget], baseline: Baseline? = nil) {
        self.budgets = budgets
        self.baseline = baseline
    }

    /// Every broken budget, in the order of the budgets, then of the builds; notes say what could not be judged.
    public func judge(_ report: BuildReport) -> Verdict {
        var broken: [Verdict.Broken] = []
        var notes = report.builds.filter { $0.size == nil }.map {
            "\($0.title) has no binary (\($0.status.rawValue)): not judged"
        }
        if budgets.isEmpty { notes.append("the pipeline has no budgets: nothing was judged") }
        for budget in budgets {
            let builds = report.builds.filter { build in
                budget.speaks(of: build.main) && budget.artifact?.matches("\(build.target)/\(build.preset)") ?? true
            }
            guard !builds.isEmpty else {
                let mains = budget.mains?.map(\.path).joined(separator: ", ")
                let wanted = [mains, budget.artifact?.pattern].compactMap(\.self).joined(separator: " ")
                notes.append(
                    "\(budget.placePrefix)no build matches `\(wanted.isEmpty ? "*" : wanted)`: \(budget.text) was not judged")
                continue
            }
            var judgement = Judgement(
                budget: budget, pipeline: report.pipeline, baseline: baseline, savings: report.savings ?? [])
            for build in builds where build.size != nil { judgement.judge(build) }
            judgement.conclude()
            broken += judgement.broken
            notes += judgement.notes
        }
        return Verdict(broken: broken, notes: notes)
    }

    /// Judges one binary outside a pipeline; the preset is taken for `strip` or `default` by what the binary says.
    public func judge(_ report: WeighReport) -> Verdict {
        var verdict = judge(BuildReport(report))
        if let artifact = budgets.compactMap(\.artifact).first {
            let name = "\(report.target ?? "unknown")/\(BuildReport.presetName(of: report))"
            verdict.notes.append("a single binary has no preset: `\(artifact.pattern)` and others were matched against \(name)")
        }
        return verdict
    }
}

extension BuildReport {
    /// A report of one binary outside any pipeline: no pipeline name, no time, no build line.
    public init(_ weigh: WeighReport) {
        let build = Build(
            main: weigh.main ?? weigh.fileName, target: weigh.target ?? "unknown", preset: Self.presetName(of: weigh),
            status: .built, command: "", path: weigh.file.path, size: weigh.total, compressed: weigh.file.compressed,
            sha256: weigh.file.sha256, weigh: weigh)
        self.init(pipeline: "", started: "", builds: [build], verdict: Verdict(broken: []))
    }

    static func presetName(of weigh: WeighReport) -> String { weigh.stripped ? "strip" : "default" }
}

extension Budget {
    var placePrefix: String { place.isEmpty ? "" : "\(place): " }
}
