internal import Planning

extension MeasureReport {
    /// Computes predictions and recommendation of saved figures again, as of a run. Throws for settings and a target that no run has.
    /// `name` is where they came from.
    public mutating func recompute(_ name: String) throws(ReportError) {
        let target = machine.target
        guard target.utf8.count <= 40, target.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "/") }) else {
            throw ReportError("\(name): field `machine.target` is no target such as windows/amd64; measure again")
        }
        for index in points.indices {
            if let problem = points[index].settingsProblem {
                throw ReportError("\(name): field `points[\(index)].settings`: \(problem); measure again")
            }
            (points[index].prediction, points[index].isAnchor) = (nil, nil)
        }
        predict()
        recommendation = recommended()
    }
}

extension MeasureReport.Point {
    fileprivate var settingsProblem: String? {
        let given = settings.filter { !$0.value.isEmpty }.map { Measurement.Setting(name: $0.name, values: [$0.value]) }
        guard let wrong = Measurement(workload: .batch([]), settings: given).problems(at: "settings").first else { return nil }
        let parts = [wrong.what, wrong.found.map { "found \($0)" }, wrong.expected.map { "expected \($0)" }]
        return parts.compactMap(\.self).joined(separator: ", ").visible
    }
}
