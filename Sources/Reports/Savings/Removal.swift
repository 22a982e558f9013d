/// One thing taken out of a program, and what that saves.
public struct Removal: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case package, module, edge
        case function = "func"
        case file
        case tag
    }

    /// As it is written after `--without`: `net/http`, `module:PATH`, `A->B`, `func:SYMBOL`, `file:NAME`,
    /// `tag:NAME`.
    public var what: String
    public var kind: Kind
    /// Bytes of the file less; segments are rounded to pages in it.
    public var saves: Int
    /// Savings before rounding, which hides small ones; the rank.
    public var contents: Int
    /// Bytes less of the file with symbols and debug data, estimated by the mean compression of debug data; nil for tags.
    public var savesUnstripped: Int?
    /// Its own bytes; nil for imports and functions.
    public var bytes: Int?
    /// Bytes that it alone keeps in the graph of references as it is, its own with them; for packages and modules. Less than
    /// it saves, as the linker drops methods too.
    public var retained: Int?
    /// Packages that go with it, those with most bytes first.
    public var alsoGone: [String]
    /// Whether nothing but the order of initialisation refers to it; for packages.
    public var onlyInitialised: Bool?
    /// Whether methods are eliminated without it, and are not with it.
    public var enablesMethodElimination: Bool

    public init(
        what: String, kind: Kind, saves: Int, contents: Int, bytes: Int?, alsoGone: [String], onlyInitialised: Bool?,
        enablesMethodElimination: Bool
    ) {
        self.what = what
        self.kind = kind
        self.saves = saves
        self.contents = contents
        self.bytes = bytes
        self.alsoGone = alsoGone
        self.onlyInitialised = onlyInitialised
        self.enablesMethodElimination = enablesMethodElimination
    }

    /// The removed and the remaining parts, in words.
    package var question: String {
        switch kind {
        case .package: "removed everywhere; its callers keep their own code"
        case .module: "all its packages removed everywhere; their callers keep their own code"
        case .edge: "that one import removed; other importers keep theirs"
        case .function: "the function removed, inlined copies too; its callers keep their own code"
        case .file: "what the file declares, and the imports only it has; its callers keep their own code"
        case .tag: "the tag turned over: set where it was not, not set where it was"
        }
    }

    /// `what`, read; nil for a saved text of no form.
    public var subject: RemovalSubject? { try? RemovalSubject(what) }

    /// `A → B` for an import, `what` for the rest.
    package var title: String { subject?.title ?? what }
}
