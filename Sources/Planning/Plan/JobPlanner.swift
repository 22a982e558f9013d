/// Plans the jobs of a pipeline one after the other and collects their problems and warnings.
struct JobPlanner {
    let pipeline: Pipeline
    let catalogue: TargetCatalogue
    let host: HostFacts
    /// Each once, in the order of the jobs.
    private(set) var problems: [Problem] = []
    private(set) var warnings: [String] = []

    init(pipeline: Pipeline, catalogue: TargetCatalogue, host: HostFacts) {
        self.pipeline = pipeline
        self.catalogue = catalogue
        self.host = host
    }

    /// Nil for a build that makes no sense: a binary that upx does not pack, told by a warning.
    mutating func job(_ main: MainPackage, folder: String, _ target: Target, _ preset: Preset) -> BuildJob? {
        if target.isUniversal { return universalJob(main, folder: folder, target, preset) }
        return job(
            main, folder: folder, target, preset, pipeline.overrides.filter { $0.builds.matches(main, target, preset) })
    }

    mutating func job(
        _ main: MainPackage, folder: String, _ target: Target, _ preset: Preset, _ overrides: [BuildOverride]
    ) -> BuildJob? {
        let value = { (name: String) in self.value(name, main, target, preset) }
        let settings = overrides.reduce(pipeline.settings.adding(preset.settings)) { $0.adding($1.settings) }
            .filled(with: value)
        let subject = Subject(
            settings: settings, compiler: settings.compiler ?? .gc, target: target,
            platform: catalogue.platform(of: target), isNative: target.goos + "/" + target.goarch == host.native,
            title: "preset `\(preset.name)`", place: overrides.last?.place ?? preset.place ?? main.place)
        if let upx = settings.upx, !packs(upx, subject) { return nil }
        note(subject.contradictions)
        warn(subject.warnings(preset))

        let compilers = compilers(subject)
        let base = host.goSettings.reduce(into: host.values.environment) { $0[$1.name] = $1.value }
        let recipe = subject.recipe
        let fixed = target.environment + [EnvironmentVariable("CGO_ENABLED", "0")]
        var environment = fixed.setting(recipe.environment(base: base, linkerFlags: compilers.linkerFlags))
            .setting(compilers.environment)
        let takenOver = host.goSettings.filter { setting in
            environment.value(setting.name) == nil && OutsideSettings.act(setting.name, on: subject.reading(host))
        }
        environment += takenOver
        let hooks = pipeline.hooks.filled(with: value)
        let name = archiveName(folder, target, value)
        note(problems(ofArchiveName: name))
        return BuildJob(
            main: main.path, importPath: main.importPath, target: target.name, preset: preset.name, workingDirectory: main.module,
            environment: environment, takenOver: takenOver.map(\.name).sorted(),
            pipelineEnvironment: fixed.setting(recipe.environment()), toolchain: settings.toolchain,
            flags: recipe.flags(profile: pipeline.profile),
            output: "\(folder)_\(target.fileName)/\(preset.name)/\(main.binary)\(target.suffix(buildmode: settings.buildmode))",
            archiveName: name, upx: settings.upx, before: hooks.beforeBuild,
            after: hooks.afterBuild)
    }

    /// The pipeline's name for archives, with what can be part of a file's name in place of paths.
    func archiveName(_ folder: String, _ target: Target, _ value: (String) -> String?) -> String? {
        guard let text = pipeline.artifacts?.name, let template = Template(text) else { return nil }
        return template.filled { name in
            switch name {
            case "main": folder
            case "target": target.fileName
            default: value(name)
            }
        }
    }

    /// Variables without a value are reported with the templates.
    func problems(ofArchiveName name: String?) -> [Problem] {
        guard let name, let place = pipeline.artifacts?.namePlace, !isFileName(name), !name.contains("{{") else { return [] }
        return [
            Problem(
                place: place, what: "`name` of `artifacts` is a file's name", found: "`\(name)`", expected: fileNameRule)
        ]
    }

    func value(_ name: String, _ main: MainPackage, _ target: Target, _ preset: Preset) -> String? {
        switch name {
        case "main": main.path
        case "target": target.name
        case "goos": target.goos
        case "goarch": target.goarch
        case "variant": target.variant ?? ""
        case "preset": preset.name
        default: host.values.value(name, pipeline: pipeline.name)
        }
    }

    private mutating func packs(_ arguments: [String], _ subject: Subject) -> Bool {
        let target = subject.target
        guard target.isPackable else {
            let reason = target.goos == "darwin" ? "macOS ends packed programs" : "upx has no format for it"
            warn(["\(target.name) is not built with \(subject.title): \(reason)"])
            return false
        }
        if !host.installed.contains("upx") {
            note([
                Problem(
                    place: subject.place, what: "\(subject.title) packs with upx, which is not on PATH",
                    expected:
                        "it from https://upx.github.io or Debian's upx-ucl (Debian 12: of bookworm-backports), or no such preset")
            ])
        }
        return true
    }

    /// `CC` and `CXX` for cgo, `GCCGO` for gccgo; a missing one is a problem.
    private mutating func compilers(
        _ subject: Subject
    ) -> (environment: [EnvironmentVariable], linkerFlags: [String]) {
        let choice = CompilerChoice(subject: subject, host: host)
        var environment: [EnvironmentVariable] = []
        if subject.compiler == .gccgo {
            switch choice.gccgo {
            case .success(let command): environment.append(EnvironmentVariable("GCCGO", command))
            case .failure(let problem): note([problem])
            }
        }
        guard subject.recipe.usesCgo, subject.platform?.cgo != .no else { return (environment, []) }
        switch choice.toolchain {
        case .success(nil): return (environment, [])
        case .success(let toolchain?):
            note([subject.contradiction(with: toolchain)].compactMap(\.self))
            environment += [EnvironmentVariable("CC", toolchain.cc), EnvironmentVariable("CXX", toolchain.cxx)]
            return (environment, toolchain.linkerFlags(subject.settings))
        case .failure(let problem):
            note([problem])
            return (environment, [])
        }
    }

    mutating func note(_ found: [Problem]) {
        for problem in found where !problems.contains(problem) { problems.append(problem) }
    }

    private mutating func warn(_ found: [String]) {
        for warning in found where !warnings.contains(warning) { warnings.append(warning) }
    }
}

extension JobPlanner {
    /// One build's settings, all layers of them, and what they are for.
    struct Subject {
        var settings: BuildSettings
        var compiler: Compiler
        var target: Target
        var platform: TargetCatalogue.Platform?
        /// The target is this machine's own.
        var isNative: Bool
        /// preset `strip`
        var title: String
        /// `FILE:LINE` of what says it last: the override, the preset or the main.
        var place: String

        var recipe: GoInvocation { GoInvocation(settings: settings, compiler: compiler) }

        /// Properties that decide which outside settings act on the build.
        func reading(_ host: HostFacts) -> OutsideSettings.Build {
            let isByGccgo = compiler == .gccgo
            let linksByC =
                host.outside("GO_EXTLINK_ENABLED") == "1" || settings.ldflags.contains { $0.contains("external") }
                || host.outside("GOFLAGS")?.contains("external") == true
            return OutsideSettings.Build(
                goarch: target.goarch, usesC: recipe.usesCgo || isByGccgo || linksByC, isByGccgo: isByGccgo)
        }
    }
}
