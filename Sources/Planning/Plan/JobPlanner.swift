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
        var settings = overrides.reduce(pipeline.settings.adding(preset.settings)) { $0.adding($1.settings) }
        let values = values(with: settings.environment, main, target, preset)
        let planner = self
        let value = { (name: String) in planner.value(name, values, main, target, preset) }
        settings = settings.filled(with: value)
        for index in settings.environment.indices {
            let name = settings.environment[index].name
            settings.environment[index] = EnvironmentVariable(name, values.definitions[name] ?? settings.environment[index].value)
        }
        var subject = Subject(
            settings: settings, compiler: settings.compiler ?? .gc, target: target,
            platform: catalogue.platform(of: target), isNative: target.goos + "/" + target.goarch == host.native,
            title: "preset `\(preset.name)`", place: overrides.last?.place ?? preset.place ?? main.place)
        let portable = subject.recipe
        let cgo = CgoDefault(subject: subject, host: host)
        subject.settings.environment = subject.settings.environment.setting([cgo.variable].compactMap(\.self))
        if let upx = settings.upx, !packs(upx, subject) { return nil }
        note(subject.contradictions)
        if let name = settings.binary, !isFileName(name), !name.contains("{{") {
            let problem = "\(subject.title): `binary` for \(target.name) is a file's name"
            note([Problem(place: subject.place, what: problem, found: "`\(name)`", expected: fileNameRule)])
        }
        warn(subject.warnings(preset))

        let compilers = compilers(subject)
        let base = host.goSettings.reduce(into: host.values.environment) { $0[$1.name] = $1.value }
        let recipe = subject.recipe
        let fixed = target.environment + [EnvironmentVariable("CGO_ENABLED", recipe.usesCgo ? "1" : "0")]
        // A value that the pipeline does not say differs between machines.
        let fixedByPipeline =
            portable.needsCgo || portable.settings.environment.value("CGO_ENABLED") != nil ? fixed : target.environment
        var environment = fixed.setting(recipe.environment(base: base, linkerFlags: compilers.linkerFlags))
            .setting(compilers.environment)
        let takenOver = host.goSettings.filter { setting in
            environment.value(setting.name) == nil && OutsideSettings.act(setting.name, on: subject.reading(host))
        }
        environment += takenOver
        let hooks = ([pipeline.hooks] + overrides.map(\.hooks)).map { $0.filled(with: value) }
        let archive = archive(of: main, folder, target, preset)
        return BuildJob(
            main: main.path, importPath: main.importPath, target: target.name, preset: preset.name, workingDirectory: main.module,
            environment: environment,
            takenOver: (takenOver.map(\.name) + (cgo.isFromOutside ? ["CGO_ENABLED"] : [])).sorted(),
            pipelineEnvironment: fixedByPipeline.setting(portable.environment()), toolchain: settings.toolchain,
            flags: recipe.flags(profile: pipeline.profile),
            output:
                "\(folder)_\(target.fileName)/\(preset.name)/\(settings.binary ?? main.binary)\(target.suffix(buildmode: settings.buildmode))",
            archiveName: archive.name, packing: archive.packing, upx: settings.upx, before: hooks.flatMap(\.beforeBuild),
            after: hooks.flatMap(\.afterBuild))
    }

    /// The name and contents that the pipeline gives the build's archive; nil where it says nothing.
    mutating func archive(
        of main: MainPackage, _ folder: String, _ target: Target, _ preset: Preset
    ) -> (name: String?, packing: Packing?) {
        guard let options = pipeline.artifacts else { return (nil, nil) }
        let overrides = pipeline.artifactOverrides.filter { $0.builds.matches(main, target, preset) }
        let naming = overrides.last { $0.name != nil }
        let place = naming?.namePlace ?? options.namePlace ?? pipeline.name
        let planner = self
        let fill = { (text: String) in
            Template(text)?.filled { name in
                switch name {
                case "main": folder
                case "target": target.fileName
                default: planner.value(name, planner.host.values, main, target, preset)
                }
            }
        }
        let name = (naming?.name ?? options.name).flatMap(fill) ?? versioned(folder, target, preset)
        let inner = (overrides.last { $0.folder != nil }?.folder ?? options.folder).flatMap(fill)
        for (key, text) in [("name", name), ("folder", inner)] {
            // Variables without a value are reported with the templates.
            guard let text, !isFileName(text), !text.contains("{{") else { continue }
            note([
                Problem(
                    place: place, what: "`\(key)` of `artifacts` is a file's name", found: "`\(text)`", expected: fileNameRule)
            ])
        }
        let format = overrides.last { $0.archive != nil }?.archive
        let files = overrides.last { $0.files != nil }?.files
        guard format != nil || files != nil || inner != nil else { return (name, nil) }
        return (name, Packing(archive: format ?? options.archive, files: files ?? options.files, folder: inner))
    }

    /// `app_1.4.0_linux_amd64_strip`, nil without a version. Of a tag such as `cmd/app/v1.4.0` the version is the last part.
    private func versioned(_ folder: String, _ target: Target, _ preset: Preset) -> String? {
        guard !pipeline.std, let version = host.values.version?.split(separator: "/").last, isFileName(String(version)) else {
            return nil
        }
        let number = version.first == "v" && version.dropFirst().first?.isNumber == true ? version.dropFirst() : version
        return "\(folder)_\(number)_\(target.fileName)_\(preset.name)"
    }

    /// The values of templates in one build: its variables come before those of the pipeline, whose values they may use.
    private func values(
        with variables: [EnvironmentVariable], _ main: MainPackage, _ target: Target, _ preset: Preset
    ) -> TemplateValues {
        variables.filter { !pipeline.settings.environment.contains($0) || $0.value.contains("{{") }
            .reduce(into: host.values) { values, variable in
                // Its own earlier value is that of the environment, unless a preset or an override replaces the pipeline's.
                var known = values
                if pipeline.settings.environment.contains(variable) { known.definitions[variable.name] = nil }
                values.definitions[variable.name] =
                    Template(variable.value)?.filled { self.value($0, known, main, target, preset) } ?? variable.value
            }
    }

    func value(
        _ name: String, _ values: TemplateValues, _ main: MainPackage, _ target: Target, _ preset: Preset
    ) -> String? {
        switch name {
        case "main": main.path
        case "target": target.name
        case "goos": target.goos
        case "goarch": target.goarch
        case "variant": target.variant ?? ""
        case "preset": preset.name
        default: values.value(name, pipeline: pipeline.name)
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
