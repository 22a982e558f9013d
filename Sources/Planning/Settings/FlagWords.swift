/// The words of a tool's flags, taken apart and joined as go does it: a quote that begins a word encloses it up to the next such
/// quote, and nothing is escaped. (cmd/internal/quoted)
struct FlagWords: Equatable {
    /// The words, each a text with templates, without the quotes around them.
    private(set) var words: [Template] = []

    /// Nil when a quote has no end.
    init?(_ text: String) {
        guard let template = Template(text) else { return nil }
        var word: [Template.Part]?
        var quote: Character?
        func append(_ part: Template.Part) {
            var parts = word ?? []
            if case .text(let text) = part, case .text(let last)? = parts.last {
                parts[parts.count - 1] = .text(last + text)
            } else {
                parts.append(part)
            }
            word = parts
        }
        func end() {
            if let parts = word { words.append(Template(parts: parts)) }
            word = nil
        }
        for part in template.parts {
            guard case .text(let text) = part else {
                append(part)
                continue
            }
            for scalar in text.unicodeScalars {
                let character = Character(scalar)
                if character == quote {
                    quote = nil
                    end()
                } else if quote == nil, Self.isBlank(scalar) {
                    end()
                } else if quote == nil, word == nil, character == "'" || character == "\"" {
                    quote = character
                    word = []
                } else {
                    append(.text(String(character)))
                }
            }
        }
        guard quote == nil else { return nil }
        end()
    }

    /// The flags with each variable replaced, words quoted where go needs it. Nil when a word has blanks and both kinds of quotes, or
    /// begins with one kind and has the other: go has no way to write it.
    func filled(with value: (String) -> String?) -> String? {
        var texts: [String] = []
        for word in words {
            guard let text = Self.quoted(word.filled(with: value)) else { return nil }
            texts.append(text)
        }
        return texts.joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String? {
        let first = word.unicodeScalars.first
        guard word.unicodeScalars.contains(where: isBlank) || first == nil || first == "'" || first == "\"" else { return word }
        let quotes: [Unicode.Scalar] = ["'", "\""]
        return quotes.first { !word.unicodeScalars.contains($0) }.map { "\($0)\(word)\($0)" }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
    }
}

extension String {
    /// Flags of a tool with their templates filled and their words quoted; as they are where go could not take them apart, which is
    /// a problem already.
    func filledFlags(with value: (String) -> String?) -> String {
        guard Template(self)?.variables.isEmpty == false else { return self }
        return FlagWords(self)?.filled(with: value) ?? self
    }
}
