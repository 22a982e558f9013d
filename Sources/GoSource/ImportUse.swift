/// The uses of an imported package in a Go source file, by the edits that a removal needs. Types are not resolved, so a variable
/// named like the package counts as the package.
package struct ImportUse: Sendable, Equatable {
    /// The kind of a use, by the edit that its removal needs.
    package enum Kind: String, Sendable, CaseIterable {
        /// `import _`: nothing but the import.
        case blank
        /// The body of one function, however often it uses the package.
        case function
        /// A variable or constant of the package that imports.
        case variable
        /// Parameters or results of a function: its callers change, too.
        case signature
        /// A field of a struct, or a type made of the package's.
        case field
        /// An embedded type: its methods and fields are part of the type that embeds it.
        case embedded
    }

    package struct Place: Sendable, Equatable {
        package var kind: Kind
        package var line: Int
    }

    /// One a function body, declaration or use, in the order of the file.
    package private(set) var places: [Place] = []
    /// Every line with a use, in the order of the file; a line with several kinds has its first.
    package private(set) var lines: [Place] = []
    /// Exported names of the package that the file uses.
    package private(set) var names: Set<String> = []
    /// Functions whose bodies use the package, as `GoOutline` names them.
    package private(set) var functions: Set<String> = []
    /// Lines of the import statements.
    package private(set) var imports: [Int] = []

    /// `isImport` chooses imports by path; `name` is the package's own name.
    package init(source: String, isImport: (String) -> Bool, name: String) {
        self.init(
            source: source, statements: ImportStatements(source: source).statements, isImport: isImport, name: name,
            outline: { GoOutline(source: source) })
    }

    /// The uses in a source that is already scanned.
    package init(
        source: String, statements: [ImportStatements.Statement], isImport: (String) -> Bool, name: String,
        outline: () -> GoOutline
    ) {
        let found = statements.filter { isImport($0.path) }
        imports = found.map(\.line)
        let locals = Set(found.map { $0.name ?? name })
        for statement in found where statement.name == "_" {
            places.append(Place(kind: .blank, line: statement.line))
            lines.append(Place(kind: .blank, line: statement.line))
        }
        guard !locals.subtracting(["_"]).isEmpty else { return }
        let outline = outline()
        var bodies: Set<Int> = []
        for use in outline.uses where locals.contains(use.name) {
            if let selector = use.selector { names.insert(selector) }
            guard let index = outline.declarations.firstIndex(where: { $0.range.contains(use.offset) }) else { continue }
            let declaration = outline.declarations[index]
            let isInBody = declaration.body?.contains(use.offset) == true
            let kind: Kind =
                switch declaration.keyword {
                case _ where isInBody: .function
                case "func": .signature
                case "type": use.beginsStatement ? .embedded : .field
                default: .variable
                }
            if lines.last?.line != use.line { lines.append(Place(kind: kind, line: use.line)) }
            if isInBody {
                if let name = declaration.name { functions.insert(name) }
                guard bodies.insert(index).inserted else { continue }
            }
            places.append(Place(kind: kind, line: use.line))
        }
    }
}
