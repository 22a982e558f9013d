internal import Planning
internal import Reports

/// Commands that show more of what broke a budget.
extension Judgement {
    /// Says which imports bring a package in; nil where the program could not be linked again.
    func whyCommand(_ build: BuildReport.Build, _ package: String) -> String? {
        guard place.canLink(build.main),
            let program = savings.first(where: { $0.main == build.main && $0.program != nil })?.program
        else { return nil }
        let words = ["pare why", shellQuoted(package.visible), program.visible, "--target", shellQuoted(build.target.visible)]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Compares with the baseline, if both are reports of pipelines or both are of one binary.
    func diffCommand(_ build: BuildReport.Build) -> String? {
        guard let baseline, baseline.report.pipeline.isEmpty == pipeline.isEmpty,
            let new = pipeline.isEmpty ? build.path : place.path, new != "-", baseline.path != "-"
        else { return nil }
        return "pare diff \(shellQuoted(baseline.path.visible)) \(shellQuoted(new.visible))"
    }

    /// Shows the part of a build that a budget is about.
    func partCommand(_ kind: Finding.Kind, _ name: String?, _ build: BuildReport.Build) -> String? {
        switch kind {
        case .groupSize, .groupGrowth: groupsCommand(build, by: "group")
        case .ownerSize, .ownerGrowth: groupsCommand(build, by: "owner")
        case .sectionSize, .sectionGrowth: weighCommand(build, by: "section,package")
        case .kindSize, .kindGrowth: weighCommand(build, by: "kind,package")
        default: weighCommand(build, filter: name)
        }
    }

    /// The packages of a group or owner, whose names no filter knows.
    func groupsCommand(_ build: BuildReport.Build, by dimension: String) -> String? {
        guard let file = source.file else { return weighCommand(build) }
        return weighCommand(build, by: "\(dimension),package --groups \(shellQuoted(file.visible))")
    }

    func weighCommand(_ build: BuildReport.Build, filter: String? = nil, by dimensions: String? = nil) -> String? {
        guard let path = build.path else { return nil }
        let options =
            filter.map { " --by package,kind --filter \(shellQuoted($0.visible))" } ?? dimensions.map { " --by \($0)" } ?? ""
        guard pipeline.isEmpty else { return place.weighCommand(path, options) }
        return path == "-" ? nil : "pare weigh \(shellQuoted(path.visible))\(options)"
    }
}
