public import Planning
public import Reports

/// Budgets of an entry of `measure:` against what was measured. Ratios compare points of one call, never times of two machines.
public struct MeasureGate: Sendable {
    public var budgets: [MeasureBudget]
    /// Lets pass what could not be judged.
    public var isLenient: Bool
    /// Waivers of the commit message.
    public var waivers: [Waiver] = []
    /// The day in UTC, `2026-12-31`, that ends waivers of the pipeline; without it none of them holds.
    public var today: String?

    public init(budgets: [MeasureBudget], isLenient: Bool = false) {
        self.budgets = budgets
        self.isLenient = isLenient
    }

    /// Every broken budget, in the order of the budgets, then of the points, and what could not be judged.
    public func judge(_ report: MeasureReport) -> Verdict {
        var verdict = Verdict(broken: [], isLenient: isLenient, budgets: budgets.count, limits: [])
        for budget in budgets {
            var judgement = MeasureJudgement(budget: budget, report: report)
            judgement.judge()
            let broken = judgement.broken
            if budget.level == .warn {
                verdict.warned += broken
            } else if let waiver = budget.waiver(on: today, waivers) {
                verdict.waived += broken.map { Verdict.Waived($0, reason: waiver.reason, until: waiver.until) }
            } else {
                verdict.broken += broken
            }
            verdict.notJudged += judgement.notJudged
            verdict.notes += judgement.notes
            verdict.limits = (verdict.limits ?? []) + judgement.limits
        }
        return verdict
    }
}

/// One budget against all points of a report.
private struct MeasureJudgement {
    let budget: MeasureBudget
    let report: MeasureReport
    var broken: [Verdict.Broken] = []
    var notJudged: [Verdict.NotJudged] = []
    var notes: [String] = []
    var limits: [Verdict.Limit] = []

    private let source: Finding.Source

    init(budget: MeasureBudget, report: MeasureReport) {
        self.budget = budget
        self.report = report
        let place = budget.place.split(separator: ":")
        source = Finding.Source(
            budget: budget.text, file: place.dropLast().joined(separator: ":"), line: place.last.flatMap { Int($0) },
            budgetName: budget.name, level: budget.level == .warn ? .warn : nil, advice: budget.advice)
    }

    mutating func judge() {
        if budget.figure == .neverRun { return judgeCoverage() }
        let points = report.points.filter { $0.matches(budget.points) }
        if points.isEmpty { return cannotJudge("no measured point matches", []) }
        var unmeasured: [String] = []
        var lacking: [String] = []
        var compared = 0
        for point in points {
            guard let figure = point.spread(budget.figure.value) else {
                if point.isMeasured { lacking.append(point.label) } else { unmeasured.append(point.label) }
                continue
            }
            switch budget.limit {
            case .bytes(let limit):
                compared += 1
                add(finding(point, limit: limit, actual: figure.median), nil)
            case .percent(let percent):
                guard let other = reference(of: point) else {
                    compared += 1
                    notJudged(point, "the point that it is compared with is not in the report")
                    continue
                }
                if other.label == point.label { continue }
                compared += 1
                guard let reference = other.spread(budget.figure.value) else {
                    notJudged(point, "\(other.label), with which it is compared, was not measured")
                    continue
                }
                let limit = Int(Double(reference.median) * percent / 100)
                let found = finding(
                    point, limit: limit, percent: percent, actual: figure.median, baseline: reference.median)
                let isNoise = Double(figure.lower) <= Double(reference.upper) * percent / 100
                if found.isBroken, isNoise {
                    notes.append(
                        "\(report.title(of: point)): \(found.kind.noun) above \(budget.text), but within noise; more runs tell")
                    limits.append(.init(source: source, finding: found, judged: 1, broken: 0))
                } else {
                    add(found, other.label)
                }
            }
        }
        if compared == 0, unmeasured.isEmpty, lacking.isEmpty {
            cannotJudge("every point that matches is the one it is compared with", [])
        }
        if !unmeasured.isEmpty { cannotJudge("points were not measured", unmeasured) }
        if !lacking.isEmpty {
            cannotJudge("there is no such figure: no collection took place, or nothing measures the start-up", lacking)
        }
    }

    private mutating func judgeCoverage() {
        guard let part = report.coverage else { return cannotJudge("the report has no coverage", []) }
        guard case .percent(let percent) = budget.limit else { return }
        let found = Finding(
            kind: .neverRunCode, unit: .bytes, limit: Int(Double(part.bytes) * percent / 100), percent: percent,
            actual: part.neverRun, baseline: part.bytes, program: report.program ?? "", target: part.target,
            preset: part.preset, name: nil)
        add(found, nil)
    }

    private func finding(
        _ point: MeasureReport.Point, limit: Int, percent: Double? = nil, actual: Int, baseline: Int? = nil
    ) -> Finding {
        Finding(
            kind: budget.figure.kind, unit: budget.figure.isSize ? .bytes : .nanoseconds, limit: limit, percent: percent,
            actual: actual, baseline: baseline, program: report.program ?? "", target: point.target ?? report.machine.target,
            preset: point.preset ?? point.binary, name: point.title)
    }

    private mutating func add(_ finding: Finding, _ reference: String?) {
        limits.append(.init(source: source, finding: finding, judged: 1, broken: finding.isBroken ? 1 : 0))
        guard finding.isBroken else { return }
        broken.append(Verdict.Broken(finding, source, detail: reference, command: nil))
    }

    private mutating func notJudged(_ point: MeasureReport.Point, _ reason: String) { cannotJudge(reason, [point.label]) }

    private mutating func cannotJudge(_ reason: String, _ points: [String]) {
        notJudged.append(
            .init(
                budget: budget.text, reason: reason, builds: points.isEmpty ? nil : points, file: source.file, line: source.line))
    }

    /// The point with the preset and the settings of the reference, else those of `point`.
    private func reference(of point: MeasureReport.Point) -> MeasureReport.Point? {
        guard let wanted = budget.reference else { return nil }
        return report.points.first { other in
            guard other.target == point.target else { return false }
            if let preset = wanted.preset { guard preset.matches(other.preset ?? other.binary) else { return false } }
            if wanted.preset == nil, other.binary != point.binary { return false }
            return point.settings.allSatisfy { setting in
                (wanted.settings.value(setting.name) ?? setting.value) == other.value(of: setting.name)
            }
        }
    }
}

extension MeasureReport.Point {
    fileprivate func matches(_ points: MeasureBudget.Points) -> Bool {
        (points.preset?.matches(preset ?? binary) ?? true) && points.settings.allSatisfy { value(of: $0.name) == $0.value }
    }
}

extension MeasureBudget.Figure {
    fileprivate var kind: Finding.Kind {
        switch self {
        case .memory: .peakMemory
        case .cpu: .processorTime
        case .startup: .startupTime
        case .liveHeap: .liveHeap
        case .allocated: .allocatedBytes
        case .neverRun: .neverRunCode
        }
    }

    fileprivate func value(_ run: MeasureReport.Run) -> Int? {
        switch self {
        case .memory: run.peak
        case .cpu: run.processorTime
        case .startup: run.startup
        case .liveHeap: run.collector?.liveHeap
        case .allocated: run.collector?.allocated
        case .neverRun: nil
        }
    }
}
