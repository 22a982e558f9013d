/// A replay asked for: what is cut, all of it at once.
public struct Question: Sendable, Hashable {
    public var cuts: [Cut]
    /// Whether methods are eliminated although reflection asks for all of them: what would be if nothing called methods
    /// by a name that is not constant.
    public var ignoresReflection: Bool

    public init(cutting cuts: [Cut] = [], ignoringReflection: Bool = false) {
        self.cuts = cuts
        ignoresReflection = ignoringReflection
    }
}
