internal import Planning
internal import Reports

extension MeasureReport {
    private var identity: String {
        "\(machine.target) · \(counted(machine.processors, "processor")) · \(counted(rounds, "run")) of each, interleaved, after \(warmUp == 0 ? "none" : counted(warmUp, "run")) to warm up"
    }

    private var hasCollector: Bool { points.contains { $0.runs.contains { $0.collector != nil } } }
    private var hasStartup: Bool { isServer || points.contains { $0.runs.contains { $0.startup != nil } } }
    private var hasTreePeak: Bool { points.contains { $0.runs.contains { $0.treePeak != nil } } }
    private var hasPredictions: Bool { points.contains { $0.prediction != nil } }
    private var names: [String] { points.map { title(of: $0).visible } }

    /// `41.20 MiB ±2%`: half of the runs are within.
    private func cell(_ spread: Spread?, _ text: (Int) -> String) -> Table.Cell {
        guard let spread else { return "" }
        let noise = Int((spread.share * 50).rounded())
        return .init(text(spread.median) + (noise >= 1 ? " ±\(noise)%" : ""), brief: text(spread.median))
    }

    /// - Parameter isWide: with the columns that few ask for.
    private func table(isWide: Bool) -> Table {
        var columns: [Table.Column] = [
            .init(title: "PEAK MEMORY", alignment: .right), .init(title: isServer ? "LOAD" : "TIME", alignment: .right),
            .init(title: "CPU", alignment: .right),
        ]
        if isWide && hasTreePeak { columns.insert(.init(title: "ALL PROCESSES", alignment: .right), at: 1) }
        if hasStartup { columns.append(.init(title: "START-UP", alignment: .right)) }
        if hasCollector {
            columns += [
                .init(title: "GC CPU", alignment: .right), .init(title: "CYCLES", alignment: .right),
                .init(title: "LONGEST PAUSE", alignment: .right, isOptional: true),
            ]
            if isWide { columns.append(.init(title: "ALL PAUSES", alignment: .right)) }
            columns += [
                .init(title: "LIVE", alignment: .right, isOptional: true),
                .init(title: "GOAL", alignment: .right, isOptional: true),
            ]
        }
        if hasPredictions {
            columns += [
                .init(title: "PEAK PREDICTED", alignment: .right),
                .init(title: "GC CPU PREDICTED", alignment: .right, isOptional: true),
            ]
        }
        if isWide {
            columns += [.init(title: "PAGE FAULTS", alignment: .right), .init(title: "WITH A READ", alignment: .right)]
        }
        var table = Table(columns + [.init(title: "SETTING", alignment: .left, isFlexible: true, isCode: true)])
        for (index, point) in points.enumerated() {
            let duration = { (time: Int) in time.duration }
            var cells: [Table.Cell] = [
                cell(point.spread(\.peak), \.iec), cell(point.spread(\.time), duration),
                cell(point.spread(\.processorTime), duration),
            ]
            if isWide && hasTreePeak { cells.insert(cell(point.spread(\.treePeak), \.iec), at: 1) }
            if hasStartup { cells.append(cell(point.spread(\.startup), duration)) }
            if hasCollector {
                cells += [
                    cell(point.spread { $0.collector?.processorTime }, duration),
                    .init(point.spread { $0.collector?.cycles }?.median.grouped ?? ""),
                    .init(point.spread { $0.collector?.longestPause }?.median.duration ?? ""),
                ]
                if isWide { cells.append(cell(point.spread { $0.collector?.pauses }, duration)) }
                cells += [
                    .init(point.spread { $0.collector?.liveHeap }?.median.traced ?? ""),
                    .init(point.spread { $0.collector?.goal }?.median.traced ?? ""),
                ]
            }
            if hasPredictions {
                cells += [
                    .init(predictedPeak(point), .dim), .init(point.prediction.map { $0.collectorTime.duration } ?? "", .dim),
                ]
            }
            if isWide {
                cells += [
                    .init(point.spread { $0.minorFaults + $0.majorFaults }?.median.grouped ?? ""),
                    .init(point.spread(\.majorFaults)?.median.grouped ?? ""),
                ]
            }
            let mark = recommendation?.point == index ? "  ← least memory that is fast enough" : ""
            let reason = point.failure.map { "  failed: \($0.shortened(to: 60))" } ?? point.skipped.map { "  \($0)" } ?? ""
            table.add(cells + [.init(names[index] + mark + reason.visible, point.failure == nil ? nil : .red)])
        }
        return table
    }

    /// `61.20 MiB (+1%)`: computed, and measured against it.
    private func predictedPeak(_ point: Point) -> String {
        guard let prediction = point.prediction else { return point.isAnchor == true ? "(from here)" : "" }
        if prediction.limitIsTooLow { return "\(prediction.peak.iec), limit too low" }
        guard let peak = point.spread(\.peak)?.median, peak > 0, prediction.peak > 0 else { return prediction.peak.iec }
        let percent = Int(min((Double(prediction.peak) / Double(peak) - 1) * 100, 1e6).rounded())
        return "\(prediction.peak.iec) (\(percent > 0 ? "+" : "")\(percent)%)"
    }

    private static func percent(_ value: Double) -> String {
        let tenths = Int((abs(value) * 10).rounded())
        return tenths < 100 && tenths % 10 != 0 ? "\(tenths / 10).\(tenths % 10)%" : "\((tenths + 5) / 10)%"
    }

    /// `4% more`, `0.3% less`, `the same`.
    private static func change(_ value: Int, from reference: Int) -> String {
        let percent = reference == 0 ? 0 : (Double(value) / Double(reference) - 1) * 100
        return abs(percent) < 0.05 ? "the same" : "\(Self.percent(percent)) \(percent > 0 ? "more" : "less")"
    }

    /// The recommendation as sentences, then the lines to put into a Dockerfile, a unit or a manifest.
    private var advice: (sentences: [String], lines: [String]) {
        guard let recommendation else { return (neverRun, []) }
        let point = points[recommendation.point]
        var sentences: [String] = []
        if !points.contains(where: { $0.runs.contains { $0.collector != nil } }) {
            sentences.append("No run had a garbage collection: its settings have no effect on this workload.")
        }
        if recommendation.point == recommendation.fastest {
            sentences.append(
                "\(recommendation.title): the fastest, and no setting within \(Self.percent(slower)) of its time needs less memory."
            )
        } else {
            let (slow, memory) = (recommendation.timeChange, recommendation.memoryChange)
            let time = slow < 0.5 ? "as fast as" : "\(Self.percent(slow)) slower than"
            let less = memory > -0.5 ? "the same memory but for noise" : "\(Self.percent(memory)) less memory"
            let fastest = points[recommendation.fastest]
            let medians =
                Double(point.spread(\.time)?.median ?? 0) / Double(max(fastest.spread(\.time)?.median ?? 0, 1)) * 100 - 100
            let compared = abs(medians - slow) > 2 ? ", compared run by run" : ""
            sentences.append("\(recommendation.title): \(less), \(time) the fastest, \(title(of: fastest))\(compared).")
        }
        if point.isDefault { sentences.append("That is Go's default: there is nothing to set.") }
        if !point.isDefault, let usual = points.first(where: { $0.isDefault && $0.binary == point.binary && $0.isMeasured }),
            let memory = usual.spread(\.peak)?.median, let time = usual.spread(\.time)?.median,
            let ownMemory = point.spread(\.peak)?.median, let ownTime = point.spread(\.time)?.median
        {
            sentences.append(
                "Go's default, \(usual.title): \(Self.change(memory, from: ownMemory)) memory, \(Self.change(time, from: ownTime)) time."
            )
        }
        if !recommendation.alike.isEmpty {
            sentences.append("Within noise the same memory: \(recommendation.alike.joined(separator: ", ")).")
        }
        if let certain = recommendation.certain {
            sentences.append("Noise hides whether it is within \(Self.percent(slower)) of the fastest; \(certain) is.")
        }
        if !recommendation.undecided.isEmpty {
            sentences.append("Noise decides between it and \(recommendation.undecided.joined(separator: ", ")).")
        }
        if rounds < Self.runsThatTell {
            sentences.append(
                "\(rounds == 1 ? "One run" : "\(rounds) runs") of each point may differ by chance; \(Self.runsThatTell) or more (-n \(Self.runsThatTell)) tell."
            )
        } else if recommendation.certain != nil || !recommendation.undecided.isEmpty {
            sentences.append("More runs (-n \(min(2 * rounds, 1000))) tell.")
        }
        if let warning = recommendation.warning { sentences.append("The container is too small: \(warning).") }
        var variables = point.settings.filter {
            $0.name.hasPrefix("GO") && !$0.value.isEmpty && ($0.name, $0.value) != ("GOMEMLIMIT", "off")
        }.map { ($0.name, $0.value) }
        // A limit that was measured is kept: the figures are those under it.
        if let limit = recommendation.memoryLimit, recommendation.warning == nil,
            !variables.contains(where: { $0.0 == "GOMEMLIMIT" })
        {
            variables.append(("GOMEMLIMIT", "\(limit >> 20)MiB"))
            sentences.append("GOMEMLIMIT is a tenth below the container: what Go does not count needs room as well.")
        }
        sentences += neverRun
        guard !variables.isEmpty, !(point.isDefault && recommendation.memoryLimit == nil) else {
            return (sentences.map(\.visible), [])
        }
        let words = variables.map { "\($0)=\($1)" }.joined(separator: " ")
        let list = variables.map { "{name: \($0), value: \"\($1)\"}" }.joined(separator: ", ")
        var lines = ["Dockerfile   ENV \(words)", "systemd      Environment=\(words)", "Kubernetes   env: [\(list)]"]
        if let container { lines.append("             resources: {limits: {memory: \(container >> 20)Mi}}") }
        return (sentences.map(\.visible), lines.map(\.visible))
    }

    private var notes: [String] {
        ((warnings ?? []) + unpredicted.map { "No prediction for \($0)." } + predictionDoubts).map(\.visible)
    }

    /// Share of functions that never ran, in a sentence.
    private var neverRun: [String] {
        coverage.map { part in
            [
                "\(Int(part.percent.rounded()))% of \(part.bytes.iec) of functions never ran under this workload (\(counted(part.neverRunFunctions, "function"))); without them the binary is \(part.saves.iec) smaller."
            ]
        } ?? []
    }

    func text(_ style: TextStyle) -> String {
        let (sentences, lines) = advice
        let entry = entry.map { $0.visible + ": " } ?? ""
        var text =
            style.paint(entry + workload.visible, .bold) + "\n\(identity)\n\n" + table(isWide: style.isWide).rendered(style)
        if !sentences.isEmpty { text += "\n" }
        text += sentences.map { $0 + "\n" }.joined() + (lines.isEmpty ? "" : "\n" + lines.map { "    \($0)\n" }.joined())
        return text + (notes.isEmpty ? "" : "\n") + notes.map { style.paint($0, .dim) + "\n" }.joined()
    }

    func markdown(_ style: TextStyle) -> String {
        var document = MarkdownDocument()
        document.add("### \(workload.visible.code)")
        document.add(identity.escapedMarkdown)
        table(isWide: style.isWide).add(to: &document)
        let (sentences, lines) = advice
        document.add(sentences.map(\.escapedMarkdown).joined(separator: "  \n"))
        if !lines.isEmpty { document.add(lines.map { "    \($0)" }.joined(separator: "\n")) }
        if !notes.isEmpty { document.add(list: notes.map(\.escapedMarkdown)) }
        return document.text
    }

    var page: String {
        let (sentences, lines) = advice
        let body =
            "<p>\(identity.escapedHTML)</p>\n" + MeasurePicture(self).svg
            + "<div style=\"white-space:nowrap\">\n\(table(isWide: true).html)</div>\n"
            + sentences.map { "<p>\($0.escapedHTML)</p>\n" }.joined()
            + (lines.isEmpty ? "" : "<pre>\(lines.joined(separator: "\n").escapedHTML)</pre>\n")
        return plainPage(
            title: workload, body: body,
            footer: (["Medians, with half the distance of the quartiles."] + notes).joined(separator: " "))
    }

    /// A row for each run.
    var csv: String {
        var table = CSVTable([
            "binary", "setting", "run", "peak bytes", "all processes peak bytes", "time ns", "user ns", "system ns",
            "start-up ns", "minor faults",
            "major faults", "gc cycles", "gc cpu ns", "gc pauses ns", "longest pause ns", "live heap", "heap goal",
            "predicted peak", "predicted gc cpu ns", "failure",
        ])
        for point in points {
            let runs: [Run?] = point.runs.isEmpty ? [nil] : point.runs
            for (number, run) in runs.enumerated() {
                let collector = run?.collector
                table.add([
                    .text(point.binary), .text(point.title),
                    .number(run == nil ? nil : number + 1),
                    .number(run?.peak), .number(run?.treePeak), .number(run?.time), .number(run?.user), .number(run?.system),
                    .number(run?.startup),
                    .number(run?.minorFaults), .number(run?.majorFaults), .number(collector?.cycles),
                    .number(collector?.processorTime), .number(collector?.pauses), .number(collector?.longestPause),
                    .number(collector?.liveHeap), .number(collector?.goal), .number(point.prediction?.peak),
                    .number(point.prediction?.collectorTime),
                    .text((point.failure ?? point.skipped ?? "").visible),
                ])
            }
        }
        return table.rendered
    }
}

extension Int {
    /// Bytes by the collector's trace, which counts in whole MiB.
    var traced: String { self < 1 << 20 ? "< 1 MiB" : iec }
}
