internal import Host
internal import JSON
internal import Planning
package import Reports
internal import Subprocess
internal import SystemPackage

/// Asks go about packages, in one folder.
package struct GoList {
    package var toolchain: GoToolchain
    package var environment: [String: String]
    package var folder: String

    package init(toolchain: GoToolchain, environment: [String: String], folder: String) {
        self.toolchain = toolchain
        self.environment = environment
        self.folder = folder
    }

    package struct Answer {
        package var output: String
        package var said: String
        package var succeeded: Bool

        /// Go says that there is no go.mod in the folder or above.
        package var lacksModule: Bool { said.contains("go.mod file not found") || said.contains("cannot find main module") }
    }

    /// A line of `require`.
    package struct Requirement: Decodable, Sendable {
        package var path: String
        package var version: String
        var isIndirect: Bool?

        package enum CodingKeys: String, CodingKey {
            case path = "Path"
            case version = "Version"
            case isIndirect = "Indirect"
        }
    }

    /// In a process group of its own, which ends with the task.
    package func run(_ arguments: [String]) async throws -> Answer {
        let answer = try await Subprocess.run(
            .path(FilePath(toolchain.executable)), arguments: Arguments(arguments), environment: .exactly(environment),
            workingDirectory: FilePath(folder), platformOptions: .ownGroup, output: .string(limit: 1 << 28),
            error: .string(limit: 1 << 22))
        try Task.checkCancellation()
        return Answer(
            output: answer.standardOutput, said: answer.standardError, succeeded: answer.terminationStatus.isSuccess)
    }

    /// A program's packages, compiled, each behind those it imports, and go's own text. Throws `ProgramError`.
    func list(of main: String, _ request: ProgramRequest) async throws -> (packages: [GoPackage], text: String) {
        let answer = try await run(
            ["list", "-export", "-deps", "-json=\(GoPackage.fields)"] + request.flags + ["--", main])
        let packages: [GoPackage]
        do {
            packages = try GoPackage.list(answer.output)
        } catch {
            throw ProgramError.unreadableList("\(error)")
        }
        let roots = packages.filter { $0.isDependency != true }
        guard answer.succeeded else {
            if answer.lacksModule { throw ProgramError.noModule(folder: folder) }
            throw ProgramError.notCompiled(package: roots.first?.path ?? main, said: trimmed(answer.said))
        }
        guard let root = roots.first, roots.count == 1 else {
            throw ProgramError.severalPackages(pattern: main, count: roots.count)
        }
        guard root.name == "main" else {
            throw ProgramError.notMain(package: root.path, name: root.name ?? "?", mains: (try? await programs().paths) ?? [])
        }
        return (packages, answer.output)
    }

    /// A program's packages, compiled, each behind those it imports. Throws `ProgramError`.
    package func packages(of main: String, _ request: ProgramRequest) async throws -> [GoPackage] {
        try await list(of: main, request).packages
    }

    /// The program in the folder itself, or the only one of those below. Throws `ProgramError`.
    package func onlyMain() async throws -> String {
        guard hasModule else { throw ProgramError.noModule(folder: folder) }
        let programs = try await programs()
        if programs.isHere { return "." }
        guard let first = programs.paths.first else {
            // In a sub-folder without programs the module's are meant.
            guard let module = absolute.enclosing(holding: ["go.mod", "go.work"]).first, module != absolute else {
                throw ProgramError.noProgram(folder: folder)
            }
            var whole = self
            whole.folder = module.string
            let paths = try await whole.programs().paths
            guard let only = paths.first else { throw ProgramError.noProgram(folder: folder) }
            guard paths.count == 1 else { throw ProgramError.severalPrograms(folder: folder, mains: paths) }
            return only
        }
        guard programs.paths.count == 1 else { throw ProgramError.severalPrograms(folder: folder, mains: programs.paths) }
        return first
    }

    /// Import paths of the main packages in and below the folder, and whether one is in the folder itself.
    private func programs() async throws -> (isHere: Bool, paths: [String]) {
        guard hasModule else { return (false, []) }
        let lines = try await run(["list", "-e", "-f", "{{.Name}}\t{{.ImportPath}}", ".", "./..."]).output.split(separator: "\n")
        let mains = lines.filter { $0.hasPrefix("main\t") }.map { String($0.dropFirst(5)) }
        return (lines.first?.hasPrefix("main\t") == true, mains.uniqued())
    }

    /// Objects one behind the other, as go prints them; each closes with a brace in the first column.
    package static func objects<Object: Decodable>(_ text: String) throws -> [Object] {
        let objects = text.split(separator: "\n}\n").filter { $0.contains("{") }
        let document = "[" + objects.map { $0 + "\n}" }.joined(separator: ",") + "]"
        return try JSONDecoder().decode([Object].self, from: document)
    }

    private var hasModule: Bool {
        !absolute.enclosing(holding: ["go.mod", "go.work"]).isEmpty
    }

    private var absolute: FilePath {
        FilePath(folder.hasPrefix("/") ? folder : currentFolder + "/" + folder).lexicallyNormalized()
    }

    private func trimmed(_ said: String) -> String {
        let lines = said.split(separator: "\n")
        return (lines.prefix(20) + (lines.count > 20 ? ["... \(lines.count - 20) more lines"] : [])).joined(separator: "\n")
    }

    /// Modules that a go.mod requires. Throws `ProgramError`.
    package func requirements(_ file: String) async throws -> [Requirement] {
        try Self.requirements(in: try await requirementsText(file))
    }

    /// A go.mod as go reads it.
    func requirementsText(_ file: String) async throws -> String {
        let answer = try await run(["mod", "edit", "-json", file])
        guard answer.succeeded else { throw ProgramError.unreadableList(trimmed(answer.said)) }
        return answer.output
    }

    static func requirements(in text: String) throws -> [Requirement] {
        struct Contents: Decodable {
            var requirements: [Requirement]?

            enum CodingKeys: String, CodingKey {
                case requirements = "Require"
            }
        }
        do {
            return try JSONDecoder().decode(Contents.self, from: text).requirements ?? []
        } catch {
            throw ProgramError.unreadableList("\(error)")
        }
    }
}

extension [GoList.Requirement] {
    /// Modules without a linked package: not in `live`, the modules of packages, and without a package in `linked`.
    package func dead(without live: Set<String>, linked: Set<String> = []) -> [SavingsReport.Module] {
        let paths = Set(map(\.path))
        var live = live
        for package in linked {
            // The module with the longest path that holds a package is its own.
            var path = Substring(package)
            while !paths.contains(String(path)), let slash = path.lastIndex(of: "/") { path = path[..<slash] }
            live.insert(String(path))
        }
        return filter { !live.contains($0.path) }.map {
            SavingsReport.Module(path: $0.path, version: $0.version, indirect: $0.isIndirect ?? false)
        }
    }
}
