/// A function of templates: `{{version | trimprefix "v"}}`.
enum TemplateFunction: Sendable, Equatable {
    case lower, upper
    case trimPrefix(String), trimSuffix(String)
    case replace(String, with: String)
    /// The next version: `v1.4.1` of `v1.4.0`, as goreleaser computes it.
    case increment(VersionPart)
    /// The value where a variable of the environment is not set.
    case fallback(String)

    enum VersionPart: String, Sendable { case incmajor, incminor, incpatch }

    static let names = [
        "lower", "upper", "trimprefix", "trimsuffix", "replace", "incmajor", "incminor", "incpatch", "default",
    ]

    init?(_ name: String, _ arguments: [String]) {
        switch (name, arguments.count) {
        case ("lower", 0): self = .lower
        case ("upper", 0): self = .upper
        case ("trimprefix", 1): self = .trimPrefix(arguments[0])
        case ("trimsuffix", 1): self = .trimSuffix(arguments[0])
        case ("replace", 2): self = .replace(arguments[0], with: arguments[1])
        case ("default", 1): self = .fallback(arguments[0])
        case (_, 0):
            guard let part = VersionPart(rawValue: name) else { return nil }
            self = .increment(part)
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
        case .increment(let part): return TagParts(text).map { part.next($0, prefix: text.hasPrefix("v") ? "v" : "") } ?? text
        case .fallback: return text
        }
    }
}

extension TemplateFunction.VersionPart {
    /// The patch version of a prerelease is that of its release. (github.com/Masterminds/semver)
    fileprivate func next(_ version: TagParts, prefix: String) -> String {
        func number(_ text: String, adding: Int) -> String {
            Int(text).map { "\($0.addingReportingOverflow(adding).partialValue)" } ?? text
        }
        switch self {
        case .incmajor: return "\(prefix)\(number(version.major, adding: 1)).0.0"
        case .incminor: return "\(prefix)\(version.major).\(number(version.minor, adding: 1)).0"
        case .incpatch:
            let patch = number(version.patch, adding: version.prerelease.isEmpty ? 1 : 0)
            return "\(prefix)\(version.major).\(version.minor).\(patch)"
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
