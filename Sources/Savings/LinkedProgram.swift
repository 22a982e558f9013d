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
        let settings = try await LinkSettings(request, go)
        let main = if let main = request.main { main } else { try await go.onlyMain() }
        progress("compiling \(main) for \(request.target)")
        let list = try await go.packages(of: main, request)
        guard let root = list.first(where: { $0.isDependency != true }) else { throw ProgramError.noProgram(folder: main) }
        async let required = requirements(root, go)

        progress("reading \(list.count) packages of \(root.path)")
        var options = settings.options(request, main: root.path, list)
        options.buildInfoSize = BuildInfoText(root, list, request, settings).size
        do {
            let graph = try LinkGraph(try await archives(list), release: release(toolchain, minor: minor), options)
            return LinkedProgram(
                main: root.path, target: request.target, version: graph.version,
                analysis: try LinkAnalysis(graph, goroot: settings.trimsPaths ? nil : toolchain.root),
                packages: Dictionary(list.map { ($0.path, $0) }) { first, _ in first }, requirements: try await required,
                runtime: closure(of: "runtime", list), go: go, request: request, settings: settings, pattern: main)
        } catch let error as LinkageError {
            throw ProgramError.unlinkable("\(error)")
        }
    }

    private static func requirements(_ root: GoPackage, _ go: GoList) async throws -> [GoList.Requirement] {
        guard let file = root.module?.file else { return [] }
        return try await go.requirements(file)
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
        let file = try MappedFile(path: path, populated: false)
        let bytes = unsafe file.bytes.withUnsafeBytes { unsafe Array($0) }
        return try Archive(package: package.name == "main" ? "main" : package.path, bytes: bytes)
    }

    /// The constants in the toolchain's own sources; nil, for those of a known release, when they are not there or not as expected.
    package static func release(_ toolchain: GoToolchain, minor: Int) -> Release? {
        func text(_ path: String) -> String? {
            (try? MappedFile(path: "\(toolchain.root)/src/\(path)"))?.text
        }
        guard let relocationTypes = text(Release.Sources.relocationTypesPath),
            let symbolKinds = text(Release.Sources.symbolKindsPath), let objectFile = text(Release.Sources.objectFilePath),
            let builtins = text(Release.Sources.builtinsPath)
        else { return nil }
        return try? Release(
            minor: minor,
            sources: Release.Sources(
                relocationTypes: relocationTypes, symbolKinds: symbolKinds, objectFile: objectFile, builtins: builtins))
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
