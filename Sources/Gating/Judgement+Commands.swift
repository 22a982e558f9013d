internal import Planning
internal import Reports

/// Commands that show more of what broke a budget.
extension Judgement {
    /// Says which imports bring a package in; nil where the program could not be linked again.
    func whyCommand(_ build: BuildReport.Build, _ package: String) -> String? {
        guard let program = savings.first(where: { $0.main == build.main && $0.program != nil })?.program else { return nil }
        let words = ["pare why", shellQuoted(package.visible), program.visible, "--target", shellQuoted(build.target.visible)]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Compares with the baseline, if both are reports of pipelines or both are of one binary.
    func diffCommand(_ build: BuildReport.Build) -> String? {
        guard let baseline, baseline.report.pipeline.isEmpty == pipeline.isEmpty,
            let new = pipeline.isEmpty ? build.path : reportPath
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
        let file = source.file.map { " --groups \(shellQuoted($0.visible))" }
        return file.flatMap { file in weighCommand(build, by: "\(dimension),package").map { $0 + file } } ?? weighCommand(build)
    }

    func weighCommand(_ build: BuildReport.Build, filter: String? = nil, by dimensions: String? = nil) -> String? {
        guard let path = build.path else { return nil }
        let file = pipeline.isEmpty ? path : reportPath.folder + path
        let option =
            filter.map { " --by package,kind --filter \(shellQuoted($0.visible))" } ?? dimensions.map { " --by \($0)" } ?? ""
        return "pare weigh \(shellQuoted(file.visible))\(option)"
    }
}

extension String {
    /// The path up to the last slash, with it.
    fileprivate var folder: Substring { lastIndex(of: "/").map { self[...$0] } ?? "" }
}
