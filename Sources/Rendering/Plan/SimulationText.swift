internal import Planning
internal import Reports

extension PlanReport {
    private static let mostAlternatives = 12
    private static let mostSteps = 6

    /// The simulation's machines, other numbers of them, and what limits both; empty without one.
    func simulationText(_ style: TextStyle) -> String {
        guard let simulation else { return "" }
        return "\n" + style.paint("On \(simulation.place)", .bold) + "\n" + simulation.machineTable.rendered(style) + "\n"
            + alternativeTable(simulation).rendered(style) + "\n"
            + (simulationSentences + simulationDoubts).map { style.paint($0, .dim) + "\n" }.joined()
    }

    /// Numbers of machines around the planned one and the one that is enough.
    func alternativeTable(_ simulation: SimulationReport) -> Table {
        var table = Table([
            .init(title: "MACHINES", alignment: .right), .init(title: "TIME", alignment: .right),
            .init(title: "SPEED-UP", alignment: .right), .init(title: "IDLE", alignment: .right),
            .init(title: "", alignment: .left),
        ])
        let alone = simulation.alternatives.first?.seconds ?? 0
        let last = 2 * max(simulation.enough, simulation.machines)
        let near = simulation.alternatives.filter { $0.machines <= last }
        let step = max(1, (near.count + Self.mostAlternatives - 1) / Self.mostAlternatives)
        for (place, other) in near.enumerated()
        where place % step == 0 || [simulation.enough, simulation.machines].contains(other.machines) {
            let remarks = [
                other.machines == simulation.enough ? "more do not help" : nil,
                other.machines == shards.count && simulation.machines == shards.count ? "planned" : nil,
            ].compactMap(\.self)
            table.add([
                .init("\(other.machines)"), .init(other.seconds.duration),
                .init(other.seconds > 0 ? "\(rounded(alone / other.seconds))x" : ""), .init(percent(other.idleShare)),
                .init(remarks.joined(separator: ", ")),
            ])
        }
        return table
    }

    /// Time, critical path, and the number of machines that is enough.
    var simulationSentences: [String] {
        guard let simulation else { return [] }
        let path = simulation.criticalPath.map { simulation.steps[$0] }
        let listed = path.prefix(Self.mostSteps).map { step in
            "\(jobs[step.job].name.title.visible) (\((step.end - step.start).duration))"
        }
        let rest = path.count > Self.mostSteps ? ", \(path.count - Self.mostSteps) more" : ""
        var sentences = [
            "\(counted(jobs.count, "build")) take \(simulation.seconds.duration) on \(simulation.place), \(percent(simulation.idleShare)) of which is idle"
        ]
        if let first = path.first, let last = path.last {
            sentences.append(
                "critical path, shard \(first.shard)/\(shards.count), \((last.end - first.start).duration): \(listed.joined(separator: ", "))\(rest)"
            )
        }
        if let enough = simulation.alternatives.first(where: { $0.machines == simulation.enough }),
            let best = simulation.alternatives.map(\.seconds).min()
        {
            let isBest = enough.seconds.duration == best.duration
            sentences.append(
                "more than \(counted(enough.machines, "machine")) do not help: \(enough.seconds.duration)"
                    + (isBest ? "" : ", and \(best.duration) with any number"))
        }
        return sentences
    }

    /// Assumptions of the simulation, and how near it is to the measured run.
    var simulationDoubts: [String] {
        guard let simulation else { return [] }
        var doubts = ["each shard has a build cache of its own, as empty as that of the measured builds was before them"]
        doubts.append("no build is expected to be faster than it was measured: more processors serve more builds at once")
        if let measured = simulation.measuredSeconds, let model = simulation.modelSeconds {
            doubts.append(
                "the run that was measured took \(measured.duration); \(model.duration) of it are builds in this simulation, the rest is \(simulation.overheadSeconds.duration) of Pare's own for each build"
            )
        } else {
            doubts.append("no run that built everything is known: what Pare does after the builds is not in these times")
        }
        if simulation.unknown > 0 {
            doubts.append(
                "of \(counted(simulation.unknown, "build")) processor time or packages are not known: these keep one processor busy as long as they took, or as others"
            )
        }
        return doubts
    }

    /// The page: when each build runs on which machine, and what other numbers of machines take.
    func simulationPage() throws(ReportError) -> String {
        guard let simulation else { throw ReportError("the html is that of a simulation; add --simulate") }
        let body =
            simulationSentences.map { "<p>\($0.escapedHTML)</p>\n" }.joined() + SimulationPicture(self, simulation).svg
            + alternativeTable(simulation).html + simulation.machineTable.html
        return plainPage(
            title: "\(pipeline) on \(simulation.place)", body: body,
            footer: simulationDoubts.joined(separator: "; ") + ".")
    }
}

extension SimulationReport {
    private static let mostRows = 50

    /// `4 machines with 2 processors and 8 GiB`
    var place: String {
        let memory = memory.map { " and \($0.iec)" } ?? ""
        return "\(counted(machines, "machine")) with \(counted(processors, "processor"))\(memory)"
    }

    /// A row for each shard, the first ones of many.
    var machineTable: Table {
        var table = Table([
            .init(title: "SHARD", alignment: .right), .init(title: "MACHINE", alignment: .right),
            .init(title: "START", alignment: .right), .init(title: "END", alignment: .right),
            .init(title: "IDLE", alignment: .right),
        ])
        for shard in shards.prefix(Self.mostRows) {
            table.add([
                .init("\(shard.index)/\(shards.count)"), .init("\(shard.machine)"), .init(shard.start.duration),
                .init(shard.end.duration), .init(percent(shard.idleShare)),
            ])
        }
        if shards.count > Self.mostRows {
            table.add([.init("..."), .init(""), .init(""), .init(""), .init("")])
        }
        return table
    }
}

private func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

/// Whole percents of a share.
private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
