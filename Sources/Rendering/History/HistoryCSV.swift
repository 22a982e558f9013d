internal import Reports

extension HistoryReport {
    /// One row a build, or a step.
    var csv: String { onlySteps ? stepsCSV : pointsCSV }

    private var pointsCSV: String {
        var table = CSVTable([
            "pipeline", "main", "target", "preset", "time", "commit", "changed files", "branches", "tags", "go", "subject",
            "size",
            "change", "compressed", "seconds", "peak", "verdict",
        ])
        for series in series {
            for point in series.points {
                table.add(
                    cells(series) + cells(point) + [
                        .text(point.go ?? ""), .text(subjectText), .number(point.size), .number(point.change),
                        .number(point.compressed), .decimal(point.seconds), .number(point.peakBytes),
                        .text(point.verdict?.rawValue ?? ""),
                    ])
            }
        }
        return table.rendered
    }

    private var stepsCSV: String {
        var table = CSVTable([
            "pipeline", "main", "target", "preset", "time", "commit", "changed files", "branches", "tags", "before", "subject",
            "old", "new", "change", "packages",
        ])
        for series in series {
            for step in series.steps {
                table.add(
                    cells(series) + cells(step.to) + [
                        .text(step.from.commit ?? ""), .text(subjectText), .number(step.from.size), .number(step.to.size),
                        .number(step.change), .text(step.packages.map { "\($0.name) \($0.change)" }.joined(separator: " ")),
                    ])
            }
        }
        return table.rendered
    }

    private func cells(_ series: Series) -> [CSVTable.Cell] {
        [.text(series.pipeline), .text(series.main), .text(series.target), .text(series.preset)]
    }

    private func cells(_ point: Point) -> [CSVTable.Cell] {
        [
            .text(point.time), .text(point.commit ?? ""), .text("\(point.changed)"),
            .text(point.branches.joined(separator: " ")), .text(point.tags.joined(separator: " ")),
        ]
    }
}
