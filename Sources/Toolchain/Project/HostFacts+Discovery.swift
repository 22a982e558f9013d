internal import Host
package import Planning

extension HostFacts {
    /// Looks for all that a plan of this pipeline may depend on.
    package static func discover(
        _ pipeline: Pipeline, _ catalogue: TargetCatalogue, in folder: String, environment: [String: String],
        toolchain: GoToolchain?
    ) async -> HostFacts {
        await HostFacts(
            native: Project.native, installed: installed(catalogue, environment: environment),
            missing: missingCompilers(pipeline, environment: environment),
            values: .discover(pipeline, in: folder, environment: environment),
            goSettings: toolchain?.settings ?? OutsideSettings.found(in: environment),
            goCommand: environment["PARE_GO"].flatMap { $0.isEmpty ? nil : $0 } ?? "go")
    }

    private static func missingCompilers(_ pipeline: Pipeline, environment: [String: String]) -> Set<String> {
        let settings = [pipeline.settings] + pipeline.presets.map(\.settings) + pipeline.overrides.map(\.settings)
        let variables = settings.flatMap(\.environment)
        // Then go looks elsewhere than this process.
        if variables.contains(where: { $0.name == "PATH" }) { return [] }
        let commands = variables.filter { $0.name == "CC" }.map(\.value) + [environment["CC"] ?? ""]
        let path = SearchPath(environment: environment)
        return Set(commands.compactMap(compiler).filter { path.executable($0) == nil })
    }

    /// The catalogue's tools that are on `PATH`, or are files that exist.
    package static func installed(_ catalogue: TargetCatalogue, environment: [String: String]) -> Set<String> {
        let path = SearchPath(environment: environment)
        return catalogue.tools.filter { tool in
            tool.hasPrefix("/") ? fileExists(tool) : path.executable(tool) != nil
        }
    }
}

extension TemplateValues {
    /// The values for the templates of a pipeline; git is asked only when one of them needs it.
    package static func discover(_ pipeline: Pipeline, in folder: String, environment: [String: String]) async -> TemplateValues {
        var values = TemplateValues(environment: environment)
        guard pipeline.needsRevision else { return values }
        do {
            let git = try await GitDescription.read(in: folder, environment: environment)
            values.version = git.version
            values.lacksHistory = git.lacksHistory
            values.commit = git.commit
            values.shortCommit = git.shortCommit
            values.branch = git.branch
            values.date = date(git.seconds)
            values.timestamp = "\(git.seconds)"
        } catch {
            values.absence = "\(error)"
        }
        if let epoch = environment["SOURCE_DATE_EPOCH"], !epoch.isEmpty {
            values.date = Int(epoch).map(date)
            values.timestamp = Int(epoch).map { "\($0)" }
            if values.date == nil { values.absence = "SOURCE_DATE_EPOCH is `\(epoch)`, not seconds since 1970" }
        }
        return values
    }

    /// `2026-11-23T10:55:00Z`
    private static func date(_ seconds: Int) -> String {
        Timestamp(seconds: seconds).text
    }
}
