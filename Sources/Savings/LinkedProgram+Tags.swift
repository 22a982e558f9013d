internal import GoSource
internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// The program compiled with some tags toggled: set where they were not, not set where they were.
    ///
    /// Throws `ProgramError` when it does not compile.
    func turning(_ tags: [String]) async throws -> LinkedProgram {
        let now = settings.tags
        var other = request.with(tags: now.filter { !tags.contains($0) } + tags.filter { !now.contains($0) })
        other.main = pattern
        return try await LinkedProgram.load(other, environment: go.environment)
    }

    /// A toggled tag: the declarations of the source files that it leaves out, where it does nothing else, or the program
    /// compiled with it. Throws `ConfigurationError` for what is no tag of the program, `ProgramError`.
    func turned(tag: String) async throws -> Turned {
        if let cut = try await cut(tag: tag) { return .cut(cut) }
        let other = try await turning([tag])
        guard other.contents != contents else {
            throw failure(
                .tag(tag), "no package of \(main) changes with it; `pare tags` lists those that change something")
        }
        return .program(other)
    }

    enum Turned {
        case cut(ProgramCut)
        case program(LinkedProgram)
    }

    /// Savings of the tag and packages removed by it, when the program was compiled with it. Throws `LinkageError`.
    package func removal(tag: String, _ other: LinkedProgram, hasElimination: Bool) throws -> Removal {
        Removal(
            what: RemovalSubject.tag(tag).description, kind: .tag, saves: size - other.size, contents: size - other.size,
            bytes: nil,
            alsoGone: analysis.packages.map(\.path).filter { !other.isLinked($0) }, onlyInitialised: nil,
            enablesMethodElimination: try !hasElimination && other.analysis.methodElimination().isEnabled)
    }

    /// The cut that a tag is when all it does is to leave out Go files of one package that declare no variable with a value:
    /// such a value is computed in code that all files of a package share.
    private func cut(tag: String) async throws -> ProgramCut? {
        let tags = settings.tags
        let other = request.with(tags: tags.contains(tag) ? tags.filter { $0 != tag } : tags + [tag])
        let answer = try await go.run(["list", "-deps", "-json=\(GoPackage.fields)"] + other.flags + ["--", pattern])
        guard answer.succeeded, let list = try? GoPackage.list(answer.output) else { return nil }
        let left = Dictionary(list.map { ($0.path, $0) }) { first, _ in first }
        guard left.keys.allSatisfy({ packages[$0] != nil }) else { return nil }
        var cuts: [(package: GoPackage, files: Set<String>)] = []
        for package in packages.values {
            guard let other = left[package.path] else { continue }
            guard Set(other.sources).isSubset(of: package.sources) else { return nil }
            let files = Set(package.sources).subtracting(other.sources)
            if !files.isEmpty { cuts.append((package, files)) }
        }
        guard let (package, files) = cuts.first, cuts.count == 1, isLinked(package.path), package.cgoFiles?.isEmpty != false
        else { return nil }
        for file in files {
            let source = try MappedFile(path: "\(package.folder ?? ".")/\(file)").text
            if GoOutline(source: source).declarations.contains(where: { $0.keyword == "var" && $0.hasValue }) { return nil }
        }
        let declarations = try declarations(of: files, in: package)
        return ProgramCut(subject: .tag(tag), cut: .declarations(declarations))
    }

    /// Archives by their names in Go's build cache, which are digests; for the main package, which records the tags, its files.
    private var contents: Set<String> {
        Set(packages.values.flatMap { $0.path == main ? ($0.goFiles ?? []) + ($0.cgoFiles ?? []) : [$0.archive ?? ""] })
    }
}
