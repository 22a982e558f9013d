internal import ArgumentParser
internal import Pipelines
internal import Planning
internal import Toolchain

/// The pipeline, and the part of its matrix, that a command works on.
struct PlanOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The pipeline; by default pipelines/release.yml or the only one there.", valueName: "file"),
        completion: .pipelineFiles)
    var file: String?

    @Option(
        name: [.customLong("target")],
        help: ArgumentHelp("Build only these targets; commas between them, or repeat the option.", valueName: "globs"),
        completion: .targets)
    var targets: [String] = []

    @Option(
        name: [.customLong("preset")], help: ArgumentHelp("Build only with these presets.", valueName: "globs"),
        completion: .presets)
    var presets: [String] = []

    @Option(
        name: [.customLong("main")], help: ArgumentHelp("Build only these programs.", valueName: "globs"),
        completion: .programs)
    var mains: [String] = []

    @Flag(help: "Build only for this machine, or for GOOS and GOARCH of the environment.")
    var singleTarget = false

    func validate() throws {
        if singleTarget, !targets.isEmpty { throw ValidationError("--single-target and --target contradict each other") }
    }

    /// The plan, with what it was made from. The toolchain is missing where a dry run needs none: it is reported after the problems of
    /// the pipeline.
    func plan(in project: Project, _ environment: [String: String]) async throws -> (
        plan: BuildPlan, catalogue: TargetCatalogue, toolchain: Result<GoToolchain, any Error>
    ) {
        let catalogue = try project.catalogue()
        let found = await findToolchain(project.folder, environment)
        let plan = try await project.plan(
            project.named(file), catalogue, filters(environment), environment: environment, toolchain: try? found.get())
        return (plan, catalogue, found)
    }

    /// The options as words of a command line.
    var words: [String] {
        func repeated(_ name: String, _ values: [String]) -> [String] { values.flatMap { [name, $0] } }
        return (file.map { ["-f", $0] } ?? []) + repeated("--target", targets) + repeated("--preset", presets)
            + repeated("--main", mains) + (singleTarget ? ["--single-target"] : [])
    }

    func filters(_ environment: [String: String]) -> BuildPlan.Filters {
        func each(_ options: [String]) -> [String] {
            options.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        }
        var filters = BuildPlan.Filters(targets: each(targets), presets: each(presets), mains: each(mains))
        if singleTarget {
            let native = Project.native.split(separator: "/").map(String.init)
            filters.targetFlag = "--single-target"
            filters.targets = ["\(environment["GOOS"] ?? native[0])/\(environment["GOARCH"] ?? native[1])"]
        }
        return filters
    }
}

/// A missing toolchain is reported after the problems of the pipeline; a dry run needs none.
private func findToolchain(_ folder: String, _ environment: [String: String]) async -> Result<GoToolchain, any Error> {
    do {
        return .success(try await GoToolchain.find(environment: environment, in: folder == "." ? nil : folder))
    } catch {
        return .failure(error)
    }
}
