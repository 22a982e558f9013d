internal import GoSource
internal import Host
internal import Profiles
package import Reports
internal import Subprocess
package import Toolchain

/// Asks the compiler which values of a program go to the heap: a build with `-m=2`, whose answers go keeps like any build's.
package struct EscapeSurvey {
    private let request: ProgramRequest
    private let environment: [String: String]

    package init(_ request: ProgramRequest, environment: [String: String]) {
        self.request = request
        self.environment = environment
    }

    /// - Parameters:
    ///   - pattern: the packages to ask about, as `-gcflags` takes it; nil for those of the module, or for a program of the Go
    ///     distribution for the main package.
    ///   - profiles: profiles of the heap, whose allocated bytes are joined with the lines.
    ///
    /// Throws `ProgramError`, `GoToolchainError`, `FileError`.
    package func report(of pattern: String?, _ profiles: [HeapReport.Source]) async throws -> EscapesReport {
        let go = try await request.go(environment)
        let main: String
        if let name = request.main { main = name } else { main = try await go.onlyMain() }
        let isOfModule = main.hasPrefix(".") || main.hasPrefix("/")
        let pattern = pattern ?? (isOfModule ? "./..." : main)
        let name = try await go.run(["list", "-f", "{{.ImportPath}}"] + request.flags + ["--", main])
        guard name.succeeded else { throw ProgramError.notCompiled(package: main, said: name.said) }
        let path = String(name.output.prefix { $0 != "\n" })

        var lines = EscapeLines()
        var said: [String] = []
        let build = GoProcess(
            executable: go.toolchain.executable, arguments: ["build"] + flags(pattern) + ["-o", "/dev/null", "--", main],
            environment: go.environment, workingDirectory: go.folder)
        let exit = try await build.run { line in
            lines.add(line)
            if said.count < 40, !line.contains("inline"), !line.contains("escape"), !line.hasPrefix("#") { said.append(line) }
        }
        guard exit.status.isSuccess else {
            throw ProgramError.notCompiled(package: path, said: said.prefix(20).joined(separator: "\n"))
        }
        let folder = go.folder.hasPrefix("/") ? go.folder : currentFolder + "/" + go.folder
        return EscapesReport(
            target: request.target, go: go.toolchain.version, main: path, pattern: pattern, profiles: profiles.map(\.path),
            lines: joined(self.lines(lines.escapes, folder), profiles, main: path))
    }

    /// Flags of the request, with `-m=2` added to its compiler flags.
    private func flags(_ pattern: String) -> [String] {
        let prefix = "-gcflags="
        let passed = request.flags.filter { $0.hasPrefix(prefix) }.map { flag in
            let value = flag.dropFirst(prefix.count)
            return value.hasPrefix("all=") ? String(value.dropFirst(4)) : String(value)
        }
        return request.flags + ["\(prefix)\(pattern)=\((passed + ["-m=2"]).joined(separator: " "))"]
    }

    /// One entry a line of the source, with the function that it is in.
    private func lines(_ escapes: [EscapeLines.Escape], _ folder: String) -> [EscapesReport.Line] {
        var outlines: [String: [(line: Int, name: String)]] = [:]
        var places: [String: Int] = [:]
        var lines: [EscapesReport.Line] = []
        for escape in escapes {
            let path = escape.file.hasPrefix("/") ? escape.file : "\(folder)/\(escape.file)"
            let functions = outlines[path] ?? Self.functions(path)
            outlines[path] = functions
            let value = EscapesReport.Value(
                column: escape.column, value: escape.value, isVariable: escape.isVariable, reason: escape.reason)
            let key = "\(escape.package) \(escape.file):\(escape.line)"
            if let index = places[key] {
                lines[index].values.append(value)
            } else {
                places[key] = lines.count
                lines.append(
                    EscapesReport.Line(
                        package: escape.package, function: functions.last { $0.line <= escape.line }?.name,
                        file: escape.file.hasPrefix("./") ? String(escape.file.dropFirst(2)) : escape.file, line: escape.line,
                        values: [value]))
            }
        }
        return lines
    }

    private static func functions(_ path: String) -> [(line: Int, name: String)] {
        guard let text = try? MappedFile(path: path).text else { return [] }
        return GoOutline(source: text).declarations.compactMap { declaration in
            declaration.keyword == "func" ? declaration.name.map { (declaration.line, $0) } : nil
        }
    }

    /// Lines of a profile are those of the source, also where a function is inlined: they meet by package, file name and line.
    private func joined(
        _ lines: [EscapesReport.Line], _ profiles: [HeapReport.Source], main: String
    ) -> [EscapesReport.Line] {
        guard !profiles.isEmpty else { return lines }
        struct Place: Hashable {
            var package: String
            var file: Substring
            var line: Int
        }
        var sums: [Place: (bytes: Int, objects: Int)] = [:]
        for source in profiles {
            let (space, objects) = (source.profile.type(named: "alloc_space"), source.profile.type(named: "alloc_objects"))
            guard let space, let objects else { continue }
            for (site, sum) in source.profile.sumsBySite() {
                let path = Profiles.package(ofFunction: site.function) ?? ""
                let place = Place(
                    package: path == "main" ? main : path, file: site.file.split(separator: "/").last ?? "", line: site.line)
                let known = sums[place] ?? (0, 0)
                sums[place] = (known.bytes &+ Int(sum.flat[space]), known.objects &+ Int(sum.flat[objects]))
            }
        }
        return lines.map { line in
            let sum = sums[Place(package: line.package, file: line.file.split(separator: "/").last ?? "", line: line.line)]
            var line = line
            line.allocated = sum?.bytes ?? 0
            line.objects = sum?.objects ?? 0
            return line
        }
    }
}
