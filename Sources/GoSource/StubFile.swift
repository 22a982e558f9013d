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
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
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

/// Variables that a stub must declare: exported ones, those that types, constants and signatures name, and those that other
/// packages or assembly may use.
struct NeededVariables {
    private(set) var names: Set<String> = []

    init(_ files: [StubFile], _ context: PackageStub.Context, keepsAll: Bool) {
        var specs: [(file: StubFile, spec: ValueSpecs.Spec)] = []
        for file in files {
            names.formUnion(file.linked)
            for declaration in file.outline.declarations {
                if declaration.keyword == "var" {
                    for spec in ValueSpecs(file.bytes, declaration.range, line: declaration.line).specs {
                        specs.append((file, spec))
                        names.formUnion(spec.names.filter { keepsAll || $0.first?.isUppercase == true })
                        if let type = spec.type { names.formUnion(file.words(in: type)) }
                    }
                } else {
                    let head = declaration.body.map { declaration.range.lowerBound..<$0.lowerBound } ?? declaration.range
                    names.formUnion(file.words(in: head))
                }
            }
        }
        // An initialiser that has to stay needs what it names.
        var count = -1
        while count != names.count {
            count = names.count
            for (file, spec) in specs where spec.type == nil && !names.isDisjoint(with: spec.names) {
                guard let values = spec.values else { continue }
                let isKnown = spec.names.allSatisfy { name in
                    name == "_" || context.type(name).flatMap { TypeSpelling.text($0, own: context.path) { _ in "x" } } != nil
                }
                if !isKnown { names.formUnion(file.words(in: values)) }
            }
        }
    }
}

/// Imports that the types of variables need, under the names of the file or new ones.
struct AddedImports {
    private let statements: [ImportStatements.Statement]
    private let context: PackageStub.Context
    private(set) var paths: [String] = []

    init(_ statements: [ImportStatements.Statement], _ context: PackageStub.Context) {
        self.statements = statements
        self.context = context
    }

    /// Name in the file of a package by its resolved path; nil where `internal` forbids the import.
    mutating func alias(_ path: String) -> String? {
        if let known = statements.first(where: { context.resolved($0.path) == path && $0.name != "_" }) {
            return known.name ?? context.name(known.path)
        }
        guard isImportable(path) else { return nil }
        let written = path.hasPrefix("vendor/") ? String(path.dropFirst(7)) : path
        if !paths.contains(written) { paths.append(written) }
        return "pare\(paths.firstIndex(of: written) ?? 0)"
    }

    private func isImportable(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let inner = parts.lastIndex(of: "internal") else { return true }
        let parent = parts[..<inner].joined(separator: "/")
        let isOwn = context.path == parent || context.path.hasPrefix(parent + "/")
        return isOwn || parent.isEmpty && !(context.path.split(separator: "/").first?.contains(".") ?? false)
    }

    func edits(_ bytes: [UInt8]) -> [Edit] {
        guard !paths.isEmpty else { return [] }
        var scanner = GoScanner(String(decoding: bytes, as: UTF8.self))
        _ = scanner.next()
        _ = scanner.next()
        let end = scanner.range.upperBound
        let text = paths.enumerated().map { "\nimport pare\($0) \"\($1)\"" }.joined()
        return [(end..<end, text + "\n")]
    }
}
