public import Planning

/// A removal as `--without` and `--prove` name it, in the one form that options, reports and commands share.
public enum RemovalSubject: Sendable, Hashable, CustomStringConvertible {
    /// `net/http`
    case package(String)
    /// `module:gopkg.in/yaml.v3`
    case module(String)
    /// `example.com/app/web->net/http`
    case edge(from: String, to: String)
    /// Linker name: `func:net/http.(*Client).Do`
    case function(String)
    /// `file:xml.go`
    case file(String)
    /// Set where it was not set, not set where it was: `tag:netgo`
    case tag(String)

    /// Prefixes of all forms that have one, with what follows them in words for errors.
    private static let forms: [(prefix: String, noun: String, placeholder: String, make: @Sendable (String) -> RemovalSubject)] =
        [
            ("module:", "module", "PATH", { .module($0) }), ("func:", "function", "SYMBOL", { .function($0) }),
            ("file:", "file", "NAME", { .file($0) }), ("tag:", "build tag", "NAME", { .tag($0) }),
        ]
    private static let arrow = "->"

    /// Reads one argument. Throws what is wrong with it, placed at `OPTION ARGUMENT`.
    public init(_ text: String, option: String = "--without") throws(ConfigurationError) {
        func failure(_ what: String, suggestion: String? = nil) -> ConfigurationError {
            ConfigurationError(problems: [Problem(place: "\(option) \(text)", what: what, suggestion: suggestion)])
        }
        let trimmed = text.trimmed
        if let form = Self.forms.first(where: { trimmed.hasPrefix($0.prefix) }) {
            let name = String(trimmed.dropFirst(form.prefix.count))
            guard !name.isEmpty else { throw failure("names no \(form.noun); write \(form.prefix)\(form.placeholder)") }
            self = form.make(name)
            if case .tag = self, !name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) {
                throw failure("not a build tag, which has letters, digits, `_` and `.`")
            }
            return
        }
        let ends = trimmed.components(separatedBy: Self.arrow).map(\.trimmed)
        guard ends.allSatisfy({ !$0.isEmpty }) else {
            throw failure(
                ends.count == 1
                    ? "empty; write a package, module:PATH, an import A->B, func:SYMBOL, file:NAME or tag:NAME"
                    : "an import has two packages; write A->B")
        }
        guard ends.count < 3 else { throw failure("\(ends.count) packages in one import; write one A->B for each import") }
        for path in ends {
            if let colon = path.firstIndex(of: ":") {
                let prefix = String(path[...colon])
                let near = nearestName(to: prefix, among: Self.forms.map(\.prefix))
                throw failure(
                    "unknown prefix `\(prefix)`; write \(Self.forms.map(\.prefix).joined(separator: ", ")) or an import path",
                    suggestion: near.map { $0 + path[path.index(after: colon)...] })
            }
        }
        self = ends.count == 2 ? .edge(from: ends[0], to: ends[1]) : .package(ends[0])
    }

    /// All arguments of an option; throws the problems of all at once.
    public static func list(_ texts: [String], option: String = "--without") throws(ConfigurationError) -> [RemovalSubject] {
        var problems: [Problem] = []
        var subjects: [RemovalSubject] = []
        for text in texts {
            do throws(ConfigurationError) {
                subjects.append(try RemovalSubject(text, option: option))
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return subjects
    }

    /// As an option takes it.
    public var description: String {
        switch self {
        case .package(let path): path
        case .module(let path): "module:\(path)"
        case .edge(let from, let to): from + Self.arrow + to
        case .function(let name): "func:\(name)"
        case .file(let name): "file:\(name)"
        case .tag(let name): "tag:\(name)"
        }
    }

    /// As tables show it: `A → B` for an import.
    public var title: String {
        if case .edge(let from, let to) = self { "\(from) → \(to)" } else { description }
    }

    public var kind: Removal.Kind {
        switch self {
        case .package: .package
        case .module: .module
        case .edge: .edge
        case .function: .function
        case .file: .file
        case .tag: .tag
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = Substring(self)
        while let found = rest.firstRange(of: separator) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }
}
