public import Reports

/// The earlier report that growth is measured against.
public struct Baseline: Sendable {
    public var report: BuildReport
    /// Path, as the user named it.
    public var path: String

    public init(_ report: BuildReport, path: String) {
        self.report = report
        self.path = path
    }
}
