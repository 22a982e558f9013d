internal import GoSource
internal import Host
package import Planning
package import SystemPackage

extension Project {
    /// The plan of the pipeline in `file`, narrowed, for this machine.
    ///
    /// `toolchain` tells what go has been set to; nil where there is none. Throws `ConfigurationError` with all problems of the file
    /// and of what it asks for, `FileError` when there is none to read.
    package func plan(
        _ file: String?, _ catalogue: TargetCatalogue, _ filters: BuildPlan.Filters = BuildPlan.Filters(),
        environment: [String: String], toolchain: GoToolchain?, isOfEarlierCommit: Bool = false
    ) async throws -> BuildPlan {
        let draft = try draft(file, catalogue)
        guard var pipeline = draft.pipeline else { throw ConfigurationError(ordering: draft.problems) }
        if isOfEarlierCommit {
            let all = pipeline
            pipeline.budgets = []
            pipeline.mains.removeAll { main in
                var alone = all
                alone.mains = [main]
                return !self.problems(ofMainsIn: alone, toolchain, environment).isEmpty
            }
            if pipeline.mains.isEmpty { pipeline = all }
        }
        let host = await HostFacts.discover(
            pipeline, catalogue, in: folder, environment: environment, toolchain: toolchain)
        var problems =
            draft.problems + problems(ofMainsIn: pipeline, toolchain, environment) + problems(ofProfileIn: pipeline)
            + problems(ofFilesIn: pipeline)
        do throws(ConfigurationError) {
            let plan = try BuildPlan.make(pipeline, catalogue: catalogue, host: host, filters: filters)
            if problems.isEmpty { return plan }
        } catch {
            // A filter may name an entry that could not be read.
            problems += error.problems.filter { draft.problems.isEmpty || !$0.place.hasPrefix("--") }
        }
        throw ConfigurationError(ordering: problems)
    }

    /// Modules that are not there, and mains that are not main packages of theirs.
    private func problems(
        ofMainsIn pipeline: Pipeline, _ toolchain: GoToolchain?, _ environment: [String: String]
    ) -> [Problem] {
        var problems: [Problem] = []
        for main in pipeline.mains {
            if !pipeline.std, !exists(main.module) {
                problems.append(
                    Problem(
                        place: main.place, what: "`\(main.path)`: its module's folder does not exist", found: "`\(main.module)`",
                        expected: "the folder of a go.mod", suggestion: nearestFolder(to: main.module)))
                continue
            }
            var path = joined(main.module, main.path)
            if pipeline.std {
                guard let sources = toolchain.map({ "\($0.root)/src" }), exists(sources) else { continue }
                path = "\(sources)/\(main.path)"
            } else if !main.path.hasPrefix(".") {
                continue
            }
            if holdsGo(path) {
                if !pipeline.std, let problem = problem(ofModuleOf: main, environment) {
                    problems.append(problem)
                } else if !pipeline.buildsLibraries, let name = libraryName(path) {
                    problems.append(
                        Problem(
                            place: main.place, what: "`\(main.path)` is a package but no program", found: "`package \(name)`",
                            expected: "a folder with `package main`"))
                }
                continue
            }
            let suggestion = nearestFolder(to: path).map { near in
                String(main.path.prefix(through: main.path.lastIndex(of: "/") ?? main.path.startIndex))
                    + (near.split(separator: "/").last ?? "")
            }
            problems.append(
                Problem(
                    place: main.place,
                    what: "no \(exists(path) ? "Go files in" : "main package at") `\(main.path)`",
                    expected: exists(path) ? "a main package" : nil, suggestion: suggestion))
        }
        return problems
    }

    /// Go finds no module for the main where it is to run, or another one than the main's.
    private func problem(ofModuleOf main: MainPackage, _ environment: [String: String]) -> Problem? {
        // Then go does not search for go.mod, or gets the path of go.work.
        let workspace = environment["GOWORK"] ?? ""
        if environment["GO111MODULE"] == "off" || !["", "off"].contains(workspace) { return nil }
        let around = absolute(main.module).enclosing(holding: ["go.mod"]).first
        if workspace.isEmpty, !absolute(main.module).enclosing(holding: ["go.work"]).isEmpty { return nil }
        let place = absolute(joined(main.module, main.path))
        let own = place.enclosing(holding: ["go.mod"]).first
        guard let own else {
            return Problem(
                place: main.place, what: "`\(main.path)`: neither its folder nor one around it has a go.mod",
                expected: "a module: go mod init")
        }
        if own == around { return nil }
        let project = absolute(".")
        let module = own.starts(with: project) ? own.components.dropFirst(project.components.count) : own.components.suffix(0)
        guard !module.isEmpty else {
            return Problem(
                place: main.place, what: "`\(main.path)` is not of the module in `\(main.module)`", found: "`\(own)/go.mod`",
                expected: "a main package of the module, or a go.work for both")
        }
        let folder = module.map(\.string).joined(separator: "/")
        let rest = place.components.dropFirst(own.components.count).map(\.string)
        return Problem(
            place: main.place, what: "`\(main.path)` is of another module, whose go.mod is in `\(folder)`",
            expected: "`modules: { \(folder): [\(rest.isEmpty ? "." : "./\(rest.joined(separator: "/"))")] }`, or a go.work here")
    }

    /// A path within the project, as a whole one.
    package func absolute(_ path: String) -> FilePath {
        if path.hasPrefix("/") { return FilePath(path).lexicallyNormalized() }
        let here = folder.hasPrefix("/") ? FilePath(folder) : FilePath(currentFolder).appending(folder)
        return here.appending(path).lexicallyNormalized()
    }

    /// The package's name when none of its files says that it is a program.
    private func libraryName(_ path: String) -> String? {
        let files = path.hasSuffix(".go") ? [path] : names(in: path).filter { isSource($0) }.map { "\(path)/\($0)" }
        var found: String?
        for file in files.sorted() {
            guard let source = try? MappedFile(path: self.path(file)).text else { continue }
            var scanner = GoScanner(source)
            guard scanner.next() == .word("package"), case .word(let name) = scanner.next() else { continue }
            if name == "main" { return nil }
            found = found ?? name
        }
        return found
    }

    private func isSource(_ name: String) -> Bool {
        name.hasSuffix(".go") && !name.hasSuffix("_test.go") && !name.hasPrefix("_") && !name.hasPrefix(".")
    }

    /// The profile is relative to each module that is built with it.
    private func problems(ofProfileIn pipeline: Pipeline) -> [Problem] {
        guard let profile = pipeline.profile, let place = pipeline.profilePlace, !profile.hasPrefix("/") else { return [] }
        let paths = pipeline.mains.map(\.module).uniqued().map { joined($0, profile) }
        return paths.filter { !exists($0) }.map { path in
            Problem(
                place: place, what: "the profile does not exist", found: "`\(path)`",
                expected: "a CPU profile, such as `go test -cpuprofile` or runtime/pprof writes")
        }
    }

    /// Files for the archives that are not there; hooks may make some.
    private func problems(ofFilesIn pipeline: Pipeline) -> [Problem] {
        guard let options = pipeline.artifacts, pipeline.hooks == Hooks() else { return [] }
        let files = ProjectFiles(folder: folder)
        let named = [(options.filesPlace, options.files)] + pipeline.artifactOverrides.map { ($0.filesPlace, $0.files ?? []) }
        let missing = named.flatMap { place, patterns in
            patterns.filter { place != nil && files.names($0.pattern).isEmpty }.map { (place: place ?? "", pattern: $0.pattern) }
        }
        return missing.map { place, pattern in
            Problem(
                place: place, what: "`files`: no file of the project is called so", found: "`\(pattern)`",
                expected: "a file, a glob or a folder",
                suggestion: pattern.contains { "*?/".contains($0) }
                    ? nil : nearestName(to: pattern, among: names(in: ".").sorted()))
        }
    }

    /// A folder with Go files in it, or a Go file.
    private func holdsGo(_ path: String) -> Bool {
        if path.hasSuffix(".go") { return exists(path) }
        return names(in: path).contains { $0.hasSuffix(".go") }
    }

    private func nearestFolder(to path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let last = parts.last else { return nil }
        let parent = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
        let folders = names(in: parent).filter { !$0.contains(".") }
        return nearestName(to: String(last), among: folders.sorted()).map { parent == "." ? $0 : "\(parent)/\($0)" }
    }

    /// The import path of a main package: the path in the nearest `go.mod` above it, and the folders between.
    package func importPath(of main: String, in module: String) -> String? {
        guard main.hasPrefix(".") else { return main }
        var parts = joined(module, main).split(separator: "/").map(String.init)
        var below: [String] = []
        while true {
            let folder = parts.isEmpty ? "." : parts.joined(separator: "/")
            if let path = (try? modulePath(module.hasPrefix("/") ? "/" + folder : folder)) ?? nil {
                return ([path] + below.reversed()).joined(separator: "/")
            }
            guard let last = parts.popLast() else { return nil }
            below.append(last)
        }
    }

    /// `module` and `main` as one path, without `.` elements.
    private func joined(_ module: String, _ main: String) -> String {
        let parts = "\(module)/\(main)".split(separator: "/").filter { $0 != "." }
        return (module.hasPrefix("/") ? "/" : "") + (parts.isEmpty ? "." : parts.joined(separator: "/"))
    }
}

extension Pipeline {
    /// Some builds are of a mode that takes packages which are no programs.
    fileprivate var buildsLibraries: Bool {
        ([settings] + presets.map(\.settings) + overrides.map(\.settings)).contains { $0.buildmode == "shared" }
    }
}
