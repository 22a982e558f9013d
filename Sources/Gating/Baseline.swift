public import Reports

/// What growth is measured against.
public struct Baseline: Sendable {
    public var report: BuildReport
    /// Where it lies, as the user named it.
    public var path: String

    public init(_ report: BuildReport, path: String) {
        self.report = report
        self.path = path
    }
}
