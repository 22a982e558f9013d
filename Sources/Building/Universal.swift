internal import BinaryFormats
internal import Host
package import Planning
internal import Reports
internal import SystemPackage
internal import Toolchain

extension Builder {
    /// One outcome a job, in the order of `jobs`; a failed build is an outcome, not an error. The builds that universal jobs join are
    /// made once, also where they are jobs of their own.
    ///
    /// Throws `FileError` when the output folder cannot be used, `CancellationError` after ending every process it has started.
    package func build(
        _ jobs: [BuildJob], report: @escaping @Sendable (BuildEvent) async -> Void = { _ in }
    ) async throws -> [BuildOutcome] {
        guard jobs.contains(where: { $0.slices != nil }) else { return try await buildSingle(jobs, report: report) }
        let singles = jobs.allJobs.filter { $0.slices == nil }
        let plan = UniversalEvents(singles, jobs)
        let made = try await buildSingle(singles) { event in
            for event in plan.events(for: event) { await report(event) }
        }
        let outcomes = Dictionary(uniqueKeysWithValues: zip(singles.map(\.output), made))
        var results: [BuildOutcome] = []
        for (number, job) in jobs.enumerated() {
            if let outcome = outcomes[job.output] {
                results.append(outcome)
                continue
            }
            let slices = (job.slices ?? []).compactMap { outcomes[$0.output] }
            results.append(try await joined(job, number: number, slices, among: jobs, report))
            await report(.finished(job: number, outcome: results[number]))
        }
        return results
    }

    /// Throws `CancellationError`, or `FileError` when the state of the folder cannot be saved.
    private func joined(
        _ job: BuildJob, number: Int, _ slices: [BuildOutcome], among jobs: [BuildJob],
        _ report: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> BuildOutcome {
        var outcome = BuildOutcome(job: job, status: .failed)
        outcome.slices = slices
        outcome.linked = slices.allSatisfy { $0.linked != nil } ? slices.flatMap { $0.linked ?? [] }.uniqued().sorted() : nil
        if let lost = slices.first(where: { !$0.isWhole }) {
            let isShown = jobs.contains { $0.output == lost.job.output }
            outcome.status = isShown ? .skipped : lost.status
            outcome.reason = isShown ? "not joined: no binary for \(lost.job.target)" : lost.reason
            return outcome
        }
        let inputs = slices.map { Input.file("\(absoluteOutputFolder)/\($0.job.output)") }
        let output = absoluteOutputFolder
        var freshness = Freshness(SavedState(folder: output), folder: output)
        let place = await places(of: [job])[job.workingDirectory]
        outcome.peakBytes = slices.compactMap(\.peakBytes).max()
        outcome.seconds = slices.compactMap(\.seconds).reduce(0, +)
        if !options.force, case .fresh(let record) = freshness.check(job, place) {
            outcome.status = .unchanged
            outcome.sha256 = record.sha256
            return outcome
        }
        let states = inputs.compactMap { $0.observed()?.state }
        do {
            let files = try await join(job, inputs.map(\.path)) { await report(.output(job: number, line: $0)) }
            let outputs = files.compactMap { Input.file("\(output)/\($0)").observed()?.state }
            outcome.status = .built
            outcome.cause = slices.compactMap(\.cause).first
            outcome.sha256 = outputs.first?.digest
            guard let place, let sha256 = outcome.sha256, outputs.count == files.count, states.count == inputs.count else {
                return outcome
            }
            let record = Record(
                job, place, outputs: outputs, sha256: sha256, seconds: outcome.seconds, peakBytes: outcome.peakBytes)
            var state = SavedState(folder: output)
            state.builds[job.output] = SavedState.Build(
                record: record, settings: place.settings, inputs: states, linked: outcome.linked)
            try? state.save(folder: output)
        } catch let error where !(error is CancellationError) {
            try Task.checkCancellation()
            outcome.reason = "\(error)"
        }
        return outcome
    }

    /// Writes the universal file and runs the hooks that follow the build. Returns what is at its place then: the binary first, and a
    /// library's header.
    private func join(
        _ job: BuildJob, _ paths: [String], line: @Sendable (String) async -> Void
    ) async throws -> [String] {
        let scratch = try ScratchFolder(in: absoluteOutputFolder)
        let childGuard = ChildGuard(scratch: scratch.path)
        do {
            let environment = environment.merging([ChildGuard.variable: childGuard.mark]) { $1 }
            let staged = "\(try scratch.folder(0))/\(job.output.split(separator: "/").last ?? "binary")"
            try writeUniversal(paths, to: staged)
            let limit = options.timeout.map(TimeBudget.init)
            try await HookRun(environment: environment, folder: absoluteProjectFolder, limit: limit)
                .finish(job, at: staged, line: line)
            let binary = "\(absoluteOutputFolder)/\(job.output)"
            guard FileStamp(staged)?.isFolder == false else { throw FileError(path: binary, reason: "a hook has removed it") }
            try createFolders(FilePath(binary).removingLastComponent().string)
            do {
                try rename(FilePath(staged), to: FilePath(binary))
            } catch {
                throw FileError(path: binary, error)
            }
            var files = [job.output]
            for path in paths.suffix(1) {
                guard let header = LibraryHeader.path(besides: path, flags: job.flags.joined(separator: " ")),
                    let copy = LibraryHeader.path(besides: job.output, flags: job.flags.joined(separator: " ")),
                    FileStamp(header) != nil
                else { continue }
                try replaceFile(at: "\(absoluteOutputFolder)/\(copy)", with: MappedFile(path: header).bytes)
                files.append(copy)
            }
            await childGuard.dismiss()
            scratch.remove()
            return files
        } catch {
            await childGuard.dismiss()
            scratch.remove()
            throw error
        }
    }
}

/// Joins Mach-O files of one architecture each as `lipo -create` does. Throws `FileError`.
func writeUniversal(_ paths: [String], to output: String) throws {
    var members: [UniversalLayout.Member] = []
    for path in paths {
        do {
            members.append(try UniversalLayout.Member(MappedFile(path: path).bytes))
        } catch let error as FormatError {
            throw FileError(path: path, reason: error.problem)
        }
    }
    let layout: UniversalLayout
    do {
        layout = try UniversalLayout(members)
    } catch {
        throw FileError(path: output, reason: error.problem)
    }
    let file = try OutputFile(at: output, isExecutable: true)
    try file.write(layout.header)
    for slice in layout.slices {
        try file.write(Array(repeating: 0, count: slice.range.lowerBound - file.count))
        let member = try MappedFile(path: paths[slice.member])
        guard member.bytes.byteCount == slice.range.count else {
            throw FileError(path: member.path, reason: "changed while it was read")
        }
        try file.write(member.bytes)
    }
    try file.commit()
}

/// Reports events of single builds under the numbers of the jobs that a plan shows: those of a build that is only there to be joined
/// are events of the universal job.
private struct UniversalEvents: Sendable {
    private struct Place {
        /// Index of the job that is shown.
        var job: Int
        /// The build is that job itself.
        var isItself: Bool
        /// The first of the builds that the job joins.
        var isFirst: Bool
    }

    /// By index of the single build.
    private let places: [Place]

    init(_ singles: [BuildJob], _ jobs: [BuildJob]) {
        places = singles.map { single in
            if let own = jobs.firstIndex(where: { $0.output == single.output }) {
                return Place(job: own, isItself: true, isFirst: false)
            }
            let job = jobs.firstIndex { $0.slices?.contains { $0.output == single.output } ?? false } ?? 0
            return Place(job: job, isItself: false, isFirst: jobs[job].slices?.first?.output == single.output)
        }
    }

    func events(for event: BuildEvent) -> [BuildEvent] {
        switch event {
        case .started(let job):
            return places[job].isItself || places[job].isFirst ? [.started(job: places[job].job)] : []
        case .compiling(let job, let package): return [.compiling(job: places[job].job, package: package)]
        case .output(let job, let line): return [.output(job: places[job].job, line: line)]
        case .finished(let job, let outcome):
            return places[job].isItself ? [.finished(job: places[job].job, outcome: outcome)] : []
        case .checking: return [event]
        }
    }
}
