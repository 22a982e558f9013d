/// The text of the pipeline that goreleaser's builds and archives amount to.
struct GoreleaserPipelineText {
    let file: String
    let name: String
    let builds: [GoreleaserBuild]
    let before: [String]
    let archives: [ImportedCell]
    let checksums: String?
    let sbom: Bool
    let notes: [ImportReader.Note]
    let facts: ProjectFacts
    private var out = PipelineWriter()

    init(
        file: String, name: String, builds: [GoreleaserBuild], before: [String], archives: [ImportedCell], checksums: String?,
        sbom: Bool, notes: [ImportReader.Note], facts: ProjectFacts
    ) {
        self.file = file
        self.name = name
        self.builds = builds
        self.before = before
        self.archives = archives
        self.checksums = checksums
        self.sbom = sbom
        self.notes = notes
        self.facts = facts
    }

    private struct Program: Equatable {
        var folder: String
        var main: String
    }

    private var programs: [Program] {
        builds.map { Program(folder: $0.folder, main: $0.main) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Several builds of one program differ by preset, others by program.
    private var differByPreset: Bool { programs.count < builds.count }

    mutating func written() -> String {
        out.comment("Converted from \(file) by `pare init`.")
        if !notes.isEmpty { out.comment("Entries without a counterpart: \(notes.count); the list is at the end.") }
        out.line("name: \(yamlQuoted(isFileName(name) ? name : "release"))")
        writePrograms()
        let targets = builds.flatMap(\.targets).uniqued()
        out.line()
        out.line("targets:")
        for target in targets { out.line("- \(yamlQuoted(target.name))", indent: 2) }
        writeExclusions(targets)
        writeSettings()
        writeArtifacts()
        writeNotes()
        return out.text
    }

    private mutating func writePrograms() {
        out.line()
        let folders = programs.map(\.folder).uniqued()
        let list = { (programs: [Program]) in programs.map(\.main) }
        if folders.count > 1 {
            out.line("modules:")
            for folder in folders {
                out.entry(yamlQuoted(folder), .list(list(programs.filter { $0.folder == folder })), indent: 2)
            }
            return
        }
        if let folder = folders.first, folder != "." { out.line("module: \(yamlQuoted(folder))") }
        out.line("mains:")
        for program in programs {
            let ids = builds.filter { $0.main == program.main && $0.folder == program.folder }.map { "`\($0.id)`" }
            out.line("- \(yamlQuoted(program.main)) # \(ids.joined(separator: ", "))", indent: 2)
        }
    }

    private func selector(_ index: Int) -> (key: String, value: ImportedValue)? {
        guard let build = builds.first(where: { $0.cells.first?.build == index }) else { return nil }
        if differByPreset { return ("preset", .scalar(presetName(build))) }
        return builds.count == 1 ? nil : ("main", .scalar(selectorName(build)))
    }

    /// The path, or the import path where folders have mains of the same path.
    private func selectorName(_ build: GoreleaserBuild) -> String {
        guard programs.count(where: { $0.main == build.main }) > 1, let module = facts.modulePath(build.folder) else {
            return build.main
        }
        return build.main == "." ? module : "\(module)/\(build.main.dropFirst(2))"
    }

    private func presetName(_ build: GoreleaserBuild) -> String {
        let name = String(build.id.map { isFileName("a\($0)") ? $0 : "-" })
        let isBuiltIn = Preset.builtIn.contains { $0.name == name }
        return isBuiltIn || !isFileName(name) ? "build-\(name)" : name
    }

    private mutating func writeExclusions(_ targets: [Target]) {
        var lines = PipelineWriter()
        for build in builds {
            let missing = targets.filter { !build.targets.contains($0) }
            if !missing.isEmpty, let index = build.cells.first?.build, let selector = selector(index) {
                lines.item([selector], [("target", targetValue(targetPatterns(missing, among: targets)))], indent: 2)
            }
        }
        if differByPreset, programs.count > 1 {
            for program in programs {
                let others = builds.filter { $0.main != program.main || $0.folder != program.folder }.map(presetName)
                lines.item([("main", .scalar(program.main))], [("preset", .list(others))], indent: 2)
            }
        }
        guard !lines.text.isEmpty else { return }
        out.line("exclude:")
        for line in lines.text.split(separator: "\n") { out.line(String(line)) }
    }

    private func targetValue(_ patterns: [String]) -> ImportedValue {
        patterns.count == 1 ? .scalar(patterns[0]) : .list(patterns)
    }

    private mutating func writeSettings() {
        let cells = builds.flatMap { $0.cells + $0.slices }
        let variables = cells.flatMap { $0.values.keys }.filter { $0.hasPrefix("env.") }.uniqued().sorted()
        let settings = ImportedSettings(cells, keys: GoreleaserBuildReader.keys + variables)
        let everywhere = settings.common.filter { $0.key == "binary" }
        let hooks = settings.common.filter { HooksReader.keysOfBuild.contains($0.key) }
        let common = settings.common.filter { pair in pair.key != "binary" && !hooks.contains { $0.key == pair.key } }
        var overrides = settings.overrides
        out.line()
        if !everywhere.isEmpty { out.settings(everywhere, indent: 0) }
        if differByPreset { out.settings(common, indent: 0) }
        out.line("presets:")
        let presets = differByPreset ? builds.map { ($0.cells.first?.build, presetName($0)) } : [(nil, "release")]
        for (build, name) in presets {
            var own: [(key: String, value: ImportedValue)] = differByPreset ? [] : common
            if let build, let index = overrides.firstIndex(where: { $0.build == build && $0.targets.isEmpty }) {
                own = overrides[index].values.filter { !HooksReader.keysOfBuild.contains($0.key) }
                overrides[index].values.removeAll { !HooksReader.keysOfBuild.contains($0.key) }
            }
            out.item(
                [("name", .scalar(name)), ("about", .scalar("As \(file) builds it\(differByPreset ? ": \(name)" : "")."))], own,
                indent: 2)
        }
        write(overrides.filter { !$0.values.isEmpty }, indent: 0)
        guard !before.isEmpty || !hooks.isEmpty else { return }
        out.line()
        out.line("hooks:")
        if !before.isEmpty { out.entry("before", .list(before.uniqued()), indent: 2) }
        for (key, value) in hooks { out.entry(key, value, indent: 2) }
    }

    private mutating func write(_ overrides: [ImportedSettings.Override], indent: Int) {
        guard !overrides.isEmpty else { return }
        out.line("overrides:", indent: indent)
        for override in overrides {
            let selectors = [
                override.build.flatMap(selector),
                override.targets.isEmpty ? nil : ("target", targetValue(override.targets)),
            ].compactMap(\.self)
            out.item(selectors, override.values.map { ($0.key, literal($0.value, in: override)) }, indent: indent + 2)
        }
    }

    /// Names of the target as they are where a value is for one target only.
    private func literal(_ value: ImportedValue, in override: ImportedSettings.Override) -> ImportedValue {
        let parts = override.targets.first?.split(separator: "/").map(String.init) ?? []
        guard case .scalar(let text) = value, override.targets.count == 1, parts.count > 1, parts[1] != "*" else { return value }
        return .scalar(text.replacing("{{goos}}", with: parts[0]).replacing("{{goarch}}", with: parts[1]))
    }

    private mutating func writeArtifacts() {
        out.line()
        out.line("artifacts:")
        var cells = archives
        let formats = Set(
            cells.map {
                $0.target.goos == "windows" ? $0.values["archive"] == .scalar("zip") : $0.values["archive"] == .scalar("tar.gz")
            })
        if formats == [true], cells.contains(where: { $0.target.goos == "windows" }) {
            for index in cells.indices { cells[index].values["archive"] = .scalar("auto") }
        }
        let settings = ImportedSettings(cells, keys: GoreleaserArchives.keys, replaces: true)
        out.settings(settings.common, indent: 2)
        out.line(checksums.map { "checksums: { file: \(yamlQuoted($0)) }" } ?? "checksums: none", indent: 2)
        if sbom { out.line("sbom: cyclonedx", indent: 2) }
        write(settings.overrides, indent: 2)
    }

    private mutating func writeNotes() {
        guard !notes.isEmpty else { return }
        out.line()
        out.comment("Without a counterpart, by line of \(file):")
        for note in notes.enumerated().sorted(by: { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }).map(\.element)
        {
            out.comment("\(note.line): \(note.path): \(note.reason)", hanging: "  ")
        }
    }
}
