/// A new limit for a pipeline's file.
public struct LimitEdit: Sendable, Equatable {
    /// Number of the budget in `budgets:`.
    public var budget: Int
    /// `max`, `max-compressed`, `max-memory`, `max-packages` or `max-modules`.
    public var key: String
    /// As the file is to say it: `19.5MiB`.
    public var text: String

    public init(budget: Int, key: String, text: String) {
        self.budget = budget
        self.key = key
        self.text = text
    }
}

/// Writes limits into the text of a pipeline's file by their positions: all else, comments too, stays as it is.
public struct LimitEditor {
    private let text: String
    private let file: String
    private var yaml: YAMLReader

    public init(_ text: String, file: String) {
        self.text = text
        self.file = file
        yaml = YAMLReader(file: file)
    }

    /// The text with the limits; throws when the file does not have one of them as a plain or quoted text on one line.
    public mutating func text(with edits: [LimitEdit]) throws(ConfigurationError) -> String {
        guard let budgets = yaml.root(of: text)?.value(of: "budgets")?.sequence else {
            throw yaml.error ?? ConfigurationError(problems: [Problem(place: file, what: "the file has no budgets")])
        }
        var scalars = Array(text.unicodeScalars)
        let mark = text.unicodeScalars.first == "\u{FEFF}" ? 1 : 0
        let starts = Self.lineStarts(scalars, from: mark)
        // An anchor is the place of all its aliases: the largest of their limits holds for all.
        var places: [Int: (old: [Unicode.Scalar], new: String)] = [:]
        for edit in edits {
            guard budgets.indices.contains(edit.budget), let node = budgets[edit.budget].value(of: edit.key),
                let old = node.scalar?.string
            else { throw failure(1, "budget \(edit.budget + 1) has no `\(edit.key)`") }
            let line = node.mark.line
            guard starts.indices.contains(line - 1) else { throw failure(line, "the line of the limit is not there") }
            var start = starts[line - 1] + node.mark.column - 1
            // An anchor or a tag is part of its node.
            while start < scalars.count, scalars[start] == "&" || scalars[start] == "!" {
                while start < scalars.count, scalars[start] != " " { start += 1 }
                while start < scalars.count, scalars[start] == " " { start += 1 }
            }
            if start < scalars.count, scalars[start] == "\"" || scalars[start] == "'" { start += 1 }
            let found = Array(old.unicodeScalars)
            guard start + found.count <= scalars.count, Array(scalars[start..<start + found.count]) == found else {
                throw failure(line, "the limit `\(old)` is not written as plain text; write `\(edit.text)` yourself")
            }
            if let other = places[start]?.new, Self.value(other) >= Self.value(edit.text) { continue }
            places[start] = (found, edit.text)
        }
        for (start, place) in places.sorted(by: { $0.key > $1.key }) {
            scalars.replaceSubrange(start..<start + place.old.count, with: place.new.unicodeScalars)
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private func failure(_ line: Int, _ what: String) -> ConfigurationError {
        ConfigurationError(problems: [Problem(place: "\(file):\(line)", what: what)])
    }

    private static func value(_ text: String) -> Int { byteSize(text) ?? Int(text) ?? 0 }

    /// Where lines begin, by the line breaks of YAML 1.1.
    private static func lineStarts(_ scalars: [Unicode.Scalar], from first: Int) -> [Int] {
        var starts = [first]
        for index in scalars.indices.dropFirst(first) {
            switch scalars[index] {
            case "\n", "\u{85}", "\u{2028}", "\u{2029}": starts.append(index + 1)
            case "\r" where index + 1 == scalars.count || scalars[index + 1] != "\n": starts.append(index + 1)
            default: break
            }
        }
        return starts
    }
}

extension Node {
    fileprivate func value(of key: String) -> Node? { mapping?.first { $0.key.scalar?.string == key }?.value }
}
