package import Host
internal import Planning
internal import Reports
package import Toolchain

/// Runs the jobs of a plan that have to be run. Each binary appears in the output folder whole or not at all, and what has ended
/// stays done whatever happens to the others.
package struct Builder: Sendable {
    package struct Options: Sendable {
        /// Jobs at once; as many as processors when nothing is said.
        package var width: Int?
        /// Bytes that all builds together may use; what is free when nothing is said.
        package var memory: Int?
        /// For each build, its hooks included.
        package var timeout: Duration?
        /// The first failure ends the others.
        package var failFast: Bool
        /// Builds what has not changed as well.
        package var force: Bool
        /// Keeps what go leaves of builds that fail until the next run.
        package var keep: Bool
        /// Asks go where the time of each build goes.
        package var timings: Bool

        package init(
            width: Int? = nil, memory: Int? = nil, timeout: Duration? = nil, failFast: Bool = false, force: Bool = false,
            keep: Bool = false, timings: Bool = false
        ) {
            self.width = width
            self.memory = memory
            self.timeout = timeout
            self.failFast = failFast
            self.force = force
            self.keep = keep
            self.timings = timings
        }
    }

    package var toolchain: GoToolchain
    /// Environment that go inherits; a job's own variables are added.
    package var environment: [String: String]
    /// Folder that the jobs' working directories are relative to.
    package var projectFolder: String
    /// `dist/PIPELINE`; the jobs' outputs are relative to it.
    package var outputFolder: String
    package var machine: Machine
    package var options: Options

    package init(
        toolchain: GoToolchain, environment: [String: String], projectFolder: String, outputFolder: String,
        machine: Machine = .this, options: Options = Options()
    ) {
        self.toolchain = toolchain
        self.environment = environment
        self.projectFolder = projectFolder
        self.outputFolder = outputFolder
        self.machine = machine
        self.options = options
    }

    /// `build` for jobs of single targets.
    func buildSingle(
        _ jobs: [BuildJob], report: @escaping @Sendable (BuildEvent) async -> Void = { _ in }
    ) async throws -> [BuildOutcome] {
        let output = absoluteOutputFolder
        let places = await places(of: jobs)
        var outcomes = jobs.map { BuildOutcome(job: $0, status: .skipped, reason: "not built: another build had failed") }
        var freshness = Freshness(SavedState(folder: output), folder: output)
        var waiting: [Int] = []
        var intact: Set<Int> = []
        for (index, job) in jobs.enumerated() {
            switch options.force ? .stale(nil) : freshness.check(job, places[job.workingDirectory]) {
            case .fresh(let record):
                outcomes[index] = BuildOutcome(
                    job: job, status: .unchanged, seconds: record.seconds, peakBytes: record.peakBytes, sha256: record.sha256)
                outcomes[index].linked = freshness.state.builds[job.output]?.linked
                outcomes[index].work = record.work
                await report(.finished(job: index, outcome: outcomes[index]))
            case .stale(let why):
                outcomes[index].cause = why
                if !options.force, freshness.isIntact(job) { intact.insert(index) }
                waiting.append(index)
            }
        }
        if waiting.isEmpty {
            if freshness.isRefreshed { try freshness.state.save(folder: output) }
            return outcomes
        }
        let scratch = try ScratchFolder(in: output)
        // Else the first build would make the working tree of the next ones dirty.
        if FileStamp("\(output)/.gitignore") == nil { try? replaceFile(at: "\(output)/.gitignore", with: "*\n") }
        let childGuard = ChildGuard(scratch: scratch.path)
        let result: Result<[BuildOutcome], any Error>
        do {
            result = .success(
                try await run(
                    waiting, intact, outcomes, places, freshness.state, scratch: scratch, mark: childGuard.mark, report: report))
        } catch {
            result = .failure(error)
        }
        await childGuard.dismiss()
        if !options.keep { scratch.remove() }
        return try result.get()
    }

    /// The working folders of the jobs by name, without those in which go cannot run.
    func places(of jobs: [BuildJob]) async -> [String: WorkingFolder] {
        await withTaskGroup(of: (String, WorkingFolder?).self) { group in
            for name in Set(jobs.map(\.workingDirectory)) {
                group.addTask {
                    let folder = folder(of: name)
                    async let revision = Revision.digest(of: folder, environment: environment)
                    guard let settings = try? await GoSettings(toolchain, environment: environment, folder: folder) else {
                        return (name, nil)
                    }
                    return (
                        name,
                        WorkingFolder(folder: folder, environment: environment, settings: settings, revision: await revision)
                    )
                }
            }
            var places: [String: WorkingFolder] = [:]
            for await (name, place) in group { places[name] = place }
            return places
        }
    }

    private func run(
        _ waiting: [Int], _ intact: Set<Int>, _ before: [BuildOutcome], _ places: [String: WorkingFolder], _ state: SavedState,
        scratch: ScratchFolder,
        mark: String, report: @escaping @Sendable (BuildEvent) async -> Void
    ) async throws -> [BuildOutcome] {
        var outcomes = before
        var state = state
        let output = absoluteOutputFolder
        let environment = environment.merging([ChildGuard.variable: mark]) { $1 }
        let inputs = InputList(toolchain: toolchain, environment: environment)
        let jobs = waiting.map { before[$0].job }
        var schedule = Schedule(
            jobs, width: options.width ?? machine.processors, processors: machine.processors,
            memory: options.memory ?? machine.freeMemory, peaks: jobs.map { state.builds[$0.output]?.record.peakBytes })
        try await withThrowingTaskGroup(of: (Int, BuildOutcome, SavedState.Build?).self) { group in
            func startReady() {
                while let next = schedule.next() {
                    let place = next.job
                    let number = waiting[place]
                    let job = jobs[place]
                    let cause = before[number].cause
                    let earlier = state.builds[job.output]?.record
                    let step = Step(
                        job: job, number: number, executable: toolchain.executable, environment: environment,
                        projectFolder: absoluteProjectFolder,
                        folder: places[job.workingDirectory]?.folder ?? folder(of: job.workingDirectory),
                        output: output, processors: next.processors, heap: next.heap, timeout: options.timeout,
                        reuse: intact.contains(number), keep: options.keep, timings: options.timings)
                    group.addTask {
                        var (outcome, trace) = try await step.run(scratch: scratch, report: report)
                        outcome.cause = cause
                        if outcome.status == .unchanged, let earlier {
                            outcome.seconds = earlier.seconds
                            outcome.peakBytes = earlier.peakBytes
                            outcome.work = earlier.work
                        }
                        let build = await remembered(&outcome, trace, places[job.workingDirectory], inputs)
                        await report(.finished(job: number, outcome: outcome))
                        return (place, outcome, build)
                    }
                }
            }
            startReady()
            while let (place, outcome, build) = try await group.next() {
                outcomes[waiting[place]] = outcome
                schedule.finished(place, succeeded: outcome.isWhole, peakBytes: outcome.peakBytes)
                state.builds[outcome.job.output] = build
                // A full disk is reported by the next file that cannot be written.
                try? state.save(folder: output)
                if outcome.status == .failed, options.failFast {
                    group.cancelAll()
                    while let result = await group.nextResult() {
                        if case .success(let (place, outcome, _)) = result { outcomes[waiting[place]] = outcome }
                    }
                    break
                }
                startReady()
            }
        }
        try Task.checkCancellation()
        return outcomes
    }

    /// State of a build to save for the next run; nil when the build has to be repeated.
    private func remembered(
        _ outcome: inout BuildOutcome, _ trace: Step.Trace, _ place: WorkingFolder?, _ inputs: InputList
    ) async -> SavedState.Build? {
        let job = outcome.job
        guard outcome.isWhole, let place,
            let binary = Input.file("\(absoluteOutputFolder)/\(job.output)").observed()?.state
        else { return nil }
        outcome.sha256 = binary.digest
        outcome.linked = await inputs.linked(in: job, at: place)
        guard let states = await inputs.states(of: job, at: place, start: trace.start) else { return nil }
        let beside = trace.files.filter { $0 != job.output }.map { Input.file("\(absoluteOutputFolder)/\($0)").observed() }
        guard !beside.contains(where: { $0 == nil }) else { return nil }
        var record = Record(
            job, place, outputs: [binary] + beside.compactMap { $0?.state }, sha256: binary.digest, seconds: outcome.seconds,
            peakBytes: outcome.peakBytes)
        record.work = outcome.work
        return SavedState.Build(record: record, settings: place.settings, inputs: states, linked: outcome.linked)
    }

    var absoluteOutputFolder: String { absolute(outputFolder) }
    var absoluteProjectFolder: String { absolute(projectFolder) }

    /// A job's working directory as a whole path.
    private func folder(of workingDirectory: String) -> String {
        absolute(workingDirectory.hasPrefix("/") ? workingDirectory : "\(absoluteProjectFolder)/\(workingDirectory)")
    }

    /// The way to it that the user's shell names (`PWD`), as go takes that too.
    private func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path.hasSuffix("/.") ? String(path.dropLast(2)) : path }
        let shellFolder = environment["PWD"] ?? ""
        let isHere = shellFolder.hasPrefix("/") && FileStamp(shellFolder)?.inode == FileStamp(".")?.inode
        let here = isHere ? shellFolder : currentFolder
        return path == "." ? here : "\(here)/\(path)"
    }
}
