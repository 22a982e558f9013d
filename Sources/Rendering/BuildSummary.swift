internal import Planning
internal import Reports

/// The largest packages of one main on one target, a column for each preset.
struct SideBySide {
    struct Row {
        var name: String
        /// One for each build, nil where the build has no such package.
        var sizes: [Int?]
        /// Whether the row is a package; else it is the rest, overhead or unexplained.
        var isPackage = true
    }

    /// `Where the bytes are` or `By owner`, and what the rows are.
    var title: String
    var column: String
    var main: String
    var target: String
    var builds: [BuildReport.Build]
    var rows: [Row]
    var totals: [Int]

    /// Presets beyond this many are left out: their columns would not fit.
    static let mostPresets = 4

    /// One for each main, on the first target of it that was weighed.
    static func list(_ report: BuildReport, top: Int) -> [SideBySide] {
        report.mains.compactMap { main, builds in
            guard let target = builds.first(where: { $0.weigh != nil })?.target else { return nil }
            return SideBySide(main, target, builds.filter { $0.target == target && $0.weigh != nil }, top)
        }
    }

    /// By owner of the groups, in the same columns; empty where no group has one.
    static func owners(_ report: BuildReport) -> [SideBySide] {
        let groups = PackageGroups(groups: report.groups ?? [])
        guard groups.groups.contains(where: { $0.owner != nil }) else { return [] }
        return report.mains.compactMap { main, builds in
            guard let target = builds.first(where: { $0.weigh != nil })?.target else { return nil }
            return SideBySide(main, target, builds.filter { $0.target == target && $0.weigh != nil }, .max, by: groups)
        }
    }

    private init(
        _ main: String, _ target: String, _ all: [BuildReport.Build], _ top: Int, by groups: PackageGroups? = nil
    ) {
        self.main = main
        self.target = target
        builds = Array(all.prefix(Self.mostPresets))
        let weighs = builds.compactMap(\.weigh)
        title = groups == nil ? "Where the bytes are" : "By owner"
        column = groups == nil ? "package" : "owner"
        let sizes = weighs.map { weigh in groups.map { weigh.ownerSizes($0) } ?? weigh.packageSizes }
        let largest = sizes.reduce(into: [String: Int]()) { $0.merge($1, uniquingKeysWith: max) }
        let names = largest.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.map(\.key)
        rows = names.prefix(top).map { name in Row(name: name, sizes: sizes.map { $0[name] }) }
        if names.count > top {
            let shown = Set(names.prefix(top))
            let rest = sizes.map { Optional($0.reduce(0) { shown.contains($1.key) ? $0 : $0 + $1.value }) }
            rows.append(Row(name: "… and \((names.count - top).grouped) more", sizes: rest, isPackage: false))
        }
        rows.append(Row(name: "overhead", sizes: weighs.map(\.coverage.overhead), isPackage: false))
        rows.append(Row(name: "unexplained", sizes: weighs.map(\.coverage.unexplained), isPackage: false))
        totals = weighs.map(\.total)
    }
}

extension WeighReport {
    /// Bytes of packages by the owner of their group.
    func ownerSizes(_ groups: PackageGroups) -> [String: Int] {
        packages.reduce(into: [:]) { $0[groups.owner(ofPackage: $1.path, module: $1.module), default: 0] += $1.size }
    }
}

extension BuildReport {
    /// Builds by main, in the order of the plan.
    var mains: [(main: String, builds: [Build])] {
        let groups = Dictionary(grouping: builds, by: \.main)
        return builds.map(\.main).uniqued().map { ($0, groups[$0] ?? []) }
    }

    /// Warnings of the analyses, and reasons for a missing one; a warning of several builds is listed once.
    var warnings: [String] {
        var order: [String] = []
        var titles: [String: [String]] = [:]
        for build in builds {
            let unweighed = build.size != nil && build.weigh == nil ? build.reason.map { ["not weighed: \($0)"] } : nil
            for warning in build.weigh?.warnings ?? unweighed ?? [] {
                if titles[warning] == nil { order.append(warning) }
                titles[warning, default: []].append(build.title)
            }
        }
        return cutWarnings
            + order.map { warning in
                let builds = titles[warning] ?? []
                let others = builds.count > 1 ? " and \(counted(builds.count - 1, "other build"))" : ""
                return "\(builds.first ?? "")\(others): \(warning)"
            }
    }

    /// `2026-08-01 12:00 UTC` of `2026-08-01T12:00:00Z`; whatever else it is, as it is.
    var startedText: String {
        let parts = started.split(separator: "T")
        guard parts.count == 2, parts[1].count >= 5, parts[1].hasSuffix("Z") else { return started }
        return "\(parts[0]) \(parts[1].prefix(5)) UTC"
    }

    /// `go-tools · 2026-08-01 12:00 UTC · go1.27.3 · 12 builds`, from the second part on.
    var circumstances: [String] {
        let versions = Set(builds.compactMap { $0.weigh?.go }).sorted()
        let failed = builds.filter { $0.status == .failed }.count
        return [
            startedText, versions.joined(separator: ", "), counted(builds.count, "build"), failed > 0 ? "\(failed) failed" : "",
        ].filter { !$0.isEmpty }.map(\.visible)
    }
}

extension BuildReport {
    /// The preset with the smallest binaries of a main, the difference to the reference preset, and its cost; nil
    /// where there is nothing to compare.
    func smallestPreset(of main: String, among builds: [Build], _ references: ReferenceBuilds) -> String? {
        let sized = builds.filter { $0.size != nil }
        let byTarget = Dictionary(grouping: sized, by: \.target)
        let targets = sized.map(\.target).uniqued()
        var winners: [(preset: String, targets: [String])] = []
        for target in targets {
            guard let rivals = byTarget[target], rivals.count > 1,
                let smallest = rivals.min(by: { ($0.size ?? 0) < ($1.size ?? 0) })?.preset
            else { continue }
            if let index = winners.firstIndex(where: { $0.preset == smallest }) {
                winners[index].targets.append(target)
            } else {
                winners.append((smallest, [target]))
            }
        }
        guard let best = winners.max(by: { $0.targets.count < $1.targets.count }) else { return nil }
        var places =
            switch best.targets.count {
            case 1: "on \(best.targets[0])"
            case 2: "on both targets"
            case let count: "on all \(count) targets"
            }
        if winners.count > 1 { places = "on \(best.targets.count) of \(winners.reduce(0) { $0 + $1.targets.count }) targets" }
        var text = "Smallest \(places): \(best.preset)"
        let reference = references.preset(of: main)
        let (sizes, references) = totals(byTarget, [best.preset, reference], best.targets) { $0.size }
        let (downloads, wholes) = totals(byTarget, [best.preset, reference], best.targets) { $0.compressed }
        if best.preset != reference, let change = (sizes - references).change(of: references) {
            text += ", \(change) against \(reference)"
            if let change = (downloads - wholes).change(of: wholes) { text += " (download \(change))" }
        }
        guard let about = presets?.first(where: { $0.name == best.preset })?.about, !about.isEmpty else { return text + "." }
        return "\(text). \(about)"
    }

    /// Sums of a preset and of the one for comparison over the targets that have both.
    private func totals(
        _ builds: [String: [Build]], _ presets: [String], _ targets: [String], _ figure: (Build) -> Int?
    ) -> (preset: Int, reference: Int) {
        targets.reduce(into: (0, 0)) { sums, target in
            let pair = presets.map { name in builds[target]?.first { $0.preset == name } }
            guard let own = pair[0].flatMap(figure), let reference = pair[1].flatMap(figure) else { return }
            sums.0 += own
            sums.1 += reference
        }
    }
}
