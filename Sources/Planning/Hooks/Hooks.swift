/// Commands around the builds, in order.
public struct Hooks: Sendable, Equatable {
    /// Once, before anything is built.
    public var before: [Hook]
    /// Once, when everything has succeeded and the report is written.
    public var after: [Hook]
    /// Before each build that takes place.
    public var beforeBuild: [Hook]
    /// After each build that succeeded, before its binary comes to its place; `{{path}}` is the binary.
    public var afterBuild: [Hook]

    public init(before: [Hook] = [], after: [Hook] = [], beforeBuild: [Hook] = [], afterBuild: [Hook] = []) {
        self.before = before
        self.after = after
        self.beforeBuild = beforeBuild
        self.afterBuild = afterBuild
    }

    func filled(with value: (String) -> String?) -> Hooks {
        Hooks(
            before: before.map { $0.filled(with: value) }, after: after.map { $0.filled(with: value) },
            beforeBuild: beforeBuild.map { $0.filled(with: value) }, afterBuild: afterBuild.map { $0.filled(with: value) })
    }
}
