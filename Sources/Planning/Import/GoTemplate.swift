/// A text template of Go as release configurations use them: fields, functions, pipes, `if` and `with`. (text/template)
///
/// `range`, `define` and variables are not among what it reads.
struct GoTemplate: Equatable {
    indirect enum Node: Equatable {
        case text(String)
        case action(Operand)
        /// Branches in order, the last one without a condition where there is an `else`.
        case condition(isWith: Bool, [Branch])
    }

    struct Branch: Equatable {
        var condition: Operand?
        var body: [Node]
    }

    indirect enum Operand: Equatable {
        /// `.Env.HOME` as its names; none for the dot alone.
        case field([String])
        case string(String)
        case number(Int)
        case bool(Bool)
        case call(String, [Operand])
    }

    var nodes: [Node]

    init(_ text: String) throws(GoTemplateError) {
        var parser = GoTemplateParser(try GoTemplateToken.list(text))
        nodes = try parser.template()
    }
}

/// Why a template has no counterpart in a pipeline, as the end of a sentence.
struct GoTemplateError: Error, Equatable {
    var reason: String
}

enum GoTemplateToken: Equatable {
    case text(String)
    /// The words of one action.
    case action([Word])

    enum Word: Equatable {
        case field([String])
        case string(String)
        case number(Int)
        case name(String)
        case open, close, pipe
    }

    /// Texts and actions in order, comments left out and blanks trimmed as `{{-` and `-}}` say.
    static func list(_ text: String) throws(GoTemplateError) -> [GoTemplateToken] {
        var tokens: [GoTemplateToken] = []
        var rest = Substring(text)
        var trimsNext = false
        while let open = rest.firstRange(of: "{{") {
            var before = rest[..<open.lowerBound]
            if trimsNext { before = before.drop { $0.isWhitespace } }
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { throw GoTemplateError(reason: "`{{` has no `}}`") }
            var inside = rest[..<close.lowerBound]
            rest = rest[close.upperBound...]
            if inside.hasPrefix("-"), inside.dropFirst().first?.isWhitespace == true {
                inside = inside.dropFirst()
                while before.last?.isWhitespace == true { before.removeLast() }
            }
            trimsNext = inside.hasSuffix("-") && inside.dropLast().last?.isWhitespace != false
            if trimsNext { inside = inside.dropLast() }
            if !before.isEmpty { tokens.append(.text(String(before))) }
            let words = inside.drop { $0.isWhitespace }
            if !words.hasPrefix("/*") { tokens.append(.action(try Word.list(words))) }
        }
        if trimsNext { rest = rest.drop { $0.isWhitespace } }
        if !rest.isEmpty { tokens.append(.text(String(rest))) }
        return tokens
    }
}

extension GoTemplateToken.Word {
    static func list(_ text: Substring) throws(GoTemplateError) -> [Self] {
        var words: [Self] = []
        var rest = text
        while let first = rest.first {
            switch first {
            case " ", "\t", "\n", "\r", "\r\n": rest = rest.dropFirst()
            case "(": (words, rest) = (words + [.open], rest.dropFirst())
            case ")": (words, rest) = (words + [.close], rest.dropFirst())
            case "|": (words, rest) = (words + [.pipe], rest.dropFirst())
            case "\"", "`": words.append(.string(try string(&rest)))
            case ".":
                let path = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
                words.append(.field(path.split(separator: ".").map(String.init)))
                rest = rest.dropFirst(path.count)
            default:
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
                guard !word.isEmpty else { throw GoTemplateError(reason: "`\(first)` in a template is not understood") }
                words.append(Int(word).map { .number($0) } ?? .name(String(word)))
                rest = rest.dropFirst(word.count)
            }
        }
        return words
    }

    private static func string(_ rest: inout Substring) throws(GoTemplateError) -> String {
        let quote = rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character == quote { return text }
            guard character == "\\", quote == "\"", let escaped = rest.popFirst() else {
                text.append(character)
                continue
            }
            text.append(["n": "\n", "t": "\t"][escaped] ?? escaped)
        }
        throw GoTemplateError(reason: "a text in a template has no end")
    }
}

/// Groups tokens into nodes.
struct GoTemplateParser {
    private var tokens: ArraySlice<GoTemplateToken>

    init(_ tokens: [GoTemplateToken]) {
        self.tokens = tokens[...]
    }

    mutating func template() throws(GoTemplateError) -> [GoTemplate.Node] {
        let (nodes, end) = try nodes()
        guard end == nil else { throw GoTemplateError(reason: "`{{end}}` or `{{else}}` ends nothing") }
        return nodes
    }

    /// Nodes up to the action `end` or `else` that closes them, and that action's words.
    private mutating func nodes() throws(GoTemplateError) -> ([GoTemplate.Node], end: [GoTemplateToken.Word]?) {
        var nodes: [GoTemplate.Node] = []
        while let token = tokens.popFirst() {
            switch token {
            case .text(let text): nodes.append(.text(text))
            case .action(let words):
                switch words.first {
                case .name("end"), .name("else"): return (nodes, words)
                case .name("if"): nodes.append(try condition(isWith: false, words.dropFirst()))
                case .name("with"): nodes.append(try condition(isWith: true, words.dropFirst()))
                case .name(let name) where ["range", "define", "template", "block", "break", "continue"].contains(name):
                    throw GoTemplateError(reason: "`\(name)` in a template has no counterpart")
                default: nodes.append(.action(try Self.pipeline(words[...])))
                }
            }
        }
        return (nodes, nil)
    }

    private mutating func condition(
        isWith: Bool, _ words: ArraySlice<GoTemplateToken.Word>
    ) throws(GoTemplateError) -> GoTemplate.Node {
        var condition: GoTemplate.Operand? = try Self.pipeline(words)
        var branches: [GoTemplate.Branch] = []
        while true {
            let (body, end) = try nodes()
            branches.append(GoTemplate.Branch(condition: condition, body: body))
            guard let end else { throw GoTemplateError(reason: "`{{if}}` has no `{{end}}`") }
            if end == [.name("end")] { return .condition(isWith: isWith, branches) }
            condition = end.count > 2 ? try Self.pipeline(end.dropFirst(2)) : nil
        }
    }

    static func pipeline(_ words: ArraySlice<GoTemplateToken.Word>) throws(GoTemplateError) -> GoTemplate.Operand {
        var rest = words
        let value = try pipeline(&rest)
        guard rest.isEmpty else { throw GoTemplateError(reason: "`)` in a template closes nothing") }
        return value
    }

    /// Commands with `|` between them: each value becomes the last argument of the next call.
    private static func pipeline(_ rest: inout ArraySlice<GoTemplateToken.Word>) throws(GoTemplateError) -> GoTemplate.Operand {
        var value = try command(&rest, piped: nil)
        while rest.first == .pipe {
            rest = rest.dropFirst()
            value = try command(&rest, piped: value)
        }
        return value
    }

    private static func command(
        _ rest: inout ArraySlice<GoTemplateToken.Word>, piped: GoTemplate.Operand?
    ) throws(GoTemplateError) -> GoTemplate.Operand {
        if case .name(let name) = rest.first, !["true", "false"].contains(name) {
            rest = rest.dropFirst()
            var arguments: [GoTemplate.Operand] = []
            while let first = rest.first, first != .close, first != .pipe { arguments.append(try operand(&rest)) }
            return .call(name, arguments + [piped].compactMap(\.self))
        }
        guard piped == nil, rest.first != nil else { throw GoTemplateError(reason: "an action of a template is empty") }
        let value = try operand(&rest)
        guard rest.isEmpty || rest.first == .pipe || rest.first == .close else {
            throw GoTemplateError(reason: "a value in a template is called")
        }
        return value
    }

    private static func operand(_ rest: inout ArraySlice<GoTemplateToken.Word>) throws(GoTemplateError) -> GoTemplate.Operand {
        switch rest.popFirst() {
        case .field(let path): return .field(path)
        case .string(let text): return .string(text)
        case .number(let number): return .number(number)
        case .name("true"): return .bool(true)
        case .name("false"): return .bool(false)
        case .name(let name): return .call(name, [])
        case .open:
            let value = try pipeline(&rest)
            guard rest.popFirst() == .close else { throw GoTemplateError(reason: "`(` in a template is not closed") }
            return value
        case .close, .pipe, nil: throw GoTemplateError(reason: "a value is missing in a template")
        }
    }
}
