/// A function of templates: `{{version | trimprefix "v"}}`.
enum TemplateFunction: Sendable, Equatable {
    case lower, upper
    case trimPrefix(String), trimSuffix(String)
    case replace(String, with: String)
    /// The value where a variable of the environment is not set.
    case fallback(String)

    static let names = ["lower", "upper", "trimprefix", "trimsuffix", "replace", "default"]

    init?(_ name: String, _ arguments: [String]) {
        switch (name, arguments.count) {
        case ("lower", 0): self = .lower
        case ("upper", 0): self = .upper
        case ("trimprefix", 1): self = .trimPrefix(arguments[0])
        case ("trimsuffix", 1): self = .trimSuffix(arguments[0])
        case ("replace", 2): self = .replace(arguments[0], with: arguments[1])
        case ("default", 1): self = .fallback(arguments[0])
        default: return nil
        }
    }

    func callAsFunction(_ text: String?) -> String? {
        if case .fallback(let fallback) = self { return text ?? fallback }
        guard let text else { return nil }
        switch self {
        case .lower: return text.lowercased()
        case .upper: return text.uppercased()
        case .trimPrefix(let prefix): return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
        case .trimSuffix(let suffix): return text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
        case .replace(let old, let new): return old.isEmpty ? text : text.replacing(old, with: new)
        case .fallback: return text
        }
    }
}

extension Template.Variable {
    /// The text between the braces.
    init(_ text: String) {
        let calls = text.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
        name = calls[0]
        self.text = text
        functions = []
        for call in calls.dropFirst() {
            let words = try? GoTemplateToken.Word.list(call[...])
            let arguments = (words ?? []).dropFirst().compactMap { if case .string(let text) = $0 { text } else { nil } }
            guard let words, case .name(let function) = words.first else {
                problem = "`\(call)`"
                continue
            }
            if arguments.count == words.count - 1, let function = TemplateFunction(function, arguments) {
                functions.append(function)
            } else {
                problem = "`\(call)`"
            }
        }
    }

    func value(_ value: String?) -> String? {
        functions.reduce(value) { $1($0) }
    }

    /// Whether a value is given for the case that the variable has none.
    var hasFallback: Bool {
        functions.contains { if case .fallback = $0 { true } else { false } }
    }
}
