internal import Host
internal import JSON
internal import Planning
internal import SystemPackage

/// Finds the programs of a project: of its module or workspace, and of modules in its sub-folders.
struct ProgramSurvey {
    /// Whether the project has a module or workspace at all.
    static func canLook(in project: Project) -> Bool {
        project.exists("go.mod") || project.exists("go.work") || !moduleFolders(of: project, below: ".", depth: 4).isEmpty
    }

    let project: Project
    let toolchain: GoToolchain
    let environment: [String: String]

    /// A package as this needs it.
    private struct Package: Decodable {
        var path: String
        var folder: String?
        var name: String?
        var cgoFiles: [String]?
        var isStandard: Bool?
        var isDependency: Bool?
        var dependencies: [String]?

        /// With a profile go lists packages once a program: `net [example.com/app]`.
        var importPath: String { String(path.prefix { $0 != " " }) }

        enum CodingKeys: String, CodingKey {
            case path = "ImportPath"
            case folder = "Dir"
            case name = "Name"
            case cgoFiles = "CgoFiles"
            case isStandard = "Standard"
            case isDependency = "DepOnly"
            case dependencies = "Deps"
        }
    }

    /// Modules to build, and further ones with programs that are named only. Throws `GoToolchainError`.
    func modules() async throws -> (built: [FoundModule], others: [FoundModule]) {
        var nested: [FoundModule] = []
        let isWorkspace = project.exists("go.work")
        let hasModule = isWorkspace || project.exists("go.mod")
        let own = hasModule ? FoundModule(folder: ".", programs: try await programs(in: ".")) : nil
        for folder in isWorkspace ? [] : Self.moduleFolders(of: project, below: ".", depth: 4) {
            guard let programs = try? await programs(in: folder), !programs.isEmpty else { continue }
            nested.append(FoundModule(folder: folder, programs: programs))
        }
        if let own, !own.programs.isEmpty || nested.isEmpty { return ([own], nested) }
        return (nested, [])
    }

    /// Folders with a go.mod, not those that go itself leaves out.
    private static func moduleFolders(of project: Project, below folder: String, depth: Int) -> [String] {
        guard depth > 0 else { return [] }
        return project.names(in: folder).sorted().flatMap { name -> [String] in
            let skipped =
                ["vendor", "node_modules", "testdata", "dist"].contains(name) || name.hasPrefix(".") || name.hasPrefix("_")
            let path = folder == "." ? name : "\(folder)/\(name)"
            guard !skipped, isFolder(project.path(path)) else { return [] }
            return (project.exists("\(path)/go.mod") ? [path] : []) + moduleFolders(of: project, below: path, depth: depth - 1)
        }
    }

    private func programs(in module: String) async throws -> [FoundProgram] {
        let folder = project.path(module)
        let mains = try await toolchain.mainPackages(in: folder, environment: environment)
        guard !mains.isEmpty else { return [] }
        let packages = await packages(of: mains, in: folder, ["CGO_ENABLED": "1"])
        let byPath = Dictionary(packages.map { ($0.path, $0) }) { first, _ in first }
        let roots = packages.filter { $0.isDependency != true }
        var programs: [FoundProgram] = []
        for main in mains {
            let place = main == "." ? folder : "\(folder)/\(main.dropFirst(2))"
            let root = roots.first { $0.folder.map { FileStamp($0)?.inode == FileStamp(place)?.inode } ?? false }
            let all = ([root].compactMap(\.self) + (root?.dependencies ?? []).compactMap { byPath[$0] })
                .filter { $0.cgoFiles?.isEmpty == false }
            var program = FoundProgram(
                path: main, cgoPackages: all.filter { $0.isStandard != true }.map(\.importPath),
                cgoStandard: all.filter { $0.isStandard == true && !$0.path.hasPrefix("runtime/") }.map(\.importPath).sorted(),
                hasProfile: fileExists("\(place)/default.pgo"))
            if !program.cgoPackages.isEmpty { program.needsCgoFor = await targetsThatNeedCgo(main, in: folder) }
            programs.append(program)
        }
        return programs
    }

    /// Targets for which a package of the program has no Go files once cgo is off.
    private func targetsThatNeedCgo(_ main: String, in folder: String) async -> [String] {
        var targets: [String] = []
        for target in InitialFiles.firstTargets {
            let parts = target.split(separator: "/").map(String.init)
            let go = GoList(
                toolchain: toolchain,
                environment: environment.merging(["CGO_ENABLED": "0", "GOOS": parts[0], "GOARCH": parts[1]]) { $1 },
                folder: folder)
            let answer = try? await go.run(["list", "-deps", "--", main])
            if answer?.said.contains("build constraints exclude all Go files") == true { targets.append(target) }
        }
        return targets
    }

    private func packages(of mains: [String], in folder: String, _ variables: [String: String]) async -> [Package] {
        let go = GoList(toolchain: toolchain, environment: environment.merging(variables) { $1 }, folder: folder)
        let fields = "-json=ImportPath,Dir,Name,CgoFiles,Standard,DepOnly,Deps"
        guard let answer = try? await go.run(["list", "-deps", "-e", fields, "--"] + mains) else { return [] }
        return (try? GoList.objects(answer.output)) ?? []
    }
}
