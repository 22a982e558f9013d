/// One cut worth a maintainer's time: what it saves against what it takes. Bytes are those of the stripped file, modelled.
public struct Suggestion: Codable, Sendable, Equatable {
    /// The owner of the source that has to change.
    public enum Place: String, Codable, Sendable, CaseIterable {
        /// An import of the program's own code, of another's package.
        case own
        /// An import among the program's own packages, where a feature is attached.
        case feature
        /// An import in a dependency.
        case upstream
    }

    /// A kind of use, as the sources have it, and how often it is there.
    public struct Use: Codable, Sendable, Equatable {
        /// `blank import`, `function`, `signature`, `field`, `embedded type`, `variable`
        public var kind: String
        public var count: Int

        public init(kind: String, count: Int) {
            self.kind = kind
            self.count = count
        }
    }

    /// A reason that moves the suggestion up or down, as its score is multiplied.
    public struct Factor: Codable, Sendable, Equatable {
        public var reason: String
        public var weight: Double

        public init(_ reason: String, _ weight: Double) {
            self.reason = reason
            self.weight = weight
        }
    }

    /// Savings of a row beyond those of an earlier one.
    public struct Overlap: Codable, Sendable, Equatable {
        /// Rank of the earlier row, from 1.
        public var with: Int
        /// Bytes saved beyond those of that row, when both are made.
        public var savesMore: Int

        public init(with: Int, savesMore: Int) {
            self.with = with
            self.savesMore = savesMore
        }
    }

    /// As it is written after `--without`.
    public var what: String
    public var kind: CutList.Kind
    public var place: Place
    public var saves: Int
    /// Savings before rounding to pages.
    public var contents: Int
    /// Edits that the cut takes: one for each import statement, one for each function that uses it, two for a variable, three for
    /// a signature or field, six for an embedded type.
    public var effort: Int
    /// `saves / effort`, times the factors: the order of the list.
    public var score: Double
    public var factors: [Factor]
    /// The import statements.
    public var imports: [WhyReport.Import]
    public var uses: [Use]
    /// Of the package's exported names those that are used, and its functions in the program; nil where sources were not read.
    public var usedNames: Int?
    public var functions: Int?
    /// Packages that go too, those with most bytes first.
    public var alsoGone: [String]
    /// Other cuts that remove nearly the same, each with more effort.
    public var instead: [String]
    /// Further cuts of the same kind in the same place, largest first: the other features that a package attaches.
    public var siblings: [String]
    public var overlap: Overlap?
    public var enablesMethodElimination: Bool
    /// Shows and proves more, for a shell.
    public var command: String

    public init(
        what: String, kind: CutList.Kind, place: Place, saves: Int, contents: Int, effort: Int, alsoGone: [String],
        enablesMethodElimination: Bool
    ) {
        self.what = what
        self.kind = kind
        self.place = place
        self.saves = saves
        self.contents = contents
        self.effort = effort
        self.alsoGone = alsoGone
        self.enablesMethodElimination = enablesMethodElimination
        (score, factors, imports, uses, instead, siblings, command) = (0, [], [], [], [], [], "")
    }
}

extension Suggestion {
    /// `A → B` for an import.
    package var title: String { (try? RemovalSubject(what))?.title ?? what }

    /// Evidence in one sentence: place, use, packages that are removed as well, factors of the score.
    package var evidence: String {
        var parts: [String] = []
        if let statement = imports.first {
            let place = statement.file.flatMap { file in statement.line.map { "\(file):\($0)" } } ?? statement.from
            parts.append("imported at \(place)" + (imports.count > 1 ? " and \(imports.count - 1) more" : ""))
        }
        let others = uses.filter { $0.kind != "blank import" }
        if uses.contains(where: { $0.kind == "blank import" }), others.isEmpty {
            parts.append("a blank import: nothing calls it")
        } else if !others.isEmpty {
            parts.append("used by " + others.map { counted($0.count, $0.kind) }.joined(separator: ", "))
        }
        if let usedNames, let functions, functions > 0, usedNames > 0 {
            parts.append("\(usedNames.grouped) of its names, \(functions.grouped) functions linked")
        }
        if !alsoGone.isEmpty {
            let names = alsoGone.prefix(2).joined(separator: ", ")
            parts.append(
                "also removes \(alsoGone.count == 1 ? names : "\(alsoGone.count) packages: \(names)")"
                    + (alsoGone.count > 2 ? ", …" : ""))
        }
        parts += factors.filter { $0.weight > 1 }.map(\.reason)
        if !siblings.isEmpty {
            let names = siblings.map { text in
                if case .edge(_, let to)? = try? RemovalSubject(text) { to } else { text }
            }
            parts.append("\(siblings.count.grouped) more are attached there: \(listed(names))")
        }
        if let first = instead.first {
            let title = (try? RemovalSubject(first))?.title ?? first
            parts.append("nearly the same as \(title)" + (instead.count > 1 ? " and \(instead.count - 1) more" : ""))
        }
        if enablesMethodElimination { parts.append("turns method elimination on") }
        if let overlap { parts.append("with \(overlap.with), saves \(overlap.savesMore.iec) more") }
        return parts.joined(separator: "; ")
    }
}
