/// Something taken out of a program, and with it every reference that passes through it, inlined calls too.
public enum Cut: Sendable, Hashable {
    /// A package everywhere: its callers keep the rest of their code.
    case package(String)
    /// All packages of a module that are linked in.
    case packages([String])
    /// One import: only what `from` refers to in `to`, and the order of their initialisation.
    case importEdge(from: String, to: String)
    /// A function under its linker name: `net/http.(*Client).Do`.
    case function(String)
}

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
