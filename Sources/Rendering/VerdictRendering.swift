internal import Planning
internal import Reports

extension Verdict {
    /// The state in a few words; nil where there is no budget.
    var headline: String? {
        switch state {
        case .passed: budgets == 0 ? nil : "no budget is broken\(remarks)"
        case .broken:
            "\(counted(broken.byBudget.count, "budget")) broken\(brokenTargets)\(notJudged.isEmpty ? "" : ", and not everything was judged")\(remarks)"
        case .notJudged:
            isLenient
                ? "no budget is broken, as far as it was judged (--lenient)"
                : "not everything was judged, so it has not passed; --lenient lets it"
        }
    }

    /// `, each on linux/amd64 and darwin/arm64`, where they are several; `, between them on 7 targets` where some are kept on some.
    private var brokenTargets: String {
        let targets = broken.compactMap(\.finding?.target).uniqued()
        guard targets.count > 1 else { return "" }
        let all = Set(targets)
        let budgets = broken.byBudget.map { Set($0.compactMap(\.finding?.target)) }
        let share = budgets.count == 1 ? "" : budgets.allSatisfy { $0 == all } ? "each " : "between them "
        let names =
            targets.count > 3
            ? counted(targets.count, "target") : "\(targets.dropLast().joined(separator: ", ")) and \(targets.last ?? "")"
        return ", \(share)on \(names.visible)"
    }

    /// `, 2 warnings, 1 waived`
    private var remarks: String {
        (warned.isEmpty ? "" : ", \(counted(warned.byBudget.count, "warning"))")
            + (waived.isEmpty ? "" : ", \(waived.byBudget.count.grouped) waived")
    }

    /// Every limit with what is left of it and the change since the baseline; nil in reports of an earlier Pare and where nothing was judged.
    var limitTable: Table? {
        let limits = nearestLimits
        guard !limits.isEmpty else { return nil }
        let hasChange = limits.contains { $0.finding.change != nil }
        let change = hasChange ? [Table.Column(title: "CHANGE", alignment: .right)] : []
        var table = Table(
            [
                .init(title: "NOW", alignment: .right), .init(title: "LIMIT", alignment: .right),
                .init(title: "HEADROOM", alignment: .right),
            ] + change + [
                .init(title: "OF", alignment: .left),
                .init(title: "BUDGET", alignment: .left, isFlexible: true, isCode: true),
                .init(title: "NEAREST TO IT", alignment: .left, isOptional: true),
            ])
        for limit in limits {
            let finding = limit.finding
            let look: TextStyle.Look? = limit.broken > 0 ? limit.source.level == .warn ? .yellow : .red : nil
            let more = limit.judged > 1 ? ", the worst of \(limit.judged.grouped)" : ""
            table.add(
                [
                    .init(finding.actualText, look), .init(finding.limitText), .init(finding.headroomText, look ?? .dim),
                ] + (hasChange ? [.init(finding.changeText)] : []) + [
                    .init(finding.kind.noun), .init(limit.source.budget.visible),
                    .init(finding.subject.visible + more, .dim),
                ])
        }
        return table
    }

    func limitsText(_ style: TextStyle) -> String { limitTable.map { "\n" + $0.rendered(style) } ?? "" }

    var csv: String {
        var table = CSVTable([
            "state", "subject", "budget", "place", "message", "kind", "program", "target", "preset", "name", "unit", "limit",
            "actual", "headroom",
        ])
        func finding(_ finding: Finding?) -> [CSVTable.Cell] {
            [
                .text(finding?.kind.rawValue ?? ""), .text(finding?.program ?? ""), .text(finding?.target ?? ""),
                .text(finding?.preset ?? ""), .text(finding?.name ?? ""), .text(finding?.unit.rawValue ?? ""),
                .number(finding?.limit), .number(finding?.actual), .number(finding?.headroom),
            ]
        }
        func add(_ item: Broken, _ state: String, _ message: String) {
            table.add(
                [.text(state), .text(item.subject), .text(item.budget), .text(item.place ?? ""), .text(message)]
                    + finding(item.finding))
        }
        for item in broken { add(item, State.broken.rawValue, item.message) }
        for item in warned { add(item, "warning", item.message) }
        for item in waived { add(item.broken, "waived", "\(item.broken.message); waived: \(item.reasonText)") }
        for item in notJudged {
            for build in item.builds ?? [""] {
                table.add(
                    [
                        .text(State.notJudged.rawValue), .text(build), .text(item.budget ?? ""), .text(item.place ?? ""),
                        .text(item.reason),
                    ] + finding(nil))
            }
        }
        for limit in limits ?? [] where limit.broken == 0 {
            table.add(
                ["kept", .text(limit.finding.subject), .text(limit.source.budget), .text(limit.source.place ?? ""), ""]
                    + finding(limit.finding))
        }
        return table.rendered
    }

    func markdown(limit: Int = MarkdownDocument.commentLimit) -> String {
        var document = MarkdownDocument(limit: limit)
        document.add(self)
        if let limitTable { document.add(details: "Budgets") { limitTable.add(to: &$0) } }
        return document.rendered
    }
}
