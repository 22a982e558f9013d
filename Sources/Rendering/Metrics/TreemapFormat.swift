internal import Reports

extension Format {
    /// A treemap as SVG, for a README or a wiki: of a build report the first weighed build of each program.
    public static let treemap = Format(
        name: "treemap", fileExtension: "svg",
        weigh: { report, _ in TreemapPicture([report]).svg },
        build: { report, _ in TreemapPicture(report.mains.compactMap { $0.builds.lazy.compactMap(\.weigh).first }).svg })
}

/// Treemaps one below the other: modules, and packages in them. The area of a rectangle is in proportion to its bytes, which its
/// `data-bytes` gives exactly; those of a map sum to the file.
private struct TreemapPicture {
    private struct Group {
        var name: String
        var look: Int
        var leaves: [(name: String, size: Int)]
        var size: Int { leaves.reduce(0) { $0 + $1.size } }
    }

    private static let width = 1200.0
    private static let height = 640.0
    private static let titleHeight = 30.0
    private static let looks = ["#7fa6c9", "#8fbf9f", "#d9b26f", "#c98f8f", "#a99bc9", "#86bcc0", "#b8b8b0"]

    private var body = ""
    private var bottom = 0.0

    init(_ reports: [WeighReport]) {
        for report in reports { add(report) }
    }

    var svg: String {
        let size = "\(Self.number(Self.width)) \(Self.number(max(bottom, 1)))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" font-family="sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="#ffffff"/>
            \(body)</svg>

            """
    }

    private mutating func add(_ report: WeighReport) {
        let title = "\(report.main ?? report.fileName) \(report.target ?? ""): \(report.total.iec), \(report.total.grouped) bytes"
        body += "<g>\n<text x=\"4\" y=\"\(Self.number(bottom + 20))\" font-size=\"15\">\(title.escapedXML)</text>\n"
        let area = Rectangle(x: 0, y: bottom + Self.titleHeight, width: Self.width, height: Self.height)
        let groups = Self.groups(of: report)
        for (group, place) in zip(groups, area.squarified(groups.map(\.size))) {
            let inner = place.inset(1)
            for (leaf, place) in zip(group.leaves, inner.squarified(group.leaves.map(\.size))) {
                addLeaf(leaf, of: group, place)
            }
        }
        body += "</g>\n"
        bottom += Self.titleHeight + Self.height
    }

    /// Largest first, the standard library's packages by the first element of their path.
    private static func groups(of report: WeighReport) -> [Group] {
        var leaves: [String: [(name: String, size: Int)]] = [:]
        for package in report.packages where package.size > 0 {
            let isStandard = package.class == .std
            let group = isStandard ? String(package.path.prefix { $0 != "/" }) : package.module ?? package.path
            leaves[group, default: []].append((package.path, package.size))
        }
        leaves["(overhead)"] = report.overhead.filter { $0.size > 0 }.map { ($0.kind, $0.size) }
        if report.coverage.unexplained > 0 { leaves["(unexplained)"] = [("unexplained", report.coverage.unexplained)] }
        let groups = leaves.filter { !$0.value.isEmpty }.map { name, leaves in
            Group(
                name: name,
                look: name.hasPrefix("(") ? looks.count - 1 : name.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff } % 6,
                leaves: leaves.sorted { $0.size == $1.size ? $0.name < $1.name : $0.size > $1.size })
        }
        return groups.sorted { $0.size == $1.size ? $0.name < $1.name : $0.size > $1.size }
    }

    private mutating func addLeaf(_ leaf: (name: String, size: Int), of group: Group, _ place: Rectangle) {
        let name = leaf.name.escapedXML
        let frame =
            "x=\"\(Self.number(place.x))\" y=\"\(Self.number(place.y))\" width=\"\(Self.number(place.width))\" height=\"\(Self.number(place.height))\""
        body +=
            "<rect \(frame) fill=\"\(Self.looks[group.look])\" stroke=\"#ffffff\" stroke-width=\"0.5\" data-bytes=\"\(leaf.size)\">"
        body += "<title>\(name): \(leaf.size.iec), \(leaf.size.grouped) bytes</title></rect>\n"
        // Letters of this size are about six units wide.
        let room = Int(place.width / 6.2) - 1
        guard room > 3, place.height > 15 else { return }
        let label = leaf.name.visible.shortened(to: room).escapedXML
        body +=
            "<text x=\"\(Self.number(place.x + 3))\" y=\"\(Self.number(place.y + 12))\" pointer-events=\"none\">\(label)</text>\n"
        guard place.height > 28, room > 9 else { return }
        body +=
            "<text x=\"\(Self.number(place.x + 3))\" y=\"\(Self.number(place.y + 24))\" fill=\"#00000099\" pointer-events=\"none\">\(leaf.size.iec)</text>\n"
    }

    /// Two decimals at most, the same on every machine.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let fraction = hundredths % 100
        return fraction == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

private struct Rectangle {
    var x, y, width, height: Double

    func inset(_ margin: Double) -> Rectangle {
        Rectangle(
            x: x + margin / 2, y: y + margin / 2, width: max(width - margin, 0), height: max(height - margin, 0))
    }

    /// Parts in proportion to sizes, which descend, each as near to a square as rows along the shorter side allow. (Bruls, Huizing
    /// and van Wijk, "Squarified treemaps")
    func squarified(_ sizes: [Int]) -> [Rectangle] {
        let total = sizes.reduce(0, +)
        guard total > 0 else { return [] }
        let scale = width * height / Double(total)
        var rest = self
        var places: [Rectangle] = []
        var row: [Double] = []
        func worst(_ row: [Double], _ side: Double) -> Double {
            let sum = row.reduce(0, +)
            guard let largest = row.first, let smallest = row.last, sum > 0, smallest > 0 else { return .infinity }
            return max(side * side * largest / (sum * sum), sum * sum / (side * side * smallest))
        }
        for area in sizes.map({ Double($0) * scale }) {
            let side = min(rest.width, rest.height)
            if !row.isEmpty, worst(row + [area], side) > worst(row, side) {
                places += rest.cut(row)
                row = []
            }
            row.append(area)
        }
        return places + rest.cut(row)
    }

    /// Lays a row along the shorter side and keeps what is left.
    private mutating func cut(_ row: [Double]) -> [Rectangle] {
        let sum = row.reduce(0, +)
        let isColumn = width >= height
        let side = isColumn ? height : width
        let depth = side > 0 ? sum / side : 0
        var offset = 0.0
        let places = row.map { area in
            let length = depth > 0 ? area / depth : 0
            defer { offset += length }
            return isColumn
                ? Rectangle(x: x, y: y + offset, width: depth, height: length)
                : Rectangle(x: x + offset, y: y, width: length, height: depth)
        }
        if isColumn {
            x += depth
            width = max(width - depth, 0)
        } else {
            y += depth
            height = max(height - depth, 0)
        }
        return places
    }
}
