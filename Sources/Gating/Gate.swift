public import Planning
public import Reports

/// Budgets against what was built, and against a baseline where they limit growth.
public struct Gate: Sendable {
    public var budgets: [Budget]
    public var baseline: Baseline?
    /// Every build of the pipeline: what a report lacks of them was not judged. Nil where there is no pipeline.
    public var matrix: [BuildName]?
    /// Builds that the command line left out of this run: noted, not missed.
    public var leftOut: [BuildName]
    /// Lets pass what could not be judged.
    public var isLenient: Bool
    /// Groups that budgets name.
    public var groups: PackageGroups
    /// Place of the judged report, which commands name; nil for that of the pipeline in dist.
    public var place: ReportPlace?
    /// Waivers of the commit message.
    public var waivers: [Waiver] = []
    /// The day in UTC, `2026-12-31`, that ends waivers of the pipeline; without it none of them holds.
    public var today: String?

    public init(
        budgets: [Budget], groups: PackageGroups = PackageGroups(), baseline: Baseline? = nil, matrix: [BuildName]? = nil,
        leftOut: [BuildName] = [],
        isLenient: Bool = false
    ) {
        self.budgets = budgets
        self.groups = groups
        self.baseline = baseline
        self.matrix = matrix
        self.leftOut = leftOut
        self.isLenient = isLenient
    }

    /// Every broken budget, in the order of the budgets, then of the builds, and what could not be judged of builds and budgets.
    public func judge(_ report: BuildReport) -> Verdict {
        var verdict = Verdict(
            broken: [], notJudged: missingBuilds(report), isLenient: isLenient, budgets: budgets.count, limits: [])
        if budgets.isEmpty { verdict.notes.append("the pipeline has no budgets: nothing was judged") }
        if !leftOut.isEmpty {
            verdict.notes.append(
                "\(counted(leftOut.count, "build")) of the pipeline left out by the command line, not judged: "
                    + listed(leftOut.map(\.title)))
        }
        verdict.notes += waiverNotes
        let origins = Origins(report)
        for budget in budgets {
            let builds = report.builds.filter { budget.applies(to: $0.name) }
            let isPartial = leftOut.contains(where: budget.applies)
            var judgement = Judgement(
                budget: budget, report: report, baseline: baseline, groups: groups,
                waiver: budget.waiver(on: today, waivers), origins: origins)
            judgement.place = place ?? judgement.place
            if builds.isEmpty {
                if isPartial {
                    verdict.notes.append("\(budget.placePrefix)its builds were left out: \(budget.text) was not judged")
                } else {
                    judgement.matchesNoBuild()
                }
            }
            for build in builds where build.isWhole { judgement.judge(build) }
            let unmatched = builds.contains(where: \.isWhole) ? judgement.unmatched : nil
            if let unmatched, isPartial {
                verdict.notes.append(
                    "\(budget.placePrefix)\(unmatched) in the builds that were not left out: \(budget.text) was not judged")
            } else if let unmatched {
                judgement.cannotJudge(unmatched, nil)
            }
            verdict.broken += judgement.broken
            verdict.warned += judgement.warned
            verdict.waived += judgement.waived
            verdict.notJudged += judgement.notJudged
            verdict.limits = (verdict.limits ?? []) + judgement.limits
        }
        return verdict
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

    /// Waivers without effect.
    private var waiverNotes: [String] {
        let names = Set(budgets.compactMap(\.name))
        let ended = budgets.compactMap { budget -> String? in
            guard let waiver = budget.waiver, let today, waiver.until < today else { return nil }
            return "\(budget.placePrefix)the waiver ended on \(waiver.until): \(waiver.reason.visible)"
        }
        return ended
            + waivers.filter { !names.contains($0.name) }.map {
                "`Pare-Waive: \($0.name.visible)` in the commit message names no budget"
            }
    }

    /// Builds without a binary, and those that the report does not even name.
    private func missingBuilds(_ report: BuildReport) -> [Verdict.NotJudged] {
        let statuses: [BuildReport.Status] = [.failed, .skipped, .built, .unchanged, .elsewhere]
        var missing = statuses.compactMap { status -> Verdict.NotJudged? in
            let builds = report.builds.filter { !$0.isWhole && $0.status == status }.map(\.title)
            return builds.isEmpty ? nil : Verdict.NotJudged(reason: "no binary (\(status.rawValue))", builds: builds)
        }
        let known = Set(report.builds.map(\.name)).union(leftOut)
        let absent = (matrix ?? []).filter { !known.contains($0) }.map(\.title)
        if !absent.isEmpty {
            missing.append(
                Verdict.NotJudged(
                    reason:
                        "of the pipeline but not in the report, which `pare build` without --target, --preset and --main completes",
                    builds: absent))
        } else if report.builds.isEmpty {
            missing.append(Verdict.NotJudged(reason: "the report has no builds"))
        }
        return missing
    }
}

extension BuildName {
    /// The name that `artifact` is matched against.
    package var artifact: String { "\(target)/\(preset)" }
}

extension Budget {
    package var placePrefix: String { place.isEmpty ? "" : "\(place): " }

    package func applies(to build: BuildName) -> Bool {
        applies(to: build.main) && artifact?.matches(build.artifact) ?? true
    }
}
