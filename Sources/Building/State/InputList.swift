internal import Host
internal import JSON
internal import Planning
internal import Toolchain

/// Finds what jobs read; what several of them read is looked at once.
actor InputList {
    private struct Question: Hashable {
        package var main: String
        package var folder: String
        package var environment: [String]
        package var flags: [String]
    }

    /// Packages of a program, from `go list`.
    private struct Answer {
        /// Folders of those that may change, and files that go with them.
        var inputs: [Input]
        /// Import paths of all that are compiled in, sorted.
        package var linked: [String]
    }

    private let toolchain: GoToolchain
    private let environment: [String: String]
    private var answers: [Question: Task<Answer?, Never>] = [:]
    private var observations: [Input: (state: Input.State, newest: Int)] = [:]

    package init(toolchain: GoToolchain, environment: [String: String]) {
        self.toolchain = toolchain
        self.environment = environment
    }

    /// How all that `job`, run at `place`, reads was at `start` (`FileStamp.now`); nil when that cannot be told any more, as
    /// some of it was changed since.
    func states(of job: BuildJob, at place: WorkingFolder, start: Int) async -> [Input.State]? {
        let settings = place.settings
        guard let packages = await packages(of: job, in: place.folder, settings) else { return nil }
        let named = Self.filesNamed(by: job, in: place.folder, settings).map { Input(kind: .named, path: $0) }
        let tools = place.tools(of: job).map { Input.file($0) }
        var states: [Input.State] = []
        for input in Self.toolchain(settings, toolchain) + moduleFiles(settings) + named + tools + packages {
            guard let observed = observations[input] ?? input.observed(), observed.newest < start else { return nil }
            observations[input] = observed
            if !states.contains(where: { $0.input == input }) { states.append(observed.state) }
        }
        return states
    }

    /// Tools of the Go distribution, whose packages come with them.
    private static func toolchain(_ settings: GoSettings, _ toolchain: GoToolchain) -> [Input] {
        let tools = settings["GOTOOLDIR"].map { folder in ["compile", "link", "asm", "cgo"].map { "\(folder)/\($0)" } } ?? []
        let version = settings["GOROOT"].map { ["\($0)/VERSION"] } ?? []
        return ([toolchain.executable] + version + tools).map { .file($0) }
    }

    private func moduleFiles(_ settings: GoSettings) -> [Input] {
        var files: [String] = []
        if let module = settings["GOMOD"], module != "/dev/null" {
            files += [module, String(module.dropLast(3)) + "sum", folder(of: module) + "/vendor/modules.txt"]
        }
        if let workspace = settings["GOWORK"], workspace != "off" {
            files += [workspace, workspace + ".sum", folder(of: workspace) + "/vendor/modules.txt"]
        }
        return files.map { .file($0) }
    }

    /// Files that flags and variables name: profiles, overlays and what these put in place of others, linker scripts, objects.
    static func filesNamed(by job: BuildJob, in folder: String, _ settings: GoSettings) -> [String] {
        let flags = job.flags + ["GOFLAGS", "CGO_LDFLAGS"].compactMap { settings[$0] }
        let texts = flags + job.environment.map(\.value)
        // A name may have blanks in it where it is all of a flag's value.
        let whole = flags.map { $0.drop { $0 != "=" }.dropFirst() }
        let words = whole + texts.flatMap { $0.split { " =,'\"".contains($0) } }
        let files = words.map { absolute(String($0), in: folder) }.filter { FileStamp($0)?.isFolder == false }
        let overlays = (flags + flags.flatMap { $0.split(separator: " ").map(String.init) }).flatMap { overlaid($0, in: folder) }
        return (files + overlays).uniqued()
    }

    /// The files that go reads in place of others, by `-overlay=FILE`. (`go help build`)
    private static func overlaid(_ flag: String, in folder: String) -> [String] {
        struct Overlay: Decodable {
            var replace: [String: String]

            enum CodingKeys: String, CodingKey { case replace = "Replace" }
        }
        let words = flag.split(separator: "=", maxSplits: 1)
        guard words.count == 2, words[0].drop(while: { $0 == "-" }) == "overlay",
            let file = try? MappedFile(path: absolute(String(words[1]), in: folder)),
            let overlay = try? JSONDecoder().decode(Overlay.self, from: file.text)
        else { return [] }
        return overlay.replace.values.sorted().filter { !$0.isEmpty }.map { absolute($0, in: folder) }
    }

    private static func absolute(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }

    /// Import paths of the packages that go compiles for the program and gives to the linker, sorted; nil when go does not tell.
    package func linked(in job: BuildJob, at place: WorkingFolder) async -> [String]? {
        let linked = await answer(job, in: place.folder, place.settings)?.linked
        return linked?.isEmpty == false ? linked : nil
    }

    /// Folders of the program's packages outside the Go distribution and the module cache, whose contents never change; nil when
    /// go does not tell.
    private func packages(of job: BuildJob, in folder: String, _ settings: GoSettings) async -> [Input]? {
        let isLocal = job.main.hasPrefix(".") || job.main.hasPrefix("/")
        if !isLocal, let root = settings["GOROOT"].map({ $0 + "/src" }), !Self.isDevelopment(folder, settings),
            FileStamp("\(root)/\(job.main)")?.isFolder == true
        {
            return []
        }
        return await answer(job, in: folder, settings)?.inputs
    }

    /// Packages of a distribution under development change.
    private static func isDevelopment(_ folder: String, _ settings: GoSettings) -> Bool {
        settings["GOROOT"].map { "\(folder)/".hasPrefix($0 + "/src/") } ?? false
            || settings["GOVERSION"]?.contains("devel") == true
    }

    /// Go is asked once for all builds that compile the same packages.
    private func answer(_ job: BuildJob, in folder: String, _ settings: GoSettings) async -> Answer? {
        let question = Question(
            main: job.main, folder: folder, environment: Record.environment(of: job),
            flags: job.flags.filter { Self.decidesPackages($0) })
        if let known = answers[question] { return await known.value }
        let go = GoList(toolchain: toolchain, environment: environment.merging(job.variables) { $1 }, folder: folder)
        let task = Task { () -> Answer? in
            let arguments = ["list", "-deps", "-f", Self.template] + question.flags + ["--", question.main]
            guard let answer = try? await go.run(arguments), answer.succeeded else { return nil }
            return Self.answer(answer.output, settings, includingStandard: Self.isDevelopment(folder, settings))
        }
        answers[question] = task
        return await task.value
    }

    /// `ImportPath`, `Dir`, `Standard`, its module's go.mod, then patterns of `//go:embed`.
    private static let template =
        #"{{.ImportPath}}{{"\t"}}{{.Dir}}{{"\t"}}{{.Standard}}{{"\t"}}{{with .Module}}{{.GoMod}}{{end}}{{range .EmbedPatterns}}{{"\t"}}{{.}}{{end}}"#

    private static func answer(_ list: String, _ settings: GoSettings, includingStandard: Bool) -> Answer {
        let cache = settings["GOMODCACHE"] ?? ""
        var inputs: [Input] = []
        var linked: Set<String> = []
        var modules: Set<String> = []
        for line in list.split(separator: "\n") {
            let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard words.count >= 4 else { continue }
            // `fmt [cmd/app]` is `fmt` compiled for the profile of that program; `unsafe` is not compiled.
            if words[0] != "unsafe" { linked.insert(String(words[0].prefix { $0 != " " })) }
            let folder = words[1]
            guard !folder.isEmpty, includingStandard || words[2] == "false" else { continue }
            if !cache.isEmpty, folder.hasPrefix(cache + "/") { continue }
            inputs.append(.package(folder))
            inputs += words.dropFirst(4).map { .embedded($0, in: folder) }
            if !words[3].isEmpty, modules.insert(words[3]).inserted { inputs.append(.file(words[3])) }
        }
        return Answer(inputs: inputs, linked: linked.sorted())
    }

    /// Flags of `go build` that decide which packages and files make the program.
    private static func decidesPackages(_ flag: String) -> Bool {
        let name = flag.drop { $0 == "-" }.prefix { $0 != "=" }
        // An external linker needs runtime/cgo.
        if name == "ldflags" { return flag.contains("linkmode") }
        return [
            "tags", "mod", "modfile", "overlay", "race", "msan", "asan", "cover", "coverpkg", "buildmode", "linkshared",
            "compiler",
            "installsuffix", "modcacherw",
        ].contains(String(name))
    }

    private func folder(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    }
}
