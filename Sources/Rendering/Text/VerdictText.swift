internal import Planning
internal import Reports

extension Verdict {
    /// Broken budgets and budgets that were not judged, with reasons, then the notes. A run with a failed build has no `ticks`.
    func text(_ style: TextStyle, ticks: Bool = true) -> String {
        let passing: (String, TextStyle.Look) = ticks ? ("✓", state == .passed ? .green : .yellow) : ("-", .dim)
        let mark = passed ? passing : ("✗", .red)
        var text = headline.map { style.paint("\(mark.0) \($0)", mark.1) + "\n" } ?? ""
        text += byBudget(broken, style) { "  \($0.sentence.visible)\n" }
        text += byBudget(warned, style) { "  \(style.paint("warning:", .yellow)) \($0.sentence.visible)\n" }
        for (items, reason) in waived.byBudget {
            text += byBudget(items, style) { "  waived: \($0.sentence.visible)\n" }
            text += style.paint("    waived: \(reason)", .dim) + "\n"
        }
        for item in notJudged {
            text += "  not judged: \(item.sentence.visible)\n"
            if let budget = item.budget { text += line(item.place, budget, style) }
        }
        for note in notes.countedOnce { text += style.paint("note:", .yellow) + " \(note.visible)\n" }
        return text
    }

    /// Violations one after the other, with the budget once below all of its own.
    private func byBudget(_ items: [Broken], _ style: TextStyle, _ sentence: (Broken) -> String) -> String {
        items.byBudget.map { items in
            var text = ""
            for item in items.shown {
                text += sentence(item)
                if let command = item.command { text += "    \(command.visible)\n" }
                if let origin = item.origin { text += style.paint("    \("\(origin.file):\(origin.line)".visible)", .dim) + "\n" }
            }
            if let omitted = items.omitted { text += "  \(omitted)\n" }
            guard let first = items.first else { return text }
            if let advice = first.advice { text += "    \(advice.visible)\n" }
            return text + line(first.place, first.budget, style)
        }.joined()
    }

    private func line(_ place: String?, _ budget: String, _ style: TextStyle) -> String {
        style.paint("    \((place.map { "\($0): " } ?? "").visible)\(budget.visible)", .dim) + "\n"
    }
}

extension [Verdict.Broken] {
    /// Violations of one budget that are listed; the others are in the report.
    private static var most: Int { 5 }

    var shown: ArraySlice<Verdict.Broken> { prefix(Self.most) }

    /// The number of those that are not listed.
    var omitted: String? {
        count > Self.most ? "… and \(counted(count - Self.most, "more violation")) of the same budget" : nil
    }

    /// Violations by budget, in the order of the first of each.
    var byBudget: [[Verdict.Broken]] {
        reduce(into: []) { groups, item in
            if let index = groups.firstIndex(where: { $0[0].place == item.place && $0[0].budget == item.budget }) {
                groups[index].append(item)
            } else {
                groups.append([item])
            }
        }
    }
}

extension [Verdict.Waived] {
    /// Violations by budget, each with the reasons of its waivers.
    var byBudget: [(items: [Verdict.Broken], reason: String)] {
        map(\.broken).byBudget.map { items in
            let reasons = filter { items.contains($0.broken) }.map(\.reasonText).uniqued()
            return (items, reasons.joined(separator: "; "))
        }
    }
}

extension [String] {
    /// Each text once, with its number where it repeats.
    var countedOnce: [String] {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for text in self {
            if counts[text] == nil { order.append(text) }
            counts[text, default: 0] += 1
        }
        return order.map { text in
            let count = counts[text] ?? 1
            return count > 1 ? "\(text) (\(count.grouped) times)" : text
        }
    }
}
