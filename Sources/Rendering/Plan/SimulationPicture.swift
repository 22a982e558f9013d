internal import Planning
internal import Reports

/// Builds on machines against time, a row for each, and below it the time of other numbers of machines.
struct SimulationPicture {
    private static let (width, margin) = (760.0, 84.0)
    private static let mostRows = 40
    private static let mostSteps = 6000
    private static let curveHeight = 220.0

    private let plan: PlanReport
    private let simulation: SimulationReport

    init(_ plan: PlanReport, _ simulation: SimulationReport) {
        self.plan = plan
        self.simulation = simulation
    }

    var svg: String { machines + curve }

    /// Rows of machines; in each as many lines as builds run at once.
    private var machines: String {
        let rows = min(simulation.machines, Self.mostRows)
        let machineOfShard = Dictionary(simulation.shards.map { ($0.index, $0.machine) }) { first, _ in first }
        let critical = Set(simulation.criticalPath)
        let shown = simulation.steps.enumerated().filter { (machineOfShard[$0.element.shard] ?? 0) <= rows }.prefix(
            Self.mostSteps)
        var ends: [Int: [Double]] = [:]
        var placed: [(step: SimulationReport.Step, machine: Int, line: Int, isCritical: Bool)] = []
        for (place, step) in shown.sorted(by: { $0.element.start < $1.element.start }) {
            let machine = machineOfShard[step.shard] ?? 1
            let lines = ends[machine] ?? []
            let line = lines.firstIndex { $0 <= step.start + 1e-9 } ?? lines.count
            if line == lines.count { ends[machine, default: []].append(step.end) } else { ends[machine]?[line] = step.end }
            placed.append((step, machine, line, critical.contains(place)))
        }
        let lineHeight = rows > 12 ? 6.0 : 12.0
        var tops: [Int: Double] = [:]
        var height = 8.0
        for machine in 1...max(1, rows) {
            tops[machine] = height
            height += Double(max(1, ends[machine]?.count ?? 1)) * lineHeight + 5
        }
        let scale = (Self.width - Self.margin - 20) / max(simulation.seconds, 1e-9)
        var text = ""
        for machine in 1...max(1, rows) {
            let top = tops[machine] ?? 0
            text += SVG.label(Self.margin - 8, top + lineHeight - 2, "machine \(machine)", "end")
            for shard in simulation.shards where shard.machine == machine {
                let size = Double(max(1, ends[machine]?.count ?? 1)) * lineHeight
                text += SVG.rectangle(
                    Self.margin + shard.start * scale, top, (shard.end - shard.start) * scale, size, "currentColor", opacity: 0.12
                )
            }
        }
        for entry in placed {
            let job = plan.jobs[entry.step.job]
            let time = entry.step.end - entry.step.start
            text += SVG.rectangle(
                Self.margin + entry.step.start * scale, (tops[entry.machine] ?? 0) + Double(entry.line) * lineHeight,
                time * scale,
                lineHeight - 1, entry.isCritical ? "#d9480f" : "#2a7ade", title: "\(job.name.title.visible), \(time.duration)")
        }
        text += SVG.label(Self.margin, height + 14, "0 s", "start")
        text += SVG.label(Self.width - 20, height + 14, simulation.seconds.duration, "end")
        return SVG.picture("Builds on machines against time", width: Self.width, height: height + 24, text)
            + "<p>The critical path is orange; grey is what Pare does after the builds\(simulation.machines > rows ? "; the first \(rows) machines" : "").</p>\n"
    }

    /// Time against the number of machines.
    private var curve: String {
        let last = 2 * max(simulation.enough, simulation.machines)
        let points = simulation.alternatives.filter { $0.machines <= last }
        guard points.count > 1, let most = points.last?.machines, let highest = points.map(\.seconds).max(), highest > 0 else {
            return ""
        }
        func x(_ machines: Int) -> Double {
            Self.margin + (Self.width - Self.margin - 20) * Double(machines - 1) / Double(max(1, most - 1))
        }
        func y(_ seconds: Double) -> Double { Self.curveHeight - 34 - (Self.curveHeight - 50) * seconds / highest }
        var text = ""
        for seconds in [0, highest] { text += SVG.label(Self.margin - 8, y(seconds) + 4, seconds.duration, "end") }
        text += SVG.rectangle(Self.margin, y(0), Self.width - Self.margin - 20, 1, "currentColor", opacity: 0.5)
        text += SVG.polyline(points.map { (x($0.machines), y($0.seconds)) }, "#2a7ade")
        for point in points {
            let isEnough = point.machines == simulation.enough
            text += SVG.circle(
                x(point.machines), y(point.seconds), isEnough ? 6 : 3, isEnough ? "#d9480f" : "#2a7ade",
                title: "\(counted(point.machines, "machine")), \(point.seconds.duration)")
        }
        text += SVG.label(
            x(simulation.enough), y(points.first { $0.machines == simulation.enough }?.seconds ?? 0) - 12,
            "enough: \(simulation.enough)", "middle")
        text +=
            SVG.label(Self.margin, Self.curveHeight - 14, "1", "middle")
            + SVG.label(Self.width - 20, Self.curveHeight - 14, "\(most)", "middle")
        text += SVG.label((Self.margin + Self.width) / 2, Self.curveHeight - 4, "machines", "middle")
        return SVG.picture("Time against the number of machines", width: Self.width, height: Self.curveHeight, text)
    }
}
