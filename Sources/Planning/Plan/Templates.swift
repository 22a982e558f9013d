/// Values of template variables that are the same for all builds.
public struct TemplateValues: Sendable, Equatable {
    /// Names with a value in any template, in addition to `env.NAME`.
    static let names =
        [
            "version", "tag", "major", "minor", "patch", "prerelease", "commit", "shortcommit", "branch", "date", "timestamp",
            "pipeline",
        ]
    /// Names with a value in what concerns one build.
    static let namesOfBuild = ["main", "target", "goos", "goarch", "variant", "preset"]
    /// Names whose value git knows.
    static let namesOfRevision = ["version", "commit", "shortcommit", "branch", "date", "timestamp"]
    /// Names whose value is part of the last tag.
    static let namesOfTag = ["tag", "major", "minor", "patch", "prerelease"]

    /// `git describe`: `v1.4.0`, `v1.4.0-3-g1c2e9a4`, `-dirty` behind it when files differ from the commit; without a tag the commit.
    public var version: String?
    /// The version is a bare commit because the clone is shallow, without the tags before it.
    public var lacksHistory = false
    /// Full hash of the commit.
    public var commit: String?
    /// As many of its digits as git needs, at least seven.
    public var shortCommit: String?
    /// `HEAD` where a commit of no branch is checked out, as git says it.
    public var branch: String?
    /// `SOURCE_DATE_EPOCH`, else the commit's time, as `2026-11-23T10:55:00Z`: never the clock, so that builds can be repeated.
    public var date: String?
    /// The date in seconds since 1970.
    public var timestamp: String?
    /// Why git's values are not there, and what to do.
    public var absence: String?
    /// Environment that go inherits.
    public var environment: [String: String]
    /// The pipeline's own variables, `env:`, which come before those of the environment.
    var definitions: [String: String] = [:]

    public init(
        version: String? = nil, commit: String? = nil, shortCommit: String? = nil, branch: String? = nil, date: String? = nil,
        timestamp: String? = nil, absence: String? = nil, environment: [String: String] = [:]
    ) {
        self.version = version
        self.commit = commit
        self.shortCommit = shortCommit
        self.branch = branch
        self.date = date
        self.timestamp = timestamp
        self.absence = absence
        self.environment = environment
    }

    /// Problems with variables that have no value here, and with values that go cannot pass on.
    ///
    /// - Parameter defined: names of the variables that the pipeline, a preset or an override sets.
    func problems(_ uses: [TemplateUse], defined: Set<String>) -> [Problem] {
        uses.compactMap { problem($0, defined) }.uniqued()
    }

    private func problem(_ use: TemplateUse, _ defined: Set<String>) -> Problem? {
        let what = "`{{\(use.variable)}}`"
        if use.variable.hasPrefix("env.") {
            let name = String(use.variable.dropFirst("env.".count))
            if environment[name] == nil, !use.isOptional, !defined.contains(name) {
                return Problem(
                    place: use.place, what: "\(what): neither `env` nor the environment has `\(name)`",
                    expected: "it to be set, or `{{\(use.variable) | default \"x\"}}`",
                    suggestion: nearestName(to: name, among: defined.sorted() + environment.keys.sorted()))
            }
        } else if Self.namesOfTag.contains(use.variable), value(use.variable, pipeline: "") == nil {
            return Problem(
                place: use.place,
                what: version == nil
                    ? "\(what) has no value: \(absence ?? "git does not tell it")"
                    : "\(what) has no value: no tag such as v1.2.3 leads to this commit", expected: "a tag, or `{{version}}`")
        } else if Self.namesOfRevision.contains(use.variable), value(use.variable, pipeline: "") == nil {
            return Problem(
                place: use.place, what: "\(what) has no value: \(absence ?? "git does not tell it")",
                expected: ["date", "timestamp"].contains(use.variable)
                    ? "a commit, or SOURCE_DATE_EPOCH in the environment" : "a commit")
        }
        guard let flags = use.flags, let words = FlagWords(flags), words.filled(with: { value($0, pipeline: "") }) == nil else {
            return nil
        }
        return Problem(
            place: use.place, what: "go cannot take the value of \(what) in a flag: it has blanks and both kinds of quotes",
            found: value(use.variable, pipeline: "").map { "`\($0)`" },
            expected: "a value without `'` or without `\"`; `{{\(use.variable) | replace \"\\\"\" \"\"}}` drops one kind")
    }

    func value(_ name: String, pipeline: String) -> String? {
        switch name {
        case "version": version
        case "commit": commit
        case "shortcommit": shortCommit
        case "branch": branch
        case "date": date
        case "timestamp": timestamp
        case "pipeline": pipeline
        case "tag": tag
        case "major": tag.flatMap { TagParts($0)?.major }
        case "minor": tag.flatMap { TagParts($0)?.minor }
        case "patch": tag.flatMap { TagParts($0)?.patch }
        case "prerelease": tag.flatMap { TagParts($0)?.prerelease }
        default: name.hasPrefix("env.") ? variable(String(name.dropFirst("env.".count))) : nil
        }
    }

    private func variable(_ name: String) -> String? { definitions[name] ?? environment[name] }

    /// The tag in `git describe`: without the number of commits since, their hash and `-dirty`.
    var tag: String? {
        guard var parts = version?.split(separator: "-", omittingEmptySubsequences: false) else { return nil }
        if parts.count > 1, parts.last == "dirty" { parts.removeLast() }
        if parts.count > 2, parts[parts.count - 1].hasPrefix("g"), parts[parts.count - 2].allSatisfy(\.isNumber) {
            parts.removeLast(2)
        }
        let tag = parts.joined(separator: "-")
        return commit?.hasPrefix(tag) == true ? nil : tag
    }

    /// Values of variables that may use each other: each sees those before it, and itself in the environment.
    func defining(_ variables: [EnvironmentVariable], pipeline: String) -> TemplateValues {
        variables.reduce(into: self) { values, variable in
            let known = values
            values.definitions[variable.name] =
                Template(variable.value)?.filled { known.value($0, pipeline: pipeline) } ?? variable.value
        }
    }
}

/// The parts of a tag that is a semantic version, with a path before it or without: `v1.4.0-rc.1`, `cmd/tool/v1.4.0`. (semver.org)
struct TagParts: Equatable {
    var major: String
    var minor: String
    var patch: String
    /// Empty where it has none.
    var prerelease: String

    init?(_ tag: String) {
        var text = tag.split(separator: "/").last ?? ""
        if text.hasPrefix("v") { text = text.dropFirst() }
        text = text.prefix { $0 != "+" }
        let numbers = text.prefix { $0 != "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...3).contains(numbers.count), numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else {
            return nil
        }
        major = String(numbers[0])
        minor = numbers.count > 1 ? String(numbers[1]) : "0"
        patch = numbers.count > 2 ? String(numbers[2]) : "0"
        prerelease = String(text.drop { $0 != "-" }.dropFirst())
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
        /// For a program that is measured, a server, and the address that tells that it serves.
        case measurement, server, address

        var names: [String] {
            switch self {
            case .run: TemplateValues.names
            case .build: TemplateValues.names + TemplateValues.namesOfBuild
            case .buildHook: TemplateValues.names + TemplateValues.namesOfBuild + ["path"]
            case .measurement: TemplateValues.names + ["binary", "goroot"]
            case .server: TemplateValues.names + ["binary", "port", "goroot"]
            case .address: TemplateValues.names + ["port"]
            }
        }
    }

    var parts: [Part]

    init(parts: [Part]) { self.parts = parts }

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
    /// Another value is given for the case that it has none.
    public var isOptional: Bool
    /// The flags of a tool whose words it is part of.
    public var flags: String?

    public init(variable: String, place: String, isOptional: Bool = false, flags: String? = nil) {
        self.variable = variable
        self.place = place
        self.isOptional = isOptional
        self.flags = flags
    }
}
