/// Values of template variables that are the same for all builds.
public struct TemplateValues: Sendable, Equatable {
    /// Names with a value in any template, in addition to `env.NAME`.
    static let names = ["version", "commit", "shortcommit", "date", "timestamp", "pipeline"]
    /// Names with a value in what concerns one build.
    static let namesOfBuild = ["main", "target", "goos", "goarch", "variant", "preset"]
    /// Names whose value git knows.
    static let namesOfRevision = ["version", "commit", "shortcommit", "date", "timestamp"]

    /// `git describe`: `v1.4.0`, `v1.4.0-3-g1c2e9a4`, `-dirty` behind it when files differ from the commit; without a tag the commit.
    public var version: String?
    /// The version is a bare commit because the clone is shallow, without the tags before it.
    public var lacksHistory = false
    /// Full hash of the commit.
    public var commit: String?
    /// As many of its digits as git needs, at least seven.
    public var shortCommit: String?
    /// `SOURCE_DATE_EPOCH`, else the commit's time, as `2026-11-23T10:55:00Z`: never the clock, so that builds can be repeated.
    public var date: String?
    /// The date in seconds since 1970.
    public var timestamp: String?
    /// Why git's values are not there, and what to do.
    public var absence: String?
    /// Environment that go inherits.
    public var environment: [String: String]

    public init(
        version: String? = nil, commit: String? = nil, shortCommit: String? = nil, date: String? = nil,
        timestamp: String? = nil, absence: String? = nil, environment: [String: String] = [:]
    ) {
        self.version = version
        self.commit = commit
        self.shortCommit = shortCommit
        self.date = date
        self.timestamp = timestamp
        self.absence = absence
        self.environment = environment
    }

    /// Problems with variables that have no value here.
    func problems(_ uses: [TemplateUse]) -> [Problem] {
        uses.compactMap { use in
            if use.variable.hasPrefix("env.") {
                let name = String(use.variable.dropFirst("env.".count))
                guard environment[name] == nil else { return nil }
                return Problem(
                    place: use.place, what: "`{{\(use.variable)}}`: the environment has no `\(name)`", expected: "it to be set",
                    suggestion: nearestName(to: name, among: environment.keys.sorted()))
            }
            guard Self.namesOfRevision.contains(use.variable), value(use.variable, pipeline: "") == nil else { return nil }
            return Problem(
                place: use.place, what: "`{{\(use.variable)}}` has no value: \(absence ?? "git does not tell it")",
                expected: ["date", "timestamp"].contains(use.variable)
                    ? "a commit, or SOURCE_DATE_EPOCH in the environment" : "a commit")
        }
    }

    func value(_ name: String, pipeline: String) -> String? {
        switch name {
        case "version": version
        case "commit": commit
        case "shortcommit": shortCommit
        case "date": date
        case "timestamp": timestamp
        case "pipeline": pipeline
        default: name.hasPrefix("env.") ? environment[String(name.dropFirst("env.".count))] : nil
        }
    }
}

/// A text with `{{NAME}}` in it, for a value that is known when the plan is made.
struct Template: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case text(String)
        case variable(Variable)
    }

    /// `version`, `env.HOME | default "/"`
    struct Variable: Sendable, Equatable {
        var name: String
        var functions: [TemplateFunction]
        /// As written, with single blanks.
        var text: String
        /// Reason why a function cannot be used.
        var problem: String?
    }

    /// Variables that a text may use.
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
            parts.append(.variable(Variable(inside)))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty || parts.isEmpty { parts.append(.text(String(rest))) }
    }

    var variables: [Variable] {
        parts.compactMap { if case .variable(let name) = $0 { name } else { nil } }
    }

    /// The text with each variable replaced; one without a value stays as it is. `quoting` changes each value last.
    func filled(quoting quoted: (String) -> String = { $0 }, with value: (String) -> String?) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .variable(let variable): variable.value(value(variable.name)).map(quoted) ?? "{{\(variable.text)}}"
            }
        }.joined()
    }
}

/// A place in a pipeline where a template asks for a variable.
public struct TemplateUse: Sendable, Equatable {
    /// `version`, `env.HOME`
    public var variable: String
    /// `FILE:LINE`
    public var place: String

    public init(variable: String, place: String) {
        self.variable = variable
        self.place = place
    }
}
