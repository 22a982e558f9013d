/// A text with `{{NAME}}` in it, for a value that is known when the plan is made.
struct Template: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case text(String)
        /// `version`, `env.HOME`
        case variable(String)
    }

    /// Which names a text may use.
    enum Scope: Sendable {
        /// Once for a run.
        case run
        /// For each build.
        case build
        /// For a command that follows or precedes a build.
        case buildHook

        var names: [String] {
            switch self {
            case .run: TemplateValues.names
            case .build: TemplateValues.names + TemplateValues.namesOfBuild
            case .buildHook: TemplateValues.names + TemplateValues.namesOfBuild + ["path"]
            }
        }
    }

    var parts: [Part]

    /// Nil when a `{{` has no `}}`.
    init?(_ text: String) {
        parts = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { return nil }
            let inside = rest[..<close.lowerBound].split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
            parts.append(.variable(inside))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty || parts.isEmpty { parts.append(.text(String(rest))) }
    }

    var variables: [String] {
        parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The text with each variable replaced; one without a value stays as it is.
    func filled(with value: (String) -> String?) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .variable(let name): value(name) ?? "{{\(name)}}"
            }
        }.joined()
    }
}
