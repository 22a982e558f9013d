public import Attribution

extension Breakdown {
    /// The bytes of a profile by any nesting of dimensions; sums to the file's size. The profile must have details.
    public init(_ profile: SizeProfile, _ query: BreakdownQuery) {
        let report = WeighReport(profile, path: "")
        let items = profile.details?.items ?? []
        var filteredOut = 0
        var parts: [Part] = []
        for entry in profile.details?.entries ?? [] {
            switch entry.owner {
            case .package(let index):
                let package = report.packages[index]
                guard report.shows(package, query.filter) else {
                    filteredOut += entry.size
                    continue
                }
                let item = entry.item.map { items[$0] }
                let path = query.dimensions.map { dimension -> Label in
                    switch dimension {
                    case .kind: Label(.group(.kind), entry.kind.description)
                    case .section: Label(.group(.section), profile.sections[entry.section].name)
                    case .file:
                        Label(
                            .group(.file),
                            item?.file.map { entry.kind == .embedded ? "\(package.path)/\($0)" : $0 }
                                ?? "(no file: \(entry.kind))")
                    case .function:
                        Label(.group(.function), item.flatMap { $0.isFunction ? $0.name : nil } ?? "(no function: \(entry.kind))")
                    case .symbol: Label(.group(.symbol), item?.name ?? "(no symbol: \(entry.kind))")
                    case .owner, .group, .module, .package, .class:
                        package.label(dimension, inner: "", all: query.dimensions, query.groups)
                    }
                }
                parts.append(Part(path: path, size: entry.size))
            case .overhead, .unexplained:
                guard query.filter == nil else {
                    filteredOut += entry.size
                    continue
                }
                parts.append(
                    Part(path: remainder(entry, profile, bySection: query.dimensions.first == .section), size: entry.size))
            }
        }
        if query.filter != nil { parts.append(Part(path: [Label(.filteredOut, "(filtered out)")], size: filteredOut)) }
        self.init(dimensions: query.dimensions, parts: parts)
    }
}

/// Where bytes without a package stand: under their section when sections come first, else in rows of their own.
private func remainder(_ entry: ProfileDetails.Entry, _ profile: SizeProfile, bySection: Bool) -> [Breakdown.Label] {
    let section = profile.sections[entry.section].name
    let (role, word, detail): (Breakdown.Role, String, String) =
        if case .overhead(let kind) = entry.owner { (.overhead, "overhead", kind.description) } else {
            (.unexplained, "unexplained", section)
        }
    return bySection ? [.init(.group(.section), section), .init(role, word)] : [.init(role, word), .init(role, detail)]
}
