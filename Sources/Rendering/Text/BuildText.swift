internal import Reports

extension BuildReport {
    func text(top: Int, baseline: BuildReport? = nil, _ style: TextStyle) -> String {
        let report = compared(with: baseline)
        return report.text(top: top, style)
    }

    private func text(top: Int, _ style: TextStyle) -> String {
        let name = pipeline.isEmpty ? builds.first?.main ?? "" : pipeline
        var text = ([style.paint(name.visible, .bold)] + circumstances).joined(separator: " · ") + "\n"
        text += matrixText(style)
        for side in SideBySide.list(self, top: top) + SideBySide.owners(self) { text += "\n" + side.text(style) }
        for list in cutLists { text += "\n" + list.text(builds: weighedCount, style) }
        text += timingsText(style)
        text += FailureSummary(self).text(style)
        let warnings = warnings
        if !warnings.isEmpty { text += "\n" }
        for warning in warnings { text += style.paint("warning:", .yellow) + " \(warning.visible)\n" }
        return text + "\n" + CheckSummary(self).text(style) + verdict.text(style, ticks: !hasFailed && !hasFailedCheck)
    }

    private func matrixText(_ style: TextStyle) -> String {
        var text = ""
        let (references, hasBaseline) = (ReferenceBuilds(self), hasBaseline)
        for (main, builds) in mains {
            let since = hasBaseline ? [Table.Column(title: "BASELINE", alignment: .right)] : []
            var table = Table(
                [
                    .init(title: "TARGET", alignment: .left, isFlexible: true), .init(title: "PRESET", alignment: .left),
                    .init(title: "SIZE", alignment: .right),
                ] + since + [
                    .init(title: "CHANGE", alignment: .right),
                    .init(title: "DOWNLOAD", alignment: .right), .init(title: "UNEXPLAINED", alignment: .right, isOptional: true),
                    .init(title: "TIME", alignment: .right, isOptional: true),
                    .init(title: "PEAK", alignment: .right, isOptional: true),
                ])
            var target: String?
            for build in builds {
                let change = references.change(of: build) ?? ""
                let unexplained = build.weigh.map { $0.coverage.unexplained.share(of: $0.total) }
                table.add(
                    [
                        .init(build.target == target ? "" : build.target.visible), .init(build.preset.visible),
                        build.size.map { .init($0.iec, .bold) } ?? .init(build.status.rawValue, .red),
                    ] + (hasBaseline ? [.init(build.sinceBaseline, TextStyle.look(ofChange: build.growth ?? 0))] : []) + [
                        .init(change, change.hasPrefix("-") ? .green : change.isEmpty ? nil : .red),
                        .init(build.compressed?.iec ?? ""), .init(unexplained ?? "", .dim),
                        .init(build.status == .unchanged ? "unchanged" : build.seconds?.duration ?? "", .dim),
                        .init(build.peakBytes?.iec ?? "", .dim),
                    ])
                target = build.target
            }
            text += "\n" + style.paint(main.visible, .bold) + "\n" + table.rendered(style)
            if let smallest = smallestPreset(of: main, among: builds, references) { text += smallest.visible + "\n" }
        }
        return text
    }
}

extension SideBySide {
    func text(_ style: TextStyle) -> String {
        var columns: [Table.Column] = []
        for build in builds {
            columns += [
                .init(title: build.preset.visible.uppercased(), alignment: .right),
                .init(title: "%", alignment: .right, isOptional: true),
            ]
        }
        var table = Table(columns + [.init(title: column.uppercased(), alignment: .left, isFlexible: true)])
        for row in rows {
            let look: TextStyle.Look? = row.isPackage ? nil : .dim
            let cells: [Table.Cell] = zip(row.sizes, totals).flatMap { size, total in
                [Table.Cell(size?.iec ?? "-", look), .init(size?.share(of: total) ?? "", .dim)]
            }
            table.add(cells + [.init(row.name.visible, look)])
        }
        table.addRule()
        table.add(totals.flatMap { [Table.Cell($0.iec, .bold), ""] } + ["total"])
        return style.paint("\(title): \(main.visible) \(target.visible)", .bold) + "\n" + table.rendered(style)
    }
}

extension CutList {
    func text(builds: Int, shown: Int = 5, _ style: TextStyle) -> String {
        var text = style.paint(title.visible, .bold) + style.paint("  \(identity.visible)", .dim) + "\n"
        for item in items.prefix(shown) {
            let (saves, share) = (item.saves.iec, item.saves.share(of: size))
            let figure = saves.padded(to: 9) + share.padded(to: 7)
            text += "\(style.paint(figure, .bold))  \(item.title.visible)\n"
            for line in [item.evidence, item.command] where !line.isEmpty {
                text += String(repeating: " ", count: 18) + style.paint(line.visible, .dim) + "\n"
            }
        }
        if items.count > shown { text += style.paint("… and \(items.count - shown) more in the report", .dim) + "\n" }
        if let dead = deadModulesText(builds: builds) { text += dead.visible + "\n" }
        return text
    }
}
