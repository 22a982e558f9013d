package import Host
internal import Planning

/// The packages of a program, compiled, and what its go.mod requires: from go, or from what go said before, as long as nothing has
/// changed that decides it.
package struct ProgramList: Sendable {
    package let packages: [GoPackage]
    package let requirements: [GoList.Requirement]
    /// The program as go takes it.
    package let pattern: String
    /// Whether go was not asked.
    package let isSaved: Bool

    private static let kind = "lists"

    /// `settings` are those of go in the program's folder. Without `cache`, go is asked; with `isFresh`, too, and the answer kept.
    ///
    /// Throws `ProgramError`.
    package init(
        _ request: ProgramRequest, _ go: GoList, _ settings: GoSettings, cache: UserCache?, isFresh: Bool = false,
        progress: @Sendable (String) -> Void
    ) async throws {
        let key = Self.key(request, go, settings)
        if let cache, let key, !isFresh, let saved = Self.saved(cache, key),
            let packages = try? GoPackage.list(saved.packages), packages.allSatisfy({ $0.hasArchive })
        {
            self.packages = packages
            requirements = saved.requirements.isEmpty ? [] : try GoList.requirements(in: saved.requirements)
            pattern = request.main ?? "."
            isSaved = true
            return
        }
        let start = try await FileStamp.tick()
        let pattern = if let main = request.main { main } else { try await go.onlyMain() }
        progress("compiling \(pattern) for \(request.target)")
        let (packages, text) = try await go.list(of: pattern, request)
        let root = packages.first { $0.isDependency != true }
        let required = if let file = root?.module?.file { try await go.requirementsText(file) } else { "" }
        self.packages = packages
        requirements = required.isEmpty ? [] : try GoList.requirements(in: required)
        self.pattern = pattern
        isSaved = false
        // Of several programs in a module, which is the only one may change with a folder that is not looked at.
        guard let cache, let key, request.main != nil || pattern == ".",
            let sources = ListSources(packages, settings, go, before: start)
        else { return }
        let saved = SavedList(packages: text, requirements: required, sources: sources.lines).text(key: key)
        cache.write(Self.kind, key, unsafe saved.utf8.span.bytes)
    }

    private static func saved(_ cache: UserCache, _ key: String) -> SavedList? {
        guard let file = cache.file(kind, key) else { return nil }
        return SavedList(file.text, key: key)
    }

    /// Of what decides the answer and is no file; nil for flags that name files whose contents are not looked at.
    private static func key(_ request: ProgramRequest, _ go: GoList, _ settings: GoSettings) -> String? {
        let flags = request.flags + (settings["GOFLAGS"]?.split(separator: " ").map(String.init) ?? [])
        for flag in flags {
            let name = flag.drop { $0 == "-" || $0 == "'" || $0 == "\"" }.prefix { $0 != "=" }
            if ["overlay", "modfile", "toolexec", "pkgdir", "C"].contains(name) { return nil }
            if name == "pgo", !flag.hasSuffix("=auto"), !flag.hasSuffix("=off") { return nil }
        }
        guard settings["GO111MODULE"] != "off" else { return nil }
        let folder = go.folder.hasPrefix("/") ? go.folder : "\(currentFolder)/\(go.folder)"
        let parts =
            [
                PareVersion.executable, go.toolchain.executable, go.toolchain.version, go.toolchain.root, folder,
                request.main ?? "",
            ]
            + [request.target] + request.flags.map { "flag \($0)" } + request.variables.map { "\($0.name)=\($0.value)" }
            + settings.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            + ListSources.compilers(settings, go)
        return SHA256.hexadecimal(of: parts.map { "\($0.utf8.count) \($0)" }.joined(separator: "\n"))
    }
}

extension GoPackage {
    /// Whether its archive is still there, if it has one.
    fileprivate var hasArchive: Bool { archive.map { $0.isEmpty || fileExists($0) } ?? true }
}
