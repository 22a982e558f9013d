public import Planning
public import Reports

/// A kept limit that is further from what is than a margin, and the limit that would not be.
public struct Tightening: Sendable, Equatable {
    public var edit: LimitEdit
    /// `FILE:LINE` and text of the budget.
    public var place: String
    public var budget: String
    /// The limit today, and the figure that it limits.
    public var limit: Int
    public var actual: Int

    /// The limits that are kept and judged for all their builds.
    ///
    /// - Parameter margin: per cent that stay free above the figure of the nearest build.
    public static func list(_ budgets: [Budget], _ verdict: Verdict, margin: Double) -> [Tightening] {
        verdict.nearestLimits.compactMap { limit in
            guard limit.broken == 0, let key = limit.finding.kind.key,
                let index = budgets.firstIndex(where: {
                    $0.text == limit.source.budget && $0.place == (limit.source.place ?? "")
                }),
                !verdict.notJudged.contains(where: { $0.budget == limit.source.budget && $0.place == limit.source.place })
            else { return nil }
            let actual = limit.finding.actual
            let wanted = Int(exactly: (Double(actual) * (1 + margin / 100)).rounded(.up)) ?? limit.finding.limit
            let text = limit.finding.unit == .bytes ? sizeText(wanted) : "\(wanted)"
            guard let size = byteSize(text), size < limit.finding.limit, size > 0 else { return nil }
            return Tightening(
                edit: LimitEdit(budget: index, key: key, text: text), place: budgets[index].place, budget: budgets[index].text,
                limit: limit.finding.limit, actual: actual)
        }
    }

    /// `pipelines/release.yml:7: artifact * max 20MiB: max could be 14.2MiB`
    public var sentence: String { "\(place): \(budget.visible): \(edit.key) could be \(edit.text)" }

    /// The size rounded up, as a pipeline's file says it.
    static func sizeText(_ bytes: Int) -> String { bytes.roundedUp.number + bytes.roundedUp.unit }
}

extension Finding.Kind {
    /// The key of a budget that sets such a limit; nil for those that are not lowered.
    fileprivate var key: String? {
        switch self {
        case .artifactSize, .packageSize, .moduleSize, .sectionSize, .kindSize, .groupSize, .ownerSize: "max"
        case .downloadSize: "max-compressed"
        case .memorySize: "max-memory"
        case .packageCount: "max-packages"
        case .moduleCount: "max-modules"
        default: nil
        }
    }
}
