internal import JSON
internal import Reports

extension Format {
    /// GitLab's code quality report: a list of issues, each with a fingerprint of its own, as equal ones are dropped there.
    public static let codeQuality = Format(
        name: "codequality", fileExtension: "codequality.json",
        build: { report, _ throws(ReportError) in try encoded(report.verdict.alerts.map(CodeQualityIssue.init)) },
        verdict: { verdict, _ throws(ReportError) in try encoded(verdict.alerts.map(CodeQualityIssue.init)) })
}

/// An issue by docs.gitlab.com/ci/testing/code_quality, which shows only those with a path and a line.
private struct CodeQualityIssue: Encodable {
    struct Location: Encodable {
        var path: String
        var lines: Lines
    }
    struct Lines: Encodable { var begin: Int }

    var description: String
    var check_name: String
    var fingerprint: String
    var severity: String
    var location: Location

    init(_ alert: Alert) {
        description = alert.message.visible + (alert.waiver.map { "; waived: \($0)" } ?? "")
        check_name = alert.rule
        fingerprint = alert.fingerprint
        severity =
            switch alert.level {
            case .error: "major"
            case .warning: "minor"
            case .note: "info"
            }
        location = Location(path: alert.place?.file.visible ?? "go.mod", lines: Lines(begin: max(alert.place?.line ?? 1, 1)))
    }
}
