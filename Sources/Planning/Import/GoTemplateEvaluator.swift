/// Evaluates a template of a release configuration as far as it is known before a build: conditions on the target are decided,
/// versions, commits and variables of the environment stay variables.
struct GoTemplateEvaluator {
    enum Value: Equatable {
        case text(ImportedText)
        case bool(Bool)
        /// Known only when a build takes place, for the reason given.
        case unknown(String)
    }

    /// The value of `.Env.HOME`, as its names; nil for a field that is not known.
    var field: ([String]) -> Value?

    func text(_ template: String) throws(GoTemplateError) -> ImportedText {
        guard template.contains("{{") else { return ImportedText(template) }
        return try text(GoTemplate(template).nodes, dot: nil)
    }

    private func text(_ nodes: [GoTemplate.Node], dot: Value?) throws(GoTemplateError) -> ImportedText {
        var text = ImportedText("")
        for node in nodes {
            switch node {
            case .text(let literal): text.append(ImportedText(literal))
            case .action(let operand): text.append(try printed(value(operand, dot)))
            case .condition(let isWith, let branches):
                for branch in branches {
                    let value = try branch.condition.map { condition throws(GoTemplateError) in try self.value(condition, dot) }
                    guard try value.map(truth) ?? true else { continue }
                    text.append(try self.text(branch.body, dot: isWith && value != nil ? value : dot))
                    break
                }
            }
        }
        return text
    }

    private func printed(_ value: Value) throws(GoTemplateError) -> ImportedText {
        switch value {
        case .text(let text): text
        case .bool(let bool): ImportedText("\(bool)")
        case .unknown(let reason): throw GoTemplateError(reason: reason)
        }
    }

    private func truth(_ value: Value) throws(GoTemplateError) -> Bool {
        switch value {
        case .bool(let bool): return bool
        case .text(let text):
            if let literal = text.literal { return !literal.isEmpty }
            throw GoTemplateError(reason: "a condition on `\(text.spelled)`, which has a value only when it is built")
        case .unknown(let reason): throw GoTemplateError(reason: reason)
        }
    }

    private func value(_ operand: GoTemplate.Operand, _ dot: Value?) throws(GoTemplateError) -> Value {
        switch operand {
        case .string(let text): return .text(ImportedText(text))
        case .number(let number): return .text(ImportedText("\(number)"))
        case .bool(let bool): return .bool(bool)
        case .field(let path):
            if path.isEmpty, let dot { return dot }
            guard let value = field(path) else {
                throw GoTemplateError(reason: "`.\(path.joined(separator: "."))` has no counterpart")
            }
            return value
        case .call(let name, let arguments):
            var values: [Value] = []
            for argument in arguments {
                if name == "index", argument == .field(["Env"]) { continue }
                let value = try value(argument, dot)
                values.append(value)
                // The rest is not looked at, as in Go.
                if name == "and", values.count < arguments.count, try !truth(value) { return value }
                if name == "or", values.count < arguments.count, try truth(value) { return value }
            }
            return try call(name, values)
        }
    }

    private func call(_ name: String, _ values: [Value]) throws(GoTemplateError) -> Value {
        switch (name, values.count) {
        case ("not", 1): return .bool(try !truth(values[0]))
        case ("and", 1...), ("or", 1...): return values[values.count - 1]
        case ("eq", 2...):
            let texts = try literals(values, of: name)
            return .bool(texts.dropFirst().contains(texts[0]))
        case ("ne", 2):
            let texts = try literals(values, of: name)
            return .bool(texts[0] != texts[1])
        case ("contains", 2):
            let texts = try literals(values, of: name)
            return .bool(texts[0].contains(texts[1]))
        case ("index", 1), ("envOrDefault", 2):
            let texts = try literals(values, of: name)
            let fallback = texts.count > 1 ? texts[1] : ""
            return field(["Env", texts[0]]).map { value in
                guard case .text(let text) = value,
                    let text = text.literal.map({ ImportedText($0) })
                        ?? text.applying("default \(quoted(fallback))", { $0 }, perPiece: false)
                else { return value }
                return .text(text)
            } ?? .text(ImportedText(fallback))
        case ("tolower", 1), ("lower", 1): return try change(values[0], "lower", { $0.lowercased() }, perPiece: true)
        case ("toupper", 1), ("upper", 1): return try change(values[0], "upper", { $0.uppercased() }, perPiece: true)
        case ("trim", 1): return try change(values[0], nil, { $0.trimmed }, perPiece: false)
        case ("title", 1): return try change(values[0], nil, { $0.titled }, perPiece: false)
        case ("dir", 1):
            return try change(
                values[0], "dir", { $0.split(separator: "/").dropLast().joined(separator: "/") }, perPiece: false)
        case ("base", 1): return try change(values[0], nil, { String($0.split(separator: "/").last ?? "") }, perPiece: false)
        case ("trimprefix", 2), ("trimsuffix", 2):
            let part = try literals([values[1]], of: name)[0]
            let isPrefix = name == "trimprefix"
            return try change(
                values[0], "\(name) \(quoted(part))",
                { isPrefix ? $0.dropping(prefix: part) : $0.dropping(suffix: part) }, perPiece: false)
        case ("replace", 3):
            let texts = try literals(Array(values[1...]), of: name)
            return try change(
                values[0], "replace \(quoted(texts[0])) \(quoted(texts[1]))", { $0.replacing(texts[0], with: texts[1]) },
                perPiece: false)
        case ("incpatch", 1), ("incminor", 1), ("incmajor", 1):
            return try change(values[0], name, { TemplateFunction(name, [])?($0) ?? $0 }, perPiece: false)
        case ("print", 1...):
            var text = ImportedText("")
            for value in values { text.append(try printed(value)) }
            return .text(text)
        default: throw GoTemplateError(reason: "the function `\(name)` has no counterpart")
        }
    }

    private func literals(_ values: [Value], of function: String) throws(GoTemplateError) -> [String] {
        var texts: [String] = []
        for value in values {
            let text = try printed(value)
            guard let literal = text.literal else {
                throw GoTemplateError(reason: "`\(function)` of `\(text.spelled)`, which has a value only when it is built")
            }
            texts.append(literal)
        }
        return texts
    }

    private func change(
        _ value: Value, _ function: String?, _ change: (String) -> String, perPiece: Bool
    ) throws(GoTemplateError) -> Value {
        let text = try printed(value)
        guard let changed = text.applying(function, change, perPiece: perPiece) else {
            throw GoTemplateError(reason: "a function of `\(text.spelled)` has no counterpart")
        }
        return .text(changed)
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }
}

extension String {
    var trimmed: String {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// The first letter of each word in upper case, the others in lower case, as goreleaser's `title` makes it.
    fileprivate var titled: String {
        var isInside = false
        return String(
            flatMap { character -> String in
                defer { isInside = character.isLetter || character.isNumber }
                return isInside ? character.lowercased() : character.uppercased()
            })
    }

    fileprivate func dropping(prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }
    fileprivate func dropping(suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
