internal import Reports

extension HistoryReport {
    func text(top: Int?, _ style: TextStyle) -> String {
        guard !series.isEmpty else { return "no recorded build of it in \(file.visible)\n" }
        let trendWidth = min(24, (style.width ?? 120) / 5)
        var text = subject.name == nil ? "" : style.paint(subjectText.visible, .bold) + "\n"
        if series.count > 1 {
            text += overview(trendWidth: trendWidth).rendered(style)
        }
        for series in series where self.series.count == 1 || onlySteps {
            text += (text.isEmpty ? "" : "\n") + detail(of: series, top: top, style)
        }
        for remark in remarks { text += style.paint("note: \(remark.visible)", .dim) + "\n" }
        return text
    }

    private func detail(of series: Series, top: Int?, _ style: TextStyle) -> String {
        let sizes = series.trend
        var text = style.paint("\(series.title) ".visible, .bold) + " \((series.last?.size ?? 0).iec), \(series.span)\n"
        if let least = sizes.min(), let largest = sizes.max(), least < largest {
            text += sparkline(sizes, width: min(60, style.width ?? 60)) + "  \(least.iec) to \(largest.iec)\n"
        }
        if !onlySteps {
            let shown = top ?? Self.shownPoints
            text += "\n" + builds(of: series, top: shown).rendered(style)
            if series.points.count > shown {
                text += style.paint("… and \((series.points.count - shown).grouped) earlier", .dim) + "\n"
            }
        }
        if series.steps.isEmpty { return text + (onlySteps ? "no change\n" : "") }
        let steps = onlySteps ? top ?? series.steps.count : Self.shownSteps
        return text + "\n" + style.paint("Largest steps", .bold) + "\n" + self.steps(of: series, top: steps).rendered(style)
    }
}

extension HistoryReport {
    func markdown(top: Int?) -> String {
        var document = MarkdownDocument()
        document.add(
            "### \(subject.name == nil ? "Size" : "Size of \(subject.kind.rawValue) \((subject.name ?? "").code)") over time")
        guard !series.isEmpty else {
            document.add("No recorded build of it in \(file.code).")
            return document.rendered
        }
        overview(trendWidth: nil).add(to: &document)
        for series in series where !series.steps.isEmpty {
            document.add("#### \(series.title.code)")
            document.add("\(series.span); largest steps:")
            steps(of: series, top: top ?? Self.shownSteps).add(to: &document)
        }
        document.add(list: remarks.map(\.escapedMarkdown))
        return document.rendered
    }
}
