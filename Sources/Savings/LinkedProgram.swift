internal import GoMetadata
internal import Host
package import Linkage
package import Toolchain

/// A program compiled as its build would, its archives read, its linking replayed once: ready for queries.
package struct LinkedProgram: Sendable {
    /// Import path of the main package.
    package let main: String
    /// `linux/amd64`
    package let target: String
    /// `go1.27.3`
    package let version: String
    /// Bytes of the stripped file, modelled.
    package var size: Int { analysis.size }
    let analysis: LinkAnalysis
    /// By import path: all packages of the build, those without a byte in the file too.
    package let packages: [String: GoPackage]
    /// Requirements of go.mod; empty for programs of the Go distribution.
    package let requirements: [GoList.Requirement]
    /// Packages of the runtime, which every program has.
    package let runtime: Set<String>
    /// How go is asked about it: the main package as it was named, and the flags.
    package let go: GoList
    package let request: ProgramRequest
    package let settings: LinkSettings
    package let pattern: String
    /// Keeps the analysis for the next query while this one is answered; a report waits for it.
    let saving: Task<Void, Never>?

    /// Compiles what Go's build cache does not hold. `progress` gets one line before each step that may take a while.
    ///
    /// Throws `ProgramError`, `GoToolchainError` or `FileError`.
    package static func load(
        _ request: ProgramRequest, environment: [String: String], progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> LinkedProgram {
        let go = try await request.go(environment)
        let toolchain = go.toolchain
        // Reachability is the same there, but sizes are those of another encoding.
        guard !request.target.hasSuffix("/wasm"), !request.target.hasPrefix("aix/") else {
            throw ProgramError.unlinkable(
                "\(request.target): the size of WebAssembly and XCOFF files is not modelled; ask for another target, where about the same share goes"
            )
        }
        guard let minor = Release.minor(of: toolchain.version), GoReleases.replayed.contains(minor) else {
            throw ProgramError.unsupportedRelease(toolchain.version)
        }
        let goSettings = try await GoSettings(toolchain, environment: go.environment, folder: go.folder)
        let settings = try LinkSettings(request, goSettings)
        let cache = UserCache(environment: environment)
        var list = try await ProgramList(request, go, goSettings, cache: cache, progress: progress)
        do {
            let (analysis, saving): (LinkAnalysis, Task<Void, Never>?)
            do {
                (analysis, saving) = try await Self.analysis(of: list, request, settings, toolchain, minor, cache, progress)
            } catch ProgramError.vanished where list.isSaved {
                list = try await ProgramList(request, go, goSettings, cache: cache, isFresh: true, progress: progress)
                (analysis, saving) = try await Self.analysis(of: list, request, settings, toolchain, minor, cache, progress)
            }
            return LinkedProgram(
                main: try root(of: list).path, target: request.target, version: analysis.graph.version, analysis: analysis,
                packages: Dictionary(list.packages.map { ($0.path, $0) }) { first, _ in first }, requirements: list.requirements,
                runtime: closure(of: "runtime", list.packages), go: go, request: request, settings: settings,
                pattern: list.pattern, saving: saving)
        } catch let error as LinkageError {
            throw ProgramError.unlinkable("\(error)")
        }
    }

    private static func root(of list: ProgramList) throws -> GoPackage {
        guard let root = list.packages.first(where: { $0.isDependency != true }) else {
            throw ProgramError.noProgram(folder: list.pattern)
        }
        return root
    }

    /// Reads the archives, unless what they say is kept from an earlier question.
    private static func analysis(
        of list: ProgramList, _ request: ProgramRequest, _ settings: LinkSettings, _ toolchain: GoToolchain, _ minor: Int,
        _ cache: UserCache?, _ progress: @Sendable (String) -> Void
    ) async throws -> (LinkAnalysis, Task<Void, Never>?) {
        let root = try root(of: list)
        progress("reading \(list.packages.count) packages of \(root.path)")
        var options = settings.options(request, main: root.path, list.packages)
        options.buildInfoSize = BuildInfoText(root, list.packages, request, settings).size
        let goroot = settings.trimsPaths ? nil : toolchain.root
        let sources = releaseSources(toolchain)
        let saved = cache.flatMap { SavedAnalysis($0, list.packages, sources, options, minor: minor, goroot: goroot) }
        if let known = saved?.read() { return (known, nil) }
        let release = sources.flatMap { try? Release(minor: minor, sources: $0) }
        let graph = try LinkGraph(try await archives(list.packages), release: release, options)
        let analysis = try LinkAnalysis(graph.reduced(), goroot: goroot)
        return (analysis, saved.map { saved in Task.detached { saved.write(analysis) } })
    }

    package static func archives(_ list: [GoPackage]) async throws -> [Archive] {
        let compiled = list.filter { $0.archive?.isEmpty == false }
        let results = await inParallel(compiled) { package in Result { try archive(package) } }
        return try results.map { try $0.get() }
    }

    static func archive(_ package: GoPackage) throws -> Archive {
        let path = package.archive ?? ""
        guard fileExists(path) else {
            throw ProgramError.vanished(package: package.path, archive: path)
        }
        let file = try MappedFile(path: path)
        return try Archive(package: package.name == "main" ? "main" : package.path, copying: file.bytes)
    }

    /// The constants in the toolchain's own sources; nil, for those of a known release, when they are not there or not as expected.
    package static func release(_ toolchain: GoToolchain, minor: Int) -> Release? {
        releaseSources(toolchain).flatMap { try? Release(minor: minor, sources: $0) }
    }

    private static func releaseSources(_ toolchain: GoToolchain) -> Release.Sources? {
        func text(_ path: String) -> String? {
            (try? MappedFile(path: "\(toolchain.root)/src/\(path)"))?.text
        }
        guard let relocationTypes = text(Release.Sources.relocationTypesPath),
            let symbolKinds = text(Release.Sources.symbolKindsPath), let objectFile = text(Release.Sources.objectFilePath),
            let builtins = text(Release.Sources.builtinsPath)
        else { return nil }
        return Release.Sources(
            relocationTypes: relocationTypes, symbolKinds: symbolKinds, objectFile: objectFile, builtins: builtins)
    }

    /// A package and all it imports.
    private static func closure(of path: String, _ list: [GoPackage]) -> Set<String> {
        let imports = Dictionary(list.map { ($0.path, $0.imports ?? []) }) { first, _ in first }
        var found: Set<String> = [path]
        var queue = [path]
        while let next = queue.popLast() {
            for needed in imports[next] ?? [] where found.insert(needed).inserted { queue.append(needed) }
        }
        return found
    }
}
