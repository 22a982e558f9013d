internal import Host
package import Planning

extension Surroundings {
    /// Looks for all that a plan of this pipeline may depend on.
    package static func look(
        _ pipeline: Pipeline, _ catalogue: TargetCatalogue, in folder: String, environment: [String: String],
        toolchain: GoToolchain?
    ) async -> Surroundings {
        await Surroundings(
            native: Project.native, installed: installed(catalogue, environment: environment),
            missing: missingCompilers(pipeline, environment: environment),
            values: .look(pipeline, in: folder, environment: environment),
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

    /// Those of the catalogue's tools that are on `PATH`, or are files that exist.
    package static func installed(_ catalogue: TargetCatalogue, environment: [String: String]) -> Set<String> {
        let path = SearchPath(environment: environment)
        return catalogue.tools.filter { tool in
            tool.hasPrefix("/") ? fileExists(tool) : path.executable(tool) != nil
        }
    }
}
