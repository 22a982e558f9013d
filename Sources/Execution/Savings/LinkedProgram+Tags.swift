internal import Linkage
internal import Planning
internal import Reporting

extension LinkedProgram {
    static let tagPrefix = "tag:"

    /// The program compiled with some tags turned over: set where they were not, not set where they were.
    ///
    /// Throws `ProgramError` when it does not compile.
    func turning(_ tags: [String]) async throws -> LinkedProgram {
        let now = request.tags
        var other = request.with(tags: now.filter { !tags.contains($0) } + tags.filter { !now.contains($0) })
        other.main = pattern
        return try await LinkedProgram.load(other, environment: go.environment)
    }

    /// What a tag changes, and the program with it turned over. Throws `ConfigurationError` for what is no tag of the program.
    func removal(tag: String, hasElimination: Bool) async throws -> (Removal, LinkedProgram) {
        let wish = Self.tagPrefix + tag
        func problem(_ what: String) -> ConfigurationError {
            ConfigurationError(problems: [Problem(place: "--without \(wish)", what: what)])
        }
        guard !tag.isEmpty, tag.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) else {
            throw problem("not a build tag, which has letters, digits, `_` and `.`")
        }
        let other = try await turning([tag])
        guard other.contents != contents else {
            throw problem("no package of \(main) changes with it; `pare tags` lists those that change something")
        }
        let removal = Removal(
            what: wish, kind: .tag, saves: size - other.size, contents: size - other.size, bytes: nil,
            alsoGone: analysis.packages.map(\.path).filter { !other.isLinked($0) }, onlyInitialised: nil,
            enablesMethodElimination: try !hasElimination && other.analysis.methodElimination().isEnabled)
        return (removal, other)
    }

    /// Archives by their names in Go's build cache, which are digests; for the main package, which records the tags, its files.
    private var contents: Set<String> {
        Set(packages.values.flatMap { $0.path == main ? ($0.goFiles ?? []) + ($0.cgoFiles ?? []) : [$0.archive ?? ""] })
    }
}
