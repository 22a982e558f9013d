/// A Go source file rewritten without some of its imports, so that it still compiles: imports for side effects are dropped,
/// functions that use the package lose their bodies.
package struct ImportRemoval {
    /// A function that lost its body.
    package struct Function: Hashable {
        /// Linker name without the package: `Lines`, `(*Client).Do`, `Kind.String`, `init`.
        package var name: String
        package var line: Int
        /// Index among the file's functions of this name, from 0; only `init` may occur more than once.
        package var occurrence: Int
    }

    /// A use of the package that is not in a function's body.
    package struct Refusal: Error, Equatable {
        package var line: Int
        /// The declaration that uses it: `a type`.
        package var what: String
    }

    /// Source that compiles without the imports; equal to the input if it has none of them.
    package private(set) var text: String
    package private(set) var stubbed: [Function] = []
    /// Lines of the removed imports.
    package private(set) var dropped: [Int] = []

    /// `isGone` selects imports by path; `name` is the package name by path.
    ///
    /// Throws `Refusal` if the package is used outside of function bodies.
    package init(source: String, isGone: (String) -> Bool, name: (String) -> String) throws(Refusal) {
        text = source
        let statements = ImportStatements(source: source)
        let gone = statements.statements.filter { isGone($0.path) }
        guard !gone.isEmpty else { return }
        for statement in gone where statement.name == "." {
            throw Refusal(line: statement.line, what: "an import into the file's own names")
        }

        let outline = GoOutline(source: source)
        let goneNames = Set(gone.map { $0.name ?? name($0.path) })
        var stubs: Set<Int> = []
        for use in outline.uses where goneNames.contains(use.name) {
            guard let index = outline.declarations.firstIndex(where: { $0.range.contains(use.offset) }) else { continue }
            let declaration = outline.declarations[index]
            guard let body = declaration.body, body.contains(use.offset) else {
                throw Refusal(line: use.line, what: declaration.description)
            }
            stubs.insert(index)
        }
        let bodies = stubs.compactMap { outline.declarations[$0].body }
        func isLeft(_ use: GoOutline.Use) -> Bool { !bodies.contains { $0.contains(use.offset) } }

        // `unsafe` is in every program; it replaces a removed import, whose statement must not be empty.
        var edits: [(range: Range<Int>, text: String)] = gone.map { ($0.range, "_ \"unsafe\"") }
        for statement in statements.statements where !isGone(statement.path) && statement.path != "C" {
            let local = statement.name ?? name(statement.path)
            let uses = outline.uses.filter { $0.name == local }
            if local != "_", local != ".", !uses.isEmpty, !uses.contains(where: isLeft) {
                edits.append((statement.range, "_ \"\(statement.path)\""))
            }
        }
        for index in stubs {
            let declaration = outline.declarations[index]
            guard let body = declaration.body else { continue }
            edits.append((declaration.range.lowerBound..<declaration.range.lowerBound, "\n//go:noinline\n"))
            edits.append((body, "{ for {} }"))
        }
        var bytes = Array(source.utf8)
        for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            bytes.replaceSubrange(edit.range, with: edit.text.utf8)
        }
        text = String(decoding: bytes, as: UTF8.self)
        dropped = gone.map(\.line)
        stubbed = stubs.sorted().map { index in
            let declaration = outline.declarations[index]
            let earlier = outline.declarations[..<index].count { $0.name == declaration.name && $0.body != nil }
            return Function(name: declaration.name ?? "_", line: declaration.line, occurrence: earlier)
        }
    }
}
