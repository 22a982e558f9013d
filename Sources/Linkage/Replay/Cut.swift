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

extension Cut {
    /// Packages that are cut as a whole.
    public var packages: [String] {
        switch self {
        case .package(let path): [path]
        case .packages(let paths): paths
        case .importEdge, .function: []
        }
    }
}
