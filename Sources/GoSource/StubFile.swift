/// A source file of a package, scanned.
struct StubFile {
    let name: String
    let bytes: [UInt8]
    let statements: ImportStatements
    let outline: GoOutline

    init(_ source: PackageStub.Source) {
        name = source.name
        bytes = Array(source.text.utf8)
        statements = ImportStatements(source: source.text)
        outline = GoOutline(source: source.text)
    }

    var usesCgo: Bool { statements.statements.contains { $0.path == "C" } }

    /// Whether the declaration at an offset has parentheses around its specifications.
    func isGroup(at offset: Int) -> Bool {
        guard let declaration = outline.declarations.first(where: { $0.range.contains(offset) }) else { return false }
        var scanner = GoScanner(String(decoding: bytes[declaration.range], as: UTF8.self))
        _ = scanner.next()
        return scanner.next() == .mark(UInt8(ascii: "("))
    }

    /// Removes the whole line where nothing else is on it.
    func removal(of statement: ImportStatements.Statement) -> Edit {
        var start = statement.range.lowerBound
        while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        var end = statement.range.upperBound
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        func text(_ range: Range<Int>) -> String {
            String(
                decoding: bytes[range].filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != 13 }, as: UTF8.self)
        }
        let before = text(start..<statement.range.lowerBound)
        let after = text(statement.range.upperBound..<end)
        guard before.isEmpty || before == "import", after.isEmpty || after.hasPrefix("//") else {
            return (statement.range, "_ \"unsafe\"")
        }
        return (start..<min(end + 1, bytes.count), "")
    }

    /// Names that `//go:linkname` gives to other packages.
    var linked: [String] {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            guard line.hasPrefix("//go:linkname ") else { return nil }
            return line.split(separator: " ").dropFirst().first.map(String.init)
        }
    }

    func words(in range: Range<Int>) -> Set<String> {
        var scanner = GoScanner(String(decoding: bytes[range], as: UTF8.self))
        var words: Set<String> = []
        while true {
            switch scanner.next() {
            case .word(let word): words.insert(word)
            case .end: return words
            default: break
            }
        }
    }
}
