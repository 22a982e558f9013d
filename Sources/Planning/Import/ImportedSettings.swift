/// The value of a key in a pipeline.
enum ImportedValue: Equatable {
    case scalar(String)
    case list([String])
    case files([ArchiveFiles])
}

/// Settings of one build for one target, by the keys of pipelines; `env.NAME` for a variable.
struct ImportedCell {
    /// Index of the build in the foreign file.
    var build: Int
    var target: Target
    var values: [String: ImportedValue] = [:]
}

/// The values of all cells in fewest words: those of all, those of one build, those of some targets.
struct ImportedSettings {
    struct Override: Equatable {
        /// Nil for all.
        var build: Int?
        /// Patterns; empty for all.
        var targets: [String]
        var values: [(key: String, value: ImportedValue)]

        static func == (a: Self, b: Self) -> Bool { a.build == b.build && a.targets == b.targets }
    }

    private(set) var common: [(key: String, value: ImportedValue)] = []
    private(set) var overrides: [Override] = []

    /// `replaces` tells that a value of an override takes the place of the common one, which the most frequent value can then be.
    init(_ cells: [ImportedCell], keys: [String], replaces: Bool = false) {
        for key in keys {
            let values = cells.map { (cell: $0, value: $0.values[key]) }
            guard values.contains(where: { $0.value != nil }) else { continue }
            let (first, rest) = (values[0].value, values.dropFirst())
            if let first, rest.allSatisfy({ $0.value == first }) {
                common.append((key, first))
                continue
            }
            var differing = values
            if replaces, let usual = mostFrequent(values.compactMap(\.value)), values.allSatisfy({ $0.value != nil }) {
                common.append((key, usual))
                differing.removeAll { $0.value == usual }
            }
            add(key, differing, among: cells)
        }
        overrides.sort { ($0.build ?? -1, $0.targets.isEmpty ? 0 : 1) < ($1.build ?? -1, $1.targets.isEmpty ? 0 : 1) }
    }

    private mutating func add(
        _ key: String, _ values: [(cell: ImportedCell, value: ImportedValue?)], among cells: [ImportedCell]
    ) {
        let dependsOnTarget = values.allSatisfy { one in
            cells.filter { $0.target == one.cell.target }.allSatisfy { $0.values[key] == one.value }
        }
        if dependsOnTarget { return group(key, values, of: nil, among: cells) }
        for build in values.map(\.cell.build).uniqued() {
            group(key, values.filter { $0.cell.build == build }, of: build, among: cells.filter { $0.build == build })
        }
    }

    private mutating func group(
        _ key: String, _ values: [(cell: ImportedCell, value: ImportedValue?)], of build: Int?, among cells: [ImportedCell]
    ) {
        let all = cells.map(\.target).uniqued()
        var groups: [(value: ImportedValue, targets: [Target])] = []
        for (cell, value) in values {
            guard let value else { continue }
            if let index = groups.firstIndex(where: { $0.value == value }) {
                if !groups[index].targets.contains(cell.target) { groups[index].targets.append(cell.target) }
            } else {
                groups.append((value, [cell.target]))
            }
        }
        for (value, targets) in groups {
            let patterns = targetPatterns(targets, among: all)
            if let index = overrides.firstIndex(where: { $0.build == build && $0.targets == patterns }) {
                overrides[index].values.append((key, value))
            } else {
                overrides.append(Override(build: build, targets: patterns, values: [(key, value)]))
            }
        }
    }

    private func mostFrequent(_ values: [ImportedValue]) -> ImportedValue? {
        var counts: [(value: ImportedValue, count: Int)] = []
        for value in values {
            if let index = counts.firstIndex(where: { $0.value == value }) {
                counts[index].count += 1
            } else {
                counts.append((value, 1))
            }
        }
        let most = counts.map(\.count).max()
        return counts.first { $0.count == most }?.value
    }
}

/// Patterns for some of the targets: `windows/*` where it is all of a system; none for all.
func targetPatterns(_ targets: [Target], among all: [Target]) -> [String] {
    if all.allSatisfy(targets.contains) { return [] }
    return targets.map(\.goos).uniqued().flatMap { system -> [String] in
        let own = all.filter { $0.goos == system }
        let chosen = targets.filter { $0.goos == system }
        return own.count > 1 && own.allSatisfy(chosen.contains) ? ["\(system)/*"] : chosen.map(\.name)
    }
}
