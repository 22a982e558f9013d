internal import Reports

/// The first lines of the page, readable without JavaScript: the strip, and what failed.
extension Page {
    /// Project, commit, verdict and change.
    var strip: String {
        var html = "<header class=\"strip\">\n<div>\n<h1>\(title.escapedHTML)</h1>\n"
        html += "<p class=\"facts\">\(facts.map(\.escapedHTML).joined(separator: " · "))</p>\n</div>\n"
        var total = ""
        if let change {
            let look = change.change > 0 ? "grown" : change.change < 0 ? "shrunk" : "quiet"
            let name = change.name == "total" ? "" : "<small>\(change.name.escapedHTML)</small>"
            total =
                "<p class=\"total \(look)\"><strong>\(change.change.signedIEC.typographic)</strong> \(change.ratio.typographic)"
                + "<small>\((change.old ?? 0).iec) → \((change.new ?? 0).iec)</small>\(name)</p>\n"
        }
        let found = self.states.sorted { $0.look.rawValue < $1.look.rawValue }
        let states = found.map { $0.html(ticks: found.first?.look != .bad) }
        if !states.isEmpty || !total.isEmpty {
            html += "<div class=\"states\">\n\(total)\(states.joined(separator: "\n"))</div>\n"
        }
        return html + "</header>\n"
    }

    /// A word on the run, in the colour of its look; bad ones come first.
    private struct State {
        enum Look: Int { case bad, unsure, good }

        var look: Look
        var text: String

        /// After a bad one, good ones have no `ticks`.
        func html(ticks: Bool) -> String {
            let mark =
                look == .good && !ticks ? "" : "<b aria-hidden=\"true\">\(["✗", "?", "✓"][look.rawValue])</b> "
            return "<p class=\"state \(look)\">\(mark)\(text.escapedHTML)</p>"
        }
    }

    private var states: [State] {
        var states: [State] = []
        let failed = builds.count { $0.size == nil && !$0.isOld }
        if failed > 0 { states.append(State(look: .bad, text: "\(counted(failed, "build")) failed")) }
        if let verdict, let headline = verdict.headline {
            let look: State.Look =
                switch verdict.state {
                case .broken: .bad
                case .passed: .good
                case .notJudged: .unsure
                }
            states.append(State(look: look, text: headline.capitalizedSentence))
        }
        if let checks, !checks.lines.isEmpty {
            let failed = checks.lines.count { $0.hasFailed }
            states.append(
                failed > 0
                    ? State(look: .bad, text: "\(counted(failed, "check")) failed")
                    : State(look: .good, text: "\(counted(checks.lines.count, "check")) passed"))
        }
        return states
    }

    /// Failed builds, broken budgets, failed checks: nothing where all is well.
    var broken: String {
        var html = failures
        if let verdict {
            func source(_ place: String?, _ budget: String) -> String { place.map { "\($0): \(budget)" } ?? budget }
            let violations =
                verdict.broken.byBudget.map { ($0, "") } + verdict.warned.byBudget.map { ($0, "Warning: ") }
                + verdict.waived.byBudget.map { ($0.items, "Waived, \($0.reason): ") }
            var items = violations.map { violations, prefix in
                let budget = violations.first.map { source($0.place, $0.budget) }
                let single = violations.count == 1
                let lines = violations.shown.map { item in
                    listItem(
                        (prefix + item.sentence).escapedHTML, [single ? budget : nil, item.command.map { "$ \($0)" }])
                }
                guard !single else { return lines.joined() }
                let omitted = violations.omitted.map { listItem($0.escapedHTML, []) } ?? ""
                return "<li><code>\((budget ?? "").escapedHTML)</code>\n<ul>\n\(lines.joined())\(omitted)</ul></li>\n"
            }
            items += verdict.notJudged.map { item in
                listItem("Not judged: \(item.sentence.sentenceHTML)", [item.budget.map { source(item.place, $0) }])
            }
            if !items.isEmpty { html += folded(items, look: verdict.passed ? "lenient" : "broken", "budgets") }
        }
        if let checks, checks.lines.contains(where: \.hasFailed) { html += checks.html(failed: true) }
        return html
    }

    /// Table of budgets, notes, checks that passed.
    var kept: String {
        var html = ""
        if let table = verdict?.limitTable {
            html +=
                "<details class=\"notes\"><summary><h2>Budgets</h2></summary>\n\(table.html)</details>\n"
        }
        if let notes = verdict?.notes, !notes.isEmpty {
            let items = notes.map { "<li>\($0.sentenceHTML)</li>\n" }.joined()
            html +=
                "<details class=\"notes\"><summary><h2>\(counted(notes.count, "note").capitalizedSentence)</h2></summary>\n"
                + "<ul>\n\(items)</ul></details>\n"
        }
        if let checks, checks.lines.contains(where: { !$0.hasFailed }) { html += checks.html(failed: false) }
        return html
    }

    /// Lists of more than five are cut there, the rest is one click away.
    private func folded(_ items: [String], look: String, _ what: String) -> String {
        let most = 5
        var html = "<div class=\"verdict \(look)\">\n<ul>\n\(items.prefix(most).joined())</ul>"
        if items.count > most {
            html +=
                "\n<details><summary>\((items.count - most).grouped) more \(what)</summary>\n"
                + "<ul>\n\(items.dropFirst(most).joined())</ul></details>"
        }
        return html + "</div>\n"
    }

    private func listItem(_ sentence: String, _ lines: [String?]) -> String {
        "<li>\(sentence)\(lines.compactMap(\.self).map { "<code>\($0.escapedHTML)</code>" }.joined())</li>\n"
    }

    /// The last words of the builds that have no size.
    private var failures: String {
        builds.filter { $0.size == nil && !$0.isOld }.reduce(into: "") { html, build in
            guard let reason = build.reason else { return }
            let lines = reason.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapedHTML }
            html +=
                "<details class=\"failure\" open><summary>\("\(build.title) \(build.status)".escapedHTML)</summary>\n"
                + "<pre tabindex=\"0\">\(lines.joined(separator: "\n"))</pre></details>\n"
        }
    }
}
