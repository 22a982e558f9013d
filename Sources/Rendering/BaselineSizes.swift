internal import Reports

/// The change since the baseline, a column next to the change against the first preset.
extension BuildReport {
    /// The report with each build's size in the baseline, where that was made in the same way.
    func compared(with baseline: BuildReport?) -> BuildReport {
        guard let baseline else { return self }
        var report = self
        for (index, build) in builds.enumerated() {
            guard let earlier = baseline.builds.first(where: { $0.title == build.title }), earlier.isWhole,
                BuildMatch.difference(earlier, in: baseline, build, in: self) == nil
            else { continue }
            report.builds[index].baselineSize = earlier.size
        }
        return report
    }

    var hasBaseline: Bool { builds.contains { $0.baselineSize != nil } }
}

extension BuildReport.Build {
    /// Bytes more than in the baseline.
    var growth: Int? { size.flatMap { size in baselineSize.map { size - $0 } } }

    /// `+1.2 KiB`; `same` where nothing changed, nothing where the baseline has no such build.
    var sinceBaseline: String { growth.map { $0 == 0 ? "same" : $0.signedIEC } ?? "" }
}
