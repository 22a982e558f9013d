internal import Reports

/// The history as one HTML file: a chart and tables for each series, no script.
extension HistoryReport {
    /// Builds of a series that the page lists.
    private static let listedBuilds = 200

    /// Figures, dates and commits stay whole; the last column takes the rest.
    private static let style =
        "<style>main { padding-top: 28px } section { margin-top: 36px } td { white-space: nowrap } td:last-child { white-space: normal }</style>\n"

    var page: String {
        let title = subject.name == nil ? "Size over time" : "Size of \(subjectText) over time"
        var body = Self.style + "<h1>\(title.visible.escapedHTML)</h1>\n"
        if series.isEmpty { body += "<p>\("No recorded build of it in \(file).".visible.escapedHTML)</p>\n" }
        if series.count > 1 { body += "<section>\n\(overview(trendWidth: 24).html)</section>\n" }
        for remark in remarks { body += "<p class=\"note\">\(remark.visible.escapedHTML)</p>\n" }
        for series in series {
            body += "<section>\n<h2>\(series.title.visible.escapedHTML)</h2>\n<p class=\"facts\">"
            body += "\((series.last?.size ?? 0).iec), \(series.span)</p>\n" + HistoryChart(series).svg
            if !series.steps.isEmpty {
                body += "<h3>Largest steps</h3>\n" + steps(of: series, top: series.steps.count).html
            }
            if !onlySteps {
                body += "<details>\n<summary>Builds</summary>\n" + builds(of: series, top: Self.listedBuilds).html
                let rest = series.points.count - Self.listedBuilds
                if rest > 0 { body += "<p class=\"note\">… and \(rest.grouped) earlier</p>\n" }
                body += "</details>\n"
            }
            body += "</section>\n"
        }
        return plainPage(
            title: title, body: body, footer: "Sizes are bytes in the file. A `+` after a commit marks changed files.")
    }
}

/// A line over the builds of a series in equal distances, with a mark at each of the largest steps.
struct HistoryChart {
    private static let (width, height, left, bottom) = (1_000.0, 240.0, 84.0, 26.0)
    /// Builds beyond which several share a point of the line: its first, least, largest and last.
    private static let resolution = 1_000

    private let points: [HistoryReport.Point]
    private let marks: [HistoryReport.Step]
    private let title: String
    private let least, largest: Int

    init(_ series: HistoryReport.Series) {
        let unchanged = series.points.filter { !$0.changed }
        points = unchanged.isEmpty ? series.points : unchanged
        marks = series.steps
        title = "\(series.title), \(series.span)"
        least = points.map(\.size).min() ?? 0
        largest = points.map(\.size).max() ?? 0
    }

    var svg: String {
        guard let first = points.first, let last = points.last else { return "" }
        let (width, height) = (Int(Self.width), Int(Self.height))
        var text = "<svg viewBox=\"0 0 \(width) \(height)\" role=\"img\" width=\"100%\" style=\"font:12px var(--mono)\">\n"
        text += "<title>\(title.visible.escapedHTML)</title>\n"
        for size in Set([least, largest]).sorted() {
            let y = number(y(size))
            text += "<line x1=\"\(Int(Self.left))\" x2=\"\(width)\" y1=\"\(y)\" y2=\"\(y)\" style=\"stroke:var(--line)\"/>\n"
            text += label(size.iec, Self.left - 8, self.y(size) + 4, anchor: "end")
        }
        text += label(first.day, Self.left, Self.height - 4, anchor: "start")
        if points.count > 1 { text += label(last.day, Self.width, Self.height - 4, anchor: "end") }
        text += "<path d=\"\(line)\" style=\"fill:none;stroke:var(--accent);stroke-width:2\"/>\n"
        let places = Dictionary(points.enumerated().map { (Place($0.element), $0.offset) }) { $1 }
        for step in marks {
            guard let index = places[Place(step.to)] else { continue }
            let colour = step.change > 0 ? "--grown" : "--shrunk"
            let packages = step.packages.prefix(3).map { "\n\($0.name) \($0.change.signedIEC)" }.joined()
            let words = "\(step.to.day) \(step.to.shortCommit) \(step.to.refs): \(step.change.signedIEC)"
            text += "<circle cx=\"\(number(x(index)))\" cy=\"\(number(y(step.to.size)))\" r=\"4\" style=\"fill:var(\(colour))\">"
            text +=
                "<title>\(words.visible.escapedHTML)\(packages.split(separator: "\n").map { "\n" + String($0).visible.escapedHTML }.joined())"
            text += "</title></circle>\n"
        }
        return text + "</svg>\n"
    }

    /// A build among those of its series.
    private struct Place: Hashable {
        var commit: String?
        var time: String
        var size: Int

        init(_ point: HistoryReport.Point) {
            (commit, time, size) = (point.commit, point.time, point.size)
        }
    }

    private var line: String {
        var commands: [String] = []
        for index in shown {
            let (x, y) = (number(x(index)), number(y(points[index].size)))
            commands.append(commands.isEmpty ? "M\(x) \(y)" : "H\(x)V\(y)")
        }
        return commands.joined() + (points.count == 1 ? "H\(Int(Self.width))" : "")
    }

    private var shown: [Int] {
        guard points.count > Self.resolution * 2 else { return Array(points.indices) }
        return (0..<Self.resolution).flatMap { column -> [Int] in
            let part = column * points.count / Self.resolution..<(column + 1) * points.count / Self.resolution
            let least = part.min { points[$0].size < points[$1].size } ?? part.lowerBound
            let largest = part.max { points[$0].size < points[$1].size } ?? part.lowerBound
            return Set([part.lowerBound, least, largest, part.upperBound - 1]).sorted()
        }
    }

    private func x(_ index: Int) -> Double {
        let (width, count) = (Self.width - Self.left - 6, Double(max(1, points.count - 1)))
        return Self.left + Double(index) / count * width
    }

    private func y(_ size: Int) -> Double {
        let height = Self.height - Self.bottom - 20
        guard largest > least else { return 10 + height / 2 }
        return 10 + Double(largest - size) / Double(largest - least) * height
    }

    /// One decimal.
    private func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private func label(_ text: String, _ x: Double, _ y: Double, anchor: String) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" style=\"fill:var(--quiet)\">\(text.escapedHTML)</text>\n"
    }
}
