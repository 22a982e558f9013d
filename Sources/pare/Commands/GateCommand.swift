internal import ArgumentParser
internal import Building
internal import Gating
internal import Host
internal import JSON
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Judges a report or a binary by a pipeline's budgets; exit code 1 when one is broken or cannot be judged.",
        discussion: """
            pare gate                                         the report of the last build
            pare gate dist/release/report.json --baseline main.json
            pare gate ./app -f pipelines/release.yml
            pare gate dist/release/measure/convert.json       by the budgets of `measure:`
            pare gate --update                                lowers limits to what is, plus a margin

            Exit codes: 0 every budget was judged and none is broken, 1 one is broken or could not be judged, 3 the report has
            a build that failed.
            """)

    @OptionGroup var output: OutputOptions<Verdict>

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The pipeline whose budgets count.", valueName: "file"),
        completion: .pipelineFiles)
    var file: String?

    @Option(help: ArgumentHelp("Saved report that growth is measured against.", valueName: "report"))
    var baseline: String?

    @Flag(help: "Let pass what cannot be judged: failed builds, budgets that match nothing, growth without a baseline.")
    var lenient = false

    @Flag(help: "Lower the limits in the pipeline's file to what is, plus the margin; comments stay.")
    var update = false

    @Flag(help: "Fail when --update would lower a limit.")
    var check = false

    @Option(help: ArgumentHelp("Per cent above the largest build that --update and --check leave.", valueName: "percent"))
    var margin = 2.0

    @Argument(
        help: "A saved report or a binary, `-` for standard input; by default dist/PIPELINE/report.json.", completion: .file())
    var report: String?

    func validate() throws {
        if update, check { throw ValidationError("--update and --check contradict each other") }
        guard (0...1000).contains(margin) else { throw ValidationError("--margin is \(margin), expected 0 to 1000") }
    }

    func run() async throws {
        let project = Project.here
        let pipeline = try project.pipeline(project.named(file), project.catalogue())
        let named = try report.map { try reportOrBinary($0, WeighOptions(compressed: true)) }
        // The pipeline may have budgets of `measure:` alone.
        if case .measure(let measured)? = named { return try await judge(measured, pipeline, in: project) }
        guard !pipeline.budgets.isEmpty else {
            throw ReportError("pipeline \(pipeline.name) has no budgets; for example: budgets: [{ artifact: \"*\", max: 20MiB }]")
        }
        var gate = Gate(
            budgets: pipeline.budgets, groups: pipeline.groups, baseline: try baseline.map(savedBaseline), isLenient: lenient)
        await gate.readWaivers(in: project, environment: currentEnvironment)
        let path = try report ?? PipelineRun.reportFile(of: pipeline.name, in: project)
        let verdict: Verdict
        var hasFailedBuild = false
        switch try named ?? reportOrBinary(path, WeighOptions(compressed: true)) {
        case .measure: throw ReportError.noSizes(path)
        case .build(let report):
            gate.matrix = pipeline.matrix
            gate.place = ReportPlace(
                of: report, at: path, programs: report.programs(in: project).intersection(pipeline.matrix.map(\.main)))
            verdict = gate.judge(report)
            hasFailedBuild = report.hasFailed && !lenient
        case .weigh(var report):
            report.file.path = path
            verdict = gate.judge(report)
        }
        try await output.write { try verdict.rendered(as: $0, style: $1) }
        ContinuousIntegration(currentEnvironment)?.report(verdict, summary: try verdict.rendered(as: .markdown))
        let isLoose = try tighten(pipeline, verdict, in: project)
        if hasFailedBuild { throw ExitCode.buildFailed }
        if !verdict.passed || isLoose { throw ExitCode.broken }
    }

    /// By the budgets of the entry that it is of.
    private func judge(_ report: MeasureReport, _ pipeline: Pipeline, in project: Project) async throws {
        if let option = [("--baseline", baseline != nil), ("--update", update), ("--check", check)].first(where: \.1)?.0 {
            throw ValidationError("\(option) is of sizes; a report of `pare measure` is compared within itself")
        }
        let names = pipeline.measurements.map(\.name).joined(separator: ", ")
        guard let entry = pipeline.measurements.first(where: { $0.name == report.entry }) else {
            throw ReportError(
                "\(self.report ?? ""): of \(report.entry.map { "`\($0.visible)`, which `measure:` of pipeline \(pipeline.name) does not have: \(names.isEmpty ? "none" : names)" } ?? "a command line; budgets are those of `measure:` in a pipeline")"
            )
        }
        guard !entry.budgets.isEmpty else {
            throw ReportError("\(entry.place): \(entry.name) has no budgets; for example: budgets: [{ memory: 64MiB }]")
        }
        var gate = MeasureGate(budgets: entry.budgets, isLenient: lenient)
        await gate.readWaivers(in: project, environment: currentEnvironment)
        let verdict = gate.judge(report)
        try await output.write { try verdict.rendered(as: $0, style: $1) }
        ContinuousIntegration(currentEnvironment)?.report(verdict, summary: try verdict.rendered(as: .markdown))
        if report.hasFailed, !lenient { throw ExitCode.buildFailed }
        if !verdict.passed { throw ExitCode.broken }
    }

    /// Says which limits --update would lower, or lowers them; whether --check fails.
    private func tighten(_ pipeline: Pipeline, _ verdict: Verdict, in project: Project) throws -> Bool {
        guard update || check else { return false }
        guard !verdict.notJudged.contains(where: { $0.budget == nil }) else {
            throw ReportError("limits are lowered to the largest of all builds, and some are missing; build them first")
        }
        let found = Tightening.list(pipeline.budgets, verdict, margin: margin)
        guard update else {
            for tightening in found { complain(tightening.sentence) }
            if !found.isEmpty { complain("\(found.count) limits can be lowered; `pare gate --update` does it") }
            return !found.isEmpty
        }
        let file = try project.pipelineFile(project.named(self.file))
        var editor = LimitEditor(try project.text(file), file: file)
        if !found.isEmpty { try project.write(file, editor.text(with: found.map(\.edit))) }
        for tightening in found { complain("\(tightening.place): \(tightening.edit.key) is \(tightening.edit.text) now") }
        if found.isEmpty { complain("\(file): no limit is further than \(margin)% from what is") }
        return false
    }
}
