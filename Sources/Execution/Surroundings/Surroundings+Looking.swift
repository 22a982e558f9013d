internal import FoundationEssentials
public import Planning

extension Surroundings {
    /// Looks for all that a plan of this pipeline may depend on.
    static func look(
        _ pipeline: Pipeline, _ catalogue: TargetCatalogue, in folder: String, environment: [String: String],
        toolchain: GoToolchain?
    ) async -> Surroundings {
        await Surroundings(
            native: Project.native, installed: installed(catalogue, environment: environment),
            values: .look(pipeline, in: folder, environment: environment),
            goSettings: toolchain?.settings ?? GoToolchain.settings(in: environment))
    }

    /// Those of the catalogue's tools that are on `PATH`, or are files that exist.
    public static func installed(_ catalogue: TargetCatalogue, environment: [String: String]) -> Set<String> {
        let path = SearchPath(environment: environment)
        return catalogue.tools.filter { tool in
            tool.hasPrefix("/") ? FileManager.default.fileExists(atPath: tool) : path.executable(tool) != nil
        }
    }
}
