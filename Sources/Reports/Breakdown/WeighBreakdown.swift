package import Planning

extension WeighReport {
    /// The report's bytes by the query's dimensions, uncut by `top`; sums to the file's size.
    ///
    /// Functions and files are those that the report keeps; all others of a package are one row. Throws on what the report has no
    /// figures for: kinds within sections, symbols, functions where none was kept.
    public func breakdown(_ query: BreakdownQuery) throws(ReportError) -> Breakdown {
        let dimensions = query.dimensions
        guard !dimensions.isEmpty else { throw ReportError("no dimension to break the file down by") }
        guard !(dimensions.contains(.kind) && dimensions.contains(.section)) else {
            throw ReportError(
                "a report knows the kinds and the sections of each package, not the kinds within a section; use `package,kind` or `package,section`"
            )
        }
        if let dimension = dimensions.first(where: { !$0.isInReports }) {
            guard dimension != .symbol, !dimensions.contains(.section), packages.contains(where: { $0.largest != nil }) else {
                throw ReportError("this saved report does not know `\(dimension.rawValue)`; weigh the binary itself")
            }
        }
        let columns = dimensions.allSatisfy(\.hasRunValues) ? profile?.types ?? [] : []
        var parts: [Breakdown.Part] = []
        for package in columns.isEmpty ? packages : allPackages where shows(package, query.filter) {
            parts += package.parts(by: dimensions, query.groups, columns)
        }
        if query.filter == nil {
            parts += remainder(by: dimensions)
        } else {
            let shown = parts.reduce(0) { $0 + $1.size }
            let values = columns.indices.map { column in
                parts.reduce(columns[column].total) { $0 &- $1.values[column] }
            }
            parts.append(Breakdown.Part(path: [.init(.filteredOut, "(filtered out)")], size: total - shown, values: values))
        }
        return Breakdown(dimensions: dimensions, parts: parts, columns: columns)
    }

    /// Overhead and unexplained bytes: rows of their own, within sections where the sections come first.
    private func remainder(by dimensions: [Dimension]) -> [Breakdown.Part] {
        let isBySection = dimensions.first == .section
        var parts: [Breakdown.Part] = []
        for section in sections {
            let outer = Breakdown.Label(.group(.section), section.name)
            if isBySection, section.overhead > 0 {
                let inner = Breakdown.Label(.overhead, "overhead")
                parts.append(Breakdown.Part(path: dimensions.count == 1 ? [outer] : [outer, inner], size: section.overhead))
            }
            if section.unexplained > 0 {
                let unexplained = Breakdown.Label(.unexplained, "unexplained")
                let path: [Breakdown.Label] =
                    isBySection
                    ? (dimensions.count == 1 ? [outer] : [outer, unexplained])
                    : [unexplained, Breakdown.Label(.unexplained, section.name)]
                parts.append(Breakdown.Part(path: path, size: section.unexplained))
            }
        }
        guard !isBySection else { return parts }
        return parts
            + overhead.map { .init(path: [.init(.overhead, "overhead"), .init(.overhead, $0.kind)], size: $0.size) }
    }
}

extension WeighReport {
    /// Whether a filter lets a package through: by its path or that of its module; `main` is the program's main package.
    package func shows(_ package: Package, _ filter: Glob?) -> Bool {
        guard let filter else { return true }
        return filter.matches(package.path) || package.module.map(filter.matches) ?? false
            || filter.isMain && package.path == main
    }

    /// Throws for a filter that matches no package of any of the reports.
    package static func check(_ filter: Glob?, in reports: [WeighReport]) throws(ReportError) {
        guard let filter, let first = reports.first,
            !reports.contains(where: { report in report.packages.contains { report.shows($0, filter) } })
        else { return }
        let packages = reports.flatMap(\.packages)
        let names = packages.map(\.path) + packages.compactMap(\.module)
        let hint = nearestName(to: filter.pattern, among: names) ?? names.first { $0.hasSuffix("/" + filter.pattern) }
        let advice = hint.map { "did you mean `\($0.visible)`?" } ?? "a pattern such as `net/*` matches whole paths"
        throw ReportError(
            "\(first.file.path.visible): --filter \(filter.pattern.visible) matches no package and no module; \(advice)")
    }
}

extension WeighReport.Package {

    fileprivate func parts(
        by dimensions: [Dimension], _ groups: PackageGroups, _ columns: [HeapReport.Column]
    ) -> [Breakdown.Part] {
        guard !dimensions.contains(.function), !dimensions.contains(.file) else {
            return itemParts(by: dimensions, groups)
        }
        let inner: [String: Int]? =
            dimensions.contains(.kind) ? kinds : dimensions.contains(.section) ? sections : nil
        guard let inner else {
            let path = dimensions.map { label($0, inner: "", all: dimensions, groups) }
            return [Breakdown.Part(path: path, size: size, values: values(columns))]
        }
        return inner.filter { $0.value > 0 }.map { name, size in
            Breakdown.Part(path: dimensions.map { label($0, inner: name, all: dimensions, groups) }, size: size)
        }
    }

    /// The functions and files that were kept, and one row for all others.
    private func itemParts(by dimensions: [Dimension], _ groups: PackageGroups) -> [Breakdown.Part] {
        var rest = kinds
        var parts: [Breakdown.Part] = []
        func add(_ kind: String, _ size: Int, function: String, file: String) {
            guard size > 0 else { return }
            let path = dimensions.map { dimension -> Breakdown.Label in
                let inner =
                    switch dimension {
                    case .function: function
                    case .file: file
                    default: kind
                    }
                return label(dimension, inner: inner, all: dimensions, groups)
            }
            parts.append(Breakdown.Part(path: path, size: size))
        }
        for item in largest ?? [] {
            let (function, file) =
                item.isFile
                ? ("(no function: embedded)", "\(path)/\(item.name)") : (item.name, item.file ?? "(no file: code)")
            for (kind, size) in item.kinds {
                rest[kind, default: 0] -= size
                add(kind, size, function: function, file: file)
            }
        }
        let others = "(all others)"
        for (kind, size) in rest { add(kind, size, function: others, file: others) }
        return parts
    }

    package func label(_ dimension: Dimension, inner: String, all: [Dimension], _ groups: PackageGroups) -> Breakdown.Label {
        switch dimension {
        case .module: .init(.group(.module), module ?? "(no module)", note: version)
        case .package: .init(.group(.package), path, note: all.contains(.module) ? nil : module)
        case .class: .init(.group(.class), `class`.rawValue)
        case .owner: .init(.group(.owner), groups.owner(ofPackage: path, module: module))
        case .group: .init(.group(.group), groups.name(ofPackage: path, module: module))
        case .kind, .section, .file, .function, .symbol: .init(.group(dimension), inner)
        }
    }
}
