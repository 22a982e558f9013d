internal import Reports

extension Verdict {
    /// The state in a few words; nil where there is no budget.
    var headline: String? {
        switch state {
        case .passed: budgets == 0 ? nil : "no budget is broken"
        case .broken: "\(counted(broken.count, "budget")) broken\(notJudged.isEmpty ? "" : ", and not everything was judged")"
        case .notJudged:
            isLenient
                ? "no budget is broken, as far as it was judged (--lenient)"
                : "not everything was judged, so it has not passed; --lenient lets it"
        }
    }

    /// Every limit with what is left of it; nil in reports of an earlier Pare and where nothing was judged.
    var limitTable: Table? {
        guard let limits, !limits.isEmpty else { return nil }
        var table = Table([
            .init(title: "NOW", alignment: .right), .init(title: "LIMIT", alignment: .right),
            .init(title: "HEADROOM", alignment: .right), .init(title: "OF", alignment: .left),
            .init(title: "BUDGET", alignment: .left, isFlexible: true, isCode: true),
            .init(title: "NEAREST TO IT", alignment: .left, isOptional: true),
        ])
        for limit in limits {
            let finding = limit.finding
            let look: TextStyle.Look? = limit.broken > 0 ? .red : nil
            let more = limit.judged > 1 ? ", the worst of \(limit.judged.grouped)" : ""
            table.add([
                .init(finding.actualText, look), .init(finding.limitText), .init(finding.headroomText, look ?? .dim),
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
        for item in broken {
            table.add(
                [
                    .text(State.broken.rawValue), .text(item.subject), .text(item.budget), .text(item.place ?? ""),
                    .text(item.message),
                ] + finding(item.finding))
        }
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

    var markdown: String {
        var document = MarkdownDocument()
        document.add(self)
        if let limitTable { document.add(details: "Budgets") { limitTable.add(to: &$0) } }
        return document.rendered
    }
}
