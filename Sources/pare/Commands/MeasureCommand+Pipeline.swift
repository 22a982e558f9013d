internal import ArgumentParser
internal import Building
internal import Host
internal import Measuring
internal import Pipelines
internal import Planning
internal import Rendering
internal import Reports
internal import Toolchain

extension MeasureCommand {
    /// The entries of a pipeline's `measure:` that were chosen, and what they need of the pipeline.
    struct Chosen: Sendable {
        var project: Project
        var plan: BuildPlan
        var entries: [MeasurementPlan]
        var builder: Builder

        /// `dist/PIPELINE`
        var folder: String { builder.outputFolder }
        var run: PipelineRun { PipelineRun(project: project, plan: plan, builder: builder) }
    }

    /// The entries of a pipeline's `measure:`, their reports written to `dist/PIPELINE/measure`.
    func runPipeline() async throws {
        let chosen = try await chosen(on: nil)
        let (isPrediction, isLenient, messages) = (predict, lenient, output.messages)
        let results = try await interruptible {
            var measurement = PipelineMeasurement(run: chosen.run, entries: chosen.entries)
            (measurement.anchorsOnly, measurement.isLenient) = (isPrediction, isLenient)
            let run = measurement
            let progress = messages.progress(of: chosen.plan)
            return try await messages.telling { tell in
                try await run.results(building: { event in await progress.report(event) }, tell: tell)
            }
        }
        let folder = chosen.folder
        for result in results { try await write(result, to: folder, isFirst: result.report.entry == results.first?.report.entry) }
        output.messages.remark("reports in \(folder)/measure: \(results.compactMap(\.report.entry).joined(separator: ", "))")
        for result in results { result.report.tellFailures() }
        if results.contains(where: { $0.report.hasFailed }) { throw ExitCode.buildFailed }
        if results.contains(where: { !$0.verdict.passed }) { throw ExitCode.broken }
    }

    /// The plan of the pipeline for the entries that the command line chooses, on this machine or for a pack of another.
    func chosen(on packed: PackPlace?) async throws -> Chosen {
        let project = Project.here
        let environment = currentEnvironment
        let file: String
        do {
            file = try project.pipelineFile(project.named(self.file))
        } catch {
            throw ReportError(
                "no command to measure, pare measure -- ./app its arguments, and no pipeline to take it from: \(error)")
        }
        let catalogue = try project.catalogue()
        let toolchain = try await GoToolchain.find(environment: environment, in: project.folder == "." ? nil : project.folder)
        let pipeline = try project.pipeline(file, catalogue)
        let entries = try changed(named(pipeline, file))
        if let packed, entries.count > 1 {
            let names = entries.map(\.name).joined(separator: ", ")
            throw ValidationError("--pack \(packed.target) is of one entry; choose it with --entry: \(names)")
        }
        if entries.count > 1, output.format != .text, output.format != .markdown {
            let names = entries.map(\.name).joined(separator: ", ")
            throw ValidationError("--format \(output.format.name) is of one entry; choose it with --entry: \(names)")
        }
        if entries.count > 1, !output.outputs.isEmpty {
            throw ValidationError("-o is of one entry; choose it with --entry: \(entries.map(\.name).joined(separator: ", "))")
        }
        let filters = try PipelineMeasurement.filters(
            pipeline, entries, on: packed?.target ?? Project.native, isPack: packed != nil, file: file)
        let plan = try await project.plan(file, catalogue, filters, environment: environment, toolchain: toolchain)
        for warning in plan.warnings.uniqued() { complain("warning: \(warning)") }
        let filled = entries.map { entry in
            var entry = entry
            if let planned = plan.measurements?.first(where: { $0.name == entry.name })?.measurement {
                (entry.measurement.workload, entry.measurement.call) = (planned.workload, planned.call)
            }
            return entry
        }
        let problems = filled.compactMap(\.addressProblem)
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        let builder = Builder(
            toolchain: toolchain, environment: environment, projectFolder: project.folder,
            outputFolder: project.path(PipelineRun.outputFolder(plan.pipeline)))
        return Chosen(project: project, plan: plan, entries: filled, builder: builder)
    }

    private func named(_ pipeline: Pipeline, _ file: String) throws -> [MeasurementPlan] {
        guard !pipeline.measurements.isEmpty else {
            throw FileError(
                path: file,
                reason:
                    "has no `measure:`; for example: measure: [{ command: [\"{{binary}}\", convert, big.json] }]. Or: pare measure -- ./app its arguments"
            )
        }
        let names = pipeline.measurements.map(\.name)
        let problems = entries.filter { !names.contains($0) }.map { entry in
            Problem(
                place: file, what: "`measure:` has no such entry", found: "`\(entry)`",
                expected: "one of \(names.joined(separator: ", "))", suggestion: nearestName(to: entry, among: names))
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return pipeline.measurements.filter { entries.isEmpty || entries.contains($0.name) }
    }

    /// The entries with what the command line says of them.
    private func changed(_ entries: [MeasurementPlan]) throws -> [MeasurementPlan] {
        var changed = entries
        for index in entries.indices {
            let points = entries[index].measurement.grid.map { MeasureReport.Point(binary: "", settings: $0) }
            if predict, MeasureReport.anchors(of: points).isEmpty {
                throw ValidationError(
                    "--predict runs two values of GOGC without a GOMEMLIMIT, which `set` of \(entries[index].name) (\(entries[index].place)) does not have"
                )
            }
            changed[index].measurement.rounds = runs ?? entries[index].measurement.rounds
            changed[index].measurement.warmUp = warmUp ?? entries[index].measurement.warmUp
            if let slower { changed[index].slower = try percent(slower) }
            changed[index].container = container?.bytes ?? entries[index].container
        }
        return changed
    }

    private func write(_ result: PipelineMeasurement.Result, to folder: String, isFirst: Bool) async throws {
        let (report, verdict) = (result.report, result.verdict)
        let name = report.entry ?? "measure"
        try createFolders("\(folder)/measure")
        for format in [Format.json, .html, .markdown] {
            try replaceFile(at: "\(folder)/measure/\(name).\(format.fileExtension)", with: report.rendered(as: format))
        }
        for format in [Format.json, .html] {
            guard let unused = result.unused else { break }
            try replaceFile(
                at: "\(folder)/measure/\(name).unused.\(format.fileExtension)", with: unused.rendered(as: format))
        }
        try await output.write { format, style in
            let style = wide ? style.wide : style
            let text = try report.rendered(as: format, style: style)
            guard format == .text || format == .markdown else { return text }
            let judged = (verdict.budgets ?? 0) == 0 ? "" : "\n" + (try verdict.rendered(as: format, style: style))
            return (isFirst ? "" : "\n") + text + judged
        }
    }
}

extension MeasurementPlan {
    /// The address of `ready` is none, with the values of its templates.
    fileprivate var addressProblem: Problem? {
        guard case .server(let server) = measurement.workload, !server.ready.canBeAsked else { return nil }
        let found =
            switch server.ready {
            case .http(let text), .line(let text): text
            case .port(let text): "port:\(text)"
            }
        return Problem(
            place: place, what: "`ready` is no address that can be asked", found: "`\(found)`",
            expected: "http://127.0.0.1:{{port}}/ or port:{{port}}")
    }
}
