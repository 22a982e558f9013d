internal import ArgumentParser
internal import Planning
internal import Reports
internal import Toolchain

/// Selection and grouping of a report's rows.
struct QueryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to group by, outermost first: \(Dimension.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "dimensions"))
    var by = "package"

    @Option(help: ArgumentHelp("Rows of each level under their own name.", valueName: "n"))
    var top: Int?

    @Option(
        help: ArgumentHelp(
            "Your own groups of packages for --by group,owner: a pipeline, or lines of `name @owner: pattern pattern`.",
            valueName: "file"))
    var groups: String?

    @Option(help: ArgumentHelp("Packages and modules to show; the others become one row.", valueName: "glob"))
    var filter: String?

    func validate() throws {
        if let top, top < 0 { throw ValidationError("--top is \(top), expected 0 or more") }
    }

    func query(defaultTop: Int?) throws -> BreakdownQuery {
        let dimensions = try Dimension.list(by)
        if let dimension = dimensions.first(where: { $0 == .group || $0 == .owner }), groups == nil {
            throw ReportError(
                "--by \(dimension.rawValue) needs --groups FILE: a pipeline with `groups:`, or lines such as `web @platform: net/http* golang.org/x/net/*`"
            )
        }
        let groups = try groups.map { file in
            let isPipeline = file.hasSuffix(".yml") || file.hasSuffix(".yaml")
            let project = Project.here
            return isPipeline ? try project.pipeline(project.named(file), project.catalogue()).groups : try Project().groups(file)
        }
        return BreakdownQuery(
            by: dimensions, top: top ?? defaultTop, filter: filter.map { Glob($0) }, groups: groups ?? PackageGroups())
    }
}
