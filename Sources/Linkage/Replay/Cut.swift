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
    /// What some source files of a package declare, and the imports that only they have.
    case declarations(Declarations)
}

/// What source files of one package declare.
public struct Declarations: Sendable, Hashable {
    public var package: String
    /// Functions and variables; methods as `T.Method`.
    public var names: Set<String>
    public var types: Set<String>
    /// Which of the package's functions named `init`, counted over its files in order, from 0.
    public var inits: Set<Int>
    /// Packages that none of its other files imports.
    public var imports: [String]

    public init(package: String, names: Set<String>, types: Set<String>, inits: Set<Int>, imports: [String]) {
        self.package = package
        self.names = names
        self.types = types
        self.inits = inits
        self.imports = imports
    }
}

extension Cut {
    /// Packages that are cut as a whole.
    public var packages: [String] {
        switch self {
        case .package(let path): [path]
        case .packages(let paths): paths
        case .importEdge, .function, .declarations: []
        }
    }
}
