package import Planning

extension WeighReport {
    /// The report's bytes by the query's dimensions, uncut by `top`; sums to the file's size.
    ///
    /// Throws on what the report has no figures for: kinds within sections, and whatever is below the package.
    public func breakdown(_ query: BreakdownQuery) throws(ReportError) -> Breakdown {
        let dimensions = query.dimensions
        guard !dimensions.isEmpty else { throw ReportError("no dimension to break the file down by") }
        guard !(dimensions.contains(.kind) && dimensions.contains(.section)) else {
            throw ReportError(
                "a report knows the kinds and the sections of each package, not the kinds within a section; use `package,kind` or `package,section`"
            )
        }
        if let dimension = dimensions.first(where: { !$0.isInReports }) {
            throw ReportError("a saved report does not know `\(dimension.rawValue)`; weigh the binary itself")
        }
        var parts: [Breakdown.Part] = []
        for package in packages where query.filter.map(package.matches) ?? true {
            parts += package.parts(by: dimensions, query.groups)
        }
        if query.filter == nil {
            parts += remainder(by: dimensions)
        } else {
            let shown = parts.reduce(0) { $0 + $1.size }
            parts.append(Breakdown.Part(path: [.init(.filteredOut, "(filtered out)")], size: total - shown))
        }
        return Breakdown(dimensions: dimensions, parts: parts)
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

extension WeighReport.Package {
    package func matches(_ glob: Glob) -> Bool {
        glob.matches(path) || module.map(glob.matches) ?? false
    }

    fileprivate func parts(by dimensions: [Dimension], _ groups: PackageGroups) -> [Breakdown.Part] {
        let inner: [String: Int]? =
            dimensions.contains(.kind) ? kinds : dimensions.contains(.section) ? sections : nil
        guard let inner else {
            return [Breakdown.Part(path: dimensions.map { label($0, inner: "", all: dimensions, groups) }, size: size)]
        }
        return inner.filter { $0.value > 0 }.map { name, size in
            Breakdown.Part(path: dimensions.map { label($0, inner: name, all: dimensions, groups) }, size: size)
        }
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
