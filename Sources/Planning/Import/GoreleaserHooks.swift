/// Commands of goreleaser, which runs them without a shell, as commands for `sh -c`.
struct GoreleaserHooks {
    let evaluator: GoTemplateEvaluator

    /// A command, a list of commands, or of mappings with `cmd`, `dir` and `env`.
    func read(_ key: String, _ parent: ImportedNode?, _ reader: inout ImportReader) -> [String] {
        guard let list = reader.take(key, parent) else { return [] }
        var commands: [String] = []
        for item in reader.items(list) {
            do throws(GoTemplateError) {
                if let command = try command(item, &reader), !command.isEmpty { commands.append(command) }
            } catch {
                reader.drop(item, error.reason)
            }
        }
        return commands
    }

    private func command(_ item: ImportedNode, _ reader: inout ImportReader) throws(GoTemplateError) -> String? {
        guard item.node.mapping != nil else {
            return try item.node.scalar.map { scalar throws(GoTemplateError) in try words(scalar.string).joined(separator: " ") }
        }
        // Pare always shows the output of a command.
        _ = reader.take("output", item)
        guard let text = reader.string("cmd", item) else { return nil }
        var command = try words(text).joined(separator: " ")
        var variables: [String] = []
        for variable in reader.strings("env", item) ?? [] { variables.append(word(try evaluator.text(variable))) }
        if !variables.isEmpty { command = "env \(variables.joined(separator: " ")) \(command)" }
        if let folder = reader.string("dir", item) { command = "cd \(word(try evaluator.text(folder))) && \(command)" }
        return command
    }

    /// The words of a command, each as a shell needs it to leave it as it is.
    func words(_ command: String) throws(GoTemplateError) -> [String] {
        var words: [ImportedText] = []
        var current: ImportedText?
        var quote: Character?
        for piece in try evaluator.text(command.trimmed).pieces {
            guard case .literal(let literal) = piece else {
                current = (current ?? ImportedText("")).with(ImportedText(piece))
                continue
            }
            var rest = literal[...]
            while let character = rest.popFirst() {
                if character == quote {
                    quote = nil
                } else if quote == nil, character == "'" || character == "\"" {
                    quote = character
                    current = current ?? ImportedText("")
                } else if character == "\\", quote != "'", let next = rest.popFirst() {
                    let isEscape = quote == nil || "\"\\$`".contains(next)
                    current = (current ?? ImportedText("")).with(ImportedText(isEscape ? String(next) : "\\\(next)"))
                } else if quote == nil, character.isWhitespace {
                    words += [current].compactMap(\.self)
                    current = nil
                } else {
                    current = (current ?? ImportedText("")).with(ImportedText(String(character)))
                }
            }
        }
        guard quote == nil else { throw GoTemplateError(reason: "a quote in the command has no end") }
        return (words + [current].compactMap(\.self)).map(word)
    }

    private func word(_ text: ImportedText) -> String {
        if text.pieces.isEmpty { return "''" }
        return text.pieces.map { piece in
            switch piece {
            case .literal(let literal): shellQuoted(literal)
            case .variable("path", ["dir"]): "\"$(dirname {{path}})\""
            case .variable, .known: ImportedText(piece).spelled
            }
        }.joined()
    }
}
