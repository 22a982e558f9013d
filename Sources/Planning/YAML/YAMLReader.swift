/// Takes values out of a YAML (or JSON) text and remembers every problem met on the way, so that all are told at once, and every
/// template.
struct YAMLReader {
    let file: String
    private(set) var problems: [Problem] = []
    private var uses: [(line: Int, use: TemplateUse)] = []

    init(file: String) {
        self.file = file
    }

    func place(_ node: Node) -> String {
        "\(file):\(node.mark.line)"
    }

    mutating func report(
        _ node: Node, _ what: String, found: String? = nil, expected: String? = nil, suggestion: String? = nil
    ) {
        report(line: node.mark.line, what, found: found, expected: expected, suggestion: suggestion)
    }

    mutating func report(
        line: Int, _ what: String, found: String? = nil, expected: String? = nil, suggestion: String? = nil
    ) {
        let problem = Problem(
            place: "\(file):\(line)", what: what, found: found, expected: expected, suggestion: suggestion)
        problems.append(problem)
    }

    /// Variables that templates use, in the order of lines.
    var templateUses: [TemplateUse] {
        uses.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element.use)
    }

    mutating func report(_ problem: Problem) { problems.append(problem) }

    /// `place` is one that `place(_:)` has given.
    mutating func report(at place: String, _ what: String, expected: String? = nil) {
        let line = place.split(separator: ":").last.flatMap { Int($0) } ?? 1
        report(line: line, what, expected: expected)
    }

    /// Checks the templates in a text and remembers which variables they ask for.
    ///
    /// - Parameter isFlags: the text is flags of a tool, which go takes apart into words.
    mutating func noteTemplates(
        _ text: String, _ node: Node, _ what: String, scope: Template.Scope, isFlags: Bool = false
    ) {
        guard let template = Template(text) else {
            report(node, "\(what): `{{` without `}}`", found: "`\(text)`", expected: "a variable: {{version}}")
            return
        }
        for variable in template.variables {
            let function = variable.problem
            let hasFallback = variable.hasFallback
            let variable = variable.name
            let isOfEnvironment = variable.hasPrefix("env.") && variable.count > "env.".count && !variable.contains(" ")
            if let function {
                report(
                    node, "\(what): unknown function, or one with other arguments", found: function,
                    expected:
                        "one of `lower`, `upper`, `trimprefix \"v\"`, `trimsuffix \"x\"`, `replace \"a\" \"b\"`, `default \"x\"`")
            } else if hasFallback, !isOfEnvironment {
                report(node, "\(what): `default` is for variables of the environment", found: "`{{\(variable)}}`")
            } else if isOfEnvironment || scope.names.contains(variable) {
                let use = TemplateUse(
                    variable: variable, place: place(node), isOptional: hasFallback, flags: isFlags ? text : nil)
                uses.append((node.mark.line, use))
            } else if Template.Scope.buildHook.names.contains(variable) {
                report(
                    node, "\(what): `{{\(variable)}}` has no value here", found: "`\(text)`",
                    expected: variable == "path" ? "it in `before-build` or `after-build`" : "it in what is said of one build")
            } else {
                report(
                    node, "\(what): unknown variable", found: "`{{\(variable)}}`",
                    expected: "one of \(list(scope.names + ["env.NAME"]))",
                    suggestion: nearestName(to: variable, among: scope.names))
            }
        }
    }

    /// The problems in the order of their lines; nil when there are none.
    var error: ConfigurationError? {
        guard !problems.isEmpty else { return nil }
        return ConfigurationError(ordering: problems)
    }

    /// The root of the file's only document; nil, with a problem, when it is no YAML or is empty.
    mutating func root(of text: String) -> Node? {
        // Editors of Windows begin a file with a byte order mark.
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        do throws(YAMLError) {
            guard let node = try YAMLComposer.root(of: text) else {
                report(line: 1, "the file is empty")
                return nil
            }
            return node
        } catch {
            reportSyntax(error, in: text)
            return nil
        }
    }

    private var language: String { file.hasSuffix(".json") ? "JSON" : "YAML" }

    private mutating func reportSyntax(_ error: YAMLError, in text: String) {
        switch error {
        case .syntax(let problem, let line, let context, let contextLine):
            let place = context.map { "\($0) (line \(contextLine)), " } ?? ""
            let isAlias = context?.contains("alias") ?? false
            report(
                line: line, "not \(language): \(place)\(problem)",
                expected: isAlias ? "a pattern that begins with `*` in quotes: \"*/amd64\"" : nil)
        case .characters(let problem, let offset):
            let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
            report(line: before.count { $0.isNewline } + 1, "not \(language): \(problem)")
        case .duplicateKeys(let keys, let line):
            report(line: line, "the same key twice, found \(list(keys))")
        }
    }
}

/// Values by type; each reports a problem and returns nil when the node is something else.
extension YAMLReader {
    /// The entries of a mapping by key. Keys outside `known` are problems.
    mutating func fields(_ node: Node, of what: String, known: [String]) -> [String: Node]? {
        guard let mapping = node.mapping else {
            report(node, what, found: describe(node), expected: "a mapping with the keys \(list(known))")
            return nil
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string, known.contains(name) else {
                report(
                    key, "unknown key in \(what)", found: describe(key), expected: "one of \(list(known))",
                    suggestion: nearestName(to: key.scalar?.string ?? "", among: known))
                continue
            }
            fields[name] = value
        }
        return fields
    }

    mutating func string(_ node: Node, _ what: String, expected: String = "a text") -> String? {
        guard let scalar = node.scalar, !isNull(node), !scalar.string.isEmpty else {
            report(node, what, found: describe(node), expected: expected)
            return nil
        }
        return scalar.string
    }

    mutating func bool(_ node: Node, _ what: String) -> Bool? {
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            report(node, what, found: describe(node), expected: "true or false")
            return nil
        }
    }

    mutating func items(_ node: Node, _ what: String, example: String) -> [Node]? {
        guard let sequence = node.sequence else {
            report(node, what, found: describe(node), expected: "a list: \(example)")
            return nil
        }
        return sequence
    }

    /// A list of texts, each with its node for later problems; the same text twice is a problem.
    mutating func strings(_ node: Node, _ what: String, example: String) -> [(text: String, node: Node)] {
        var texts: [(text: String, node: Node)] = []
        for item in items(node, what, example: example) ?? [] {
            guard let text = string(item, "\(what): an entry") else { continue }
            if texts.contains(where: { $0.text == text }) {
                report(item, "\(what): an entry twice", found: "`\(text)`")
            } else {
                texts.append((text, item))
            }
        }
        return texts
    }

    func describe(_ node: Node) -> String {
        switch node.value {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): isNull(node) ? "nothing" : "`\(scalar.string)`"
        }
    }

    func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }

    private func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar, scalar.isPlain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }
}
