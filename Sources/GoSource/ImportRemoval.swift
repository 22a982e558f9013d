/// The imports at the head of a Go source file. Comments, names, raw strings and groups are supported; reading ends at the first
/// other declaration. (go.dev/ref/spec#Import_declarations)
package struct ImportStatements {
    package struct Statement {
        package var path: String
        /// `_`, `.` or an explicit name; nil if the package's name applies.
        package var name: String?
        package var line: Int
        /// Bytes of the name, if any, and the path.
        package var range: Range<Int>
    }

    package private(set) var statements: [Statement] = []
    /// Byte offset of the first declaration after the imports.
    package private(set) var end = 0

    package init(source: String) {
        var scanner = GoScanner(source)
        guard scanner.next() == .word("package"), case .word = scanner.next() else { return }
        defer { end = scanner.range.lowerBound }
        var token = scanner.nextUnlessSemicolon()
        while token == .word("import") {
            token = scanner.next()
            let isGroup = token == .mark(UInt8(ascii: "("))
            if isGroup { token = scanner.nextUnlessSemicolon() }
            while token != .mark(UInt8(ascii: ")")) {
                let first = scanner.range.lowerBound
                var name: String?
                switch token {
                case .text: break
                case .word(let word): name = word
                case .mark(UInt8(ascii: ".")): name = "."
                default: return
                }
                if name != nil { token = scanner.next() }
                guard case .text(let path) = token else { return }
                statements.append(
                    Statement(path: path, name: name, line: scanner.line, range: first..<scanner.range.upperBound))
                if !isGroup { break }
                token = scanner.nextUnlessSemicolon()
            }
            token = scanner.nextUnlessSemicolon()
        }
    }
}

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
