/// The sources of a package whose functions do nothing: declarations, types and method sets stay, bodies return zero values and are
/// not inlined, variables have their types and no values. Either all of the package, or what uses some of its imports.
package struct PackageStub {
    package struct Source: Sendable, Equatable {
        package var name: String
        package var text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    package struct Place: Sendable, Equatable {
        package var file: String
        package var line: Int
        /// `Lines`, `(*Client).Do`, `init`; the path of an import.
        package var name: String
    }

    package enum Selection: Sendable, Equatable {
        case everything
        /// Imports by path as written; `comment` is written into the bodies.
        case uses(of: Set<String>, comment: String?)
    }

    /// Facts on a package that its own text lacks.
    package struct Context {
        /// Import path.
        var path: String
        /// Name of an imported package, by path as written.
        var name: (String) -> String
        /// Resolved path of an import as written.
        var resolved: (String) -> String
        /// Type of a variable of the package as the linker spells it.
        var type: (String) -> String?

        package init(
            path: String, name: @escaping (String) -> String, resolved: @escaping (String) -> String = { $0 },
            type: @escaping (String) -> String?
        ) {
            self.path = path
            self.name = name
            self.resolved = resolved
            self.type = type
        }
    }

    /// A use that cannot be taken away.
    package struct Refusal: Error, Equatable, CustomStringConvertible {
        package var file: String
        package var line: Int
        package var what: String

        package var description: String { "\(file):\(line): \(what)" }
    }

    /// The changed files.
    package private(set) var files: [Source] = []
    /// Functions without their bodies and variables without their values, as the linker names them within the package.
    package private(set) var names: Set<String> = []
    /// Indexes of the emptied functions named `init`, over the files in order.
    package private(set) var inits: Set<Int> = []
    package private(set) var emptied: [Place] = []
    package private(set) var dropped: [Place] = []
    /// Paths, as written, of imports that are left.
    package private(set) var imports: Set<String> = []
    /// Uses of imports that stay, in types and signatures; initialisers that stay as their types are not known.
    package private(set) var kept: [Place] = []
    /// Functions without a body, which assembly or another package has.
    package private(set) var external: [Place] = []

    private let context: Context
    private let selection: Selection

    /// Throws `Refusal` where a file imports what goes into its own names.
    package init(_ sources: [Source], _ context: Context, _ selection: Selection = .everything) throws(Refusal) {
        self.context = context
        self.selection = selection
        let parsed = sources.sorted { $0.name < $1.name }.map(StubFile.init)
        for file in parsed {
            for declaration in file.outline.declarations where declaration.keyword == "func" && declaration.body == nil {
                external.append(Place(file: file.name, line: declaration.line, name: declaration.name ?? "_"))
            }
        }
        let needed = NeededNames(parsed, context, keepsAll: !external.isEmpty || parsed.contains { $0.usesCgo })
        var inits = 0
        for file in parsed { try empty(file, needed, &inits) }
        if selection == .everything { names.formUnion(["init.", "map.init"]) }
    }

    private var gone: Set<String> { if case .uses(let gone, _) = selection { gone } else { [] } }

    private mutating func empty(_ file: StubFile, _ needed: NeededNames, _ inits: inout Int) throws(Refusal) {
        let goneImports = file.statements.statements.filter { gone.contains($0.path) }
        for statement in goneImports where statement.name == "." {
            throw Refusal(file: file.name, line: statement.line, what: "imports \(statement.path) into the file's own names")
        }
        var added = AddedImports(file.statements.statements, context)
        let locals = Set(goneImports.map { $0.name ?? context.name($0.path) })
        var uses = file.outline.uses.filter { locals.contains($0.name) }
        if selection == .everything { uses = [] }
        var edits: [Edit] = []
        for declaration in file.outline.declarations {
            let own = uses.filter { declaration.range.contains($0.offset) }
            if declaration.name == "init", declaration.keyword == "func" { inits += 1 }
            guard selection == .everything || !own.isEmpty else { continue }
            switch declaration.keyword {
            case "func":
                guard let body = declaration.body else { continue }
                if selection != .everything, !own.contains(where: { body.contains($0.offset) }) { continue }
                edits += isNeeded(declaration, needed) ? emptying(file, declaration, body) : Self.blank(declaration, body)
                let name = declaration.name ?? "_"
                emptied.append(Place(file: file.name, line: declaration.line, name: name))
                if name == "init" { self.inits.insert(inits - 1) } else { names.insert(name.filter { !"(*)".contains($0) }) }
            case "var":
                for spec in ValueSpecs(file.bytes, declaration.range, line: declaration.line).specs {
                    let isMeant = selection == .everything || own.contains { spec.values?.contains($0.offset) == true }
                    guard isMeant, let edit = typed(spec, file, needed, &added) else { continue }
                    edits.append(edit)
                    names.formUnion(spec.names)
                }
            case "type" where selection == .everything:
                for spec in ValueSpecs(file.bytes, declaration.range, line: declaration.line).specs
                where needed.names.isDisjoint(with: spec.names) { edits.append((spec.range, "_ int")) }
            default: break
            }
        }
        finish(file, edits, added)
    }

    private func isNeeded(_ function: GoOutline.Declaration, _ needed: NeededNames) -> Bool {
        guard selection == .everything, let name = function.receiver ?? function.name else { return true }
        return name == "init" || name == "main" || needed.names.contains(name)
    }

    /// A source file whose functions are not inlined.
    package static func withoutInlining(_ text: String) -> String {
        let places = GoOutline(source: text).declarations.filter { $0.body != nil }.map(\.range.lowerBound)
        return String(decoding: Array(text.utf8).applying(places.map { ($0..<$0, "\n//go:noinline\n") }), as: UTF8.self)
    }

    /// In place of a function that nothing needs. Directives before it, which need a function, stay.
    private static func blank(_ function: GoOutline.Declaration, _ body: Range<Int>) -> [Edit] {
        [(function.range.lowerBound..<body.upperBound, "func _() {}")]
    }

    private func emptying(_ file: StubFile, _ declaration: GoOutline.Declaration, _ body: Range<Int>) -> [Edit] {
        let start = declaration.range.lowerBound
        let results = FunctionResults(file.bytes, head: start..<body.lowerBound)
        let statement = results.isEmpty ? "" : "return"
        if case .uses(_, let comment?) = selection {
            return results.edits + [(body, "{\n\t// \(comment)\n" + (statement.isEmpty ? "" : "\t\(statement)\n") + "}")]
        }
        return [(start..<start, "\n//go:noinline\n")] + results.edits + [(body, statement.isEmpty ? "{}" : "{ \(statement) }")]
    }

    /// The variables of a specification without values; nil when it has none or their types are not known.
    private mutating func typed(
        _ spec: ValueSpecs.Spec, _ file: StubFile, _ needed: NeededNames, _ added: inout AddedImports
    ) -> Edit? {
        let wanted = spec.names.filter { $0 != "_" && (selection != .everything || needed.names.contains($0)) }
        if wanted.isEmpty { return (spec.range, "_ int") }
        guard spec.values != nil else { return nil }
        if let type = spec.type {
            return (spec.range, wanted.joined(separator: ", ") + " " + String(decoding: file.bytes[type], as: UTF8.self))
        }
        var texts: [String] = []
        for name in wanted {
            let before = added
            guard let linked = context.type(name),
                let text = TypeSpelling.text(linked, own: context.path, alias: { added.alias($0) })
            else {
                added = before
                kept.append(Place(file: file.name, line: spec.line, name: name))
                return nil
            }
            texts.append("\(name) \(text)")
        }
        // A group has one specification a line; a single declaration needs its keyword again.
        let isGroup = file.isGroup(at: spec.range.lowerBound)
        return (spec.range, texts.joined(separator: isGroup ? "; " : "; var "))
    }

    /// Applies the edits, then drops imports that nothing uses any more.
    private mutating func finish(_ file: StubFile, _ edits: [Edit], _ added: AddedImports) {
        let text = file.bytes.applying(edits)
        let outline = GoOutline(source: String(decoding: text, as: UTF8.self))
        // A parameter `errors ...error` has no selector.
        let used = Set(outline.uses.filter { $0.selector != nil }.map(\.name))
        var changes: [Edit] = added.edits(file.bytes)
        for statement in file.statements.statements {
            let local = statement.name ?? context.name(statement.path)
            let isBlank = local == "_"
            let stays =
                statement.path == "C" || local == "." || !isBlank && used.contains(local)
                || isBlank && selection != .everything && !gone.contains(statement.path)
            if stays {
                imports.insert(statement.path)
                if gone.contains(statement.path), let use = outline.uses.first(where: { $0.name == local }) {
                    kept.append(Place(file: file.name, line: use.line, name: statement.path))
                }
            } else if statement.path == "unsafe" {
                changes.append((statement.range, "_ \"unsafe\""))
            } else {
                // An edit of the user's file leaves no line where the import was.
                dropped.append(Place(file: file.name, line: statement.line, name: statement.path))
                changes.append(file.removal(of: statement))
            }
        }
        for path in added.paths { imports.insert(path) }
        guard !edits.isEmpty || !changes.isEmpty else { return }
        var result = String(decoding: text.applying(changes), as: UTF8.self)
        if selection == .everything { result = withoutEmbedding(result) }
        files.append(Source(name: file.name, text: result))
    }

    /// Without the files that `//go:embed` puts into variables.
    private func withoutEmbedding(_ text: String) -> String {
        guard text.contains("//go:embed") else { return text }
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            line.drop { $0 == " " || $0 == "\t" }.hasPrefix("//go:embed") ? "" : String(line)
        }.joined(separator: "\n")
    }
}

typealias Edit = (range: Range<Int>, text: String)

extension [UInt8] {
    func applying(_ edits: [Edit]) -> [UInt8] {
        var bytes = self
        let ordered = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) > ($1.element.range.lowerBound, $1.offset)
        }
        for (_, edit) in ordered { bytes.replaceSubrange(edit.range, with: edit.text.utf8) }
        return bytes
    }
}
