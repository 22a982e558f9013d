internal import Reports

/// Memory against time: a cross for each point whose arms are the quartiles; those that no other point beats in both are joined.
struct MeasurePicture {
    private struct Mark {
        var title: String
        var time: Spread
        var memory: Spread
        var isBest: Bool
    }

    private static let (width, height, margin) = (760.0, 360.0, 84.0)
    private let marks: [Mark]

    init(_ report: MeasureReport) {
        marks = report.points.enumerated().compactMap { index, point in
            guard point.isMeasured, let time = point.spread(\.time), let memory = point.spread(\.peak) else { return nil }
            return Mark(
                title: report.title(of: point).visible, time: time, memory: memory,
                isBest: report.recommendation?.point == index)
        }
    }

    /// Marks that no other is at least as good as in time and memory, by time.
    private var front: [Mark] {
        var least = Int.max
        return marks.sorted { ($0.time.median, $0.memory.median) < ($1.time.median, $1.memory.median) }.filter { mark in
            defer { least = min(least, mark.memory.median) }
            return mark.memory.median < least
        }
    }

    /// Empty for fewer than two points.
    var svg: String {
        guard marks.count > 1 else { return "" }
        let x = Axis(marks.map(\.time), from: Self.margin, to: Self.width - 180)
        let y = Axis(marks.map(\.memory), from: Self.height - 40, to: 16)
        var text = ""
        text += SVG.line(Self.margin, Self.height - 40, Self.width - 20, Self.height - 40, opacity: 0.5)
        text += SVG.line(Self.margin, 10, Self.margin, Self.height - 40, opacity: 0.5)
        for value in [x.low, x.high] { text += SVG.label(x.place(value), Self.height - 22, Int(value).duration, "middle") }
        for value in [y.low, y.high] { text += SVG.label(Self.margin - 6, y.place(value) + 4, Int(value).iec, "end") }
        text += SVG.label((Self.margin + Self.width) / 2, Self.height - 6, "time", "middle")
        text += SVG.polyline(front.map { (x.place($0.time.median), y.place($0.memory.median)) }, "#2a7ade", isDashed: true)
        for mark in marks {
            let (left, right) = (x.place(mark.time.lower), x.place(mark.time.upper))
            let (bottom, top) = (y.place(mark.memory.lower), y.place(mark.memory.upper))
            let (across, up) = (x.place(mark.time.median), y.place(mark.memory.median))
            text += SVG.line(left, up, right, up) + SVG.line(across, bottom, across, top)
            text += SVG.circle(across, up, mark.isBest ? 6 : 4, mark.isBest ? "#d9480f" : "#2a7ade", title: mark.title)
        }
        text += names(x, y)
        return SVG.picture("Memory against time", width: Self.width, height: Self.height, text)
    }

    /// Names of the marks, the recommended first, as far as they do not lie on each other; the others are read from the mark.
    private func names(_ x: Axis, _ y: Axis) -> String {
        var placed: [(x: Double, y: Double, length: Int)] = []
        var text = ""
        for mark in marks.filter(\.isBest) + front + marks {
            let (left, base) = (x.place(mark.time.median) + 9, y.place(mark.memory.median) - 6)
            let isFree = placed.allSatisfy { other in
                abs(other.y - base) > 13 || left > other.x + Double(7 * other.length)
                    || other.x > left + Double(7 * mark.title.count)
            }
            guard isFree else { continue }
            placed.append((left, base, mark.title.count))
            text += SVG.label(left, base, mark.title, "start")
        }
        return text
    }

    private struct Axis {
        var low: Double
        var high: Double
        private let start: Double
        private let end: Double

        init(_ spreads: [Spread], from start: Double, to end: Double) {
            low = Double(spreads.map(\.lower).min() ?? 0)
            high = max(Double(spreads.map(\.upper).max() ?? 0), low + 1)
            self.start = start
            self.end = end
        }

        func place(_ value: Double) -> Double { start + (end - start) * (0.05 + 0.9 * (value - low) / (high - low)) }
        func place(_ value: Int) -> Double { place(Double(value)) }
    }
}
