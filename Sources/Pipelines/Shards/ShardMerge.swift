internal import Building
package import Gating
internal import Host
internal import Planning
package import Reports
internal import Toolchain

/// Shards that cannot be joined: all reasons at once.
package struct ShardMergeError: Error {
    package var problems: [String]
}

/// The builds of all shards as those of one run.
package struct ShardMerge {
    /// A plan's builds, in its order; those that no shard has are skipped with the reason.
    package private(set) var builds: [BuildReport.Build] = []
    /// Reasons that the report is incomplete, a sentence each.
    package private(set) var problems: [String] = []
    /// Remarks on shards that lose nothing.
    package private(set) var notes: [String] = []
    /// Cut lists of all shards.
    package private(set) var savings: [CutList] = []
    package private(set) var provenance: Provenance
    package private(set) var started: String?
    /// Times of each shard; nil where no build was timed.
    package private(set) var times: [ShardTimes]?
    /// Builds of which two shards have different binaries, by the names of both.
    private var contradictions: [String: [BuildName]] = [:]
    /// The folder that the path of each build is relative to, where the build has a binary.
    private(set) var folders: [String: String] = [:]

    /// `here` is where the plan comes from.
    init(_ found: FoundShards, plan: BuildPlan, here: Provenance, outputFolder: String) {
        problems = found.problems
        provenance = here
        let fitting = fitting(found.shards, here)
        checkUnreadable(found.unreadable, fitting)
        let known = fitting.compactMap(\.report.report.provenance)
        if let first = known.first(where: { $0.commit != nil }) ?? known.first {
            provenance = first
            provenance.host = fitting.allSatisfy { $0.report.report.provenance?.host == first.host } ? first.host : nil
        }
        started = fitting.map(\.report.report.started).min()
        savings = fitting.flatMap { $0.report.report.savings ?? [] }
        checkNumbers(fitting)
        var byName: [BuildName: [(build: BuildReport.Build, shard: FoundShards.Shard)]] = [:]
        for shard in fitting {
            for build in shard.report.report.builds { byName[build.name, default: []].append((build, shard)) }
        }
        var lost: [BuildName: String] = [:]
        var timed: [ShardName: (builds: [BuildReport.Build], seconds: Double?)] = [:]
        for job in plan.jobs {
            let command = job.shellLine(output: "\(outputFolder)/\(job.output)", go: plan.goCommand)
            if let (build, shard) = chosen(byName[job.name] ?? [], &lost) {
                builds.append(build)
                if let path = build.path { folders[path] = shard.folder }
                timed[shard.report.shard, default: ([], shard.report.report.run?.seconds)].builds.append(build)
                continue
            }
            let reason = lost[job.name] ?? "no shard has it"
            builds.append(
                BuildReport.Build(
                    main: job.importPath, target: job.target, preset: job.preset, status: .skipped, command: command,
                    reason: reason))
        }
        if builds.contains(where: { $0.timings != nil }) {
            times = timed.sorted { ($0.key.count, $0.key.index) < ($1.key.count, $1.key.index) }
                .map { ShardTimes(shard: $0, builds: $1.builds, seconds: $1.seconds) }
        }
        for (both, names) in contradictions.sorted(by: { $0.key < $1.key }) {
            problems.append(
                "\(both) have different binaries of \(names.count == 1 ? "" : "\(names.count) builds, the first is ")\(names[0].title.visible); leave one of both out; builds with `trimpath: true` are the same on every machine"
            )
        }
        tellMissing(fitting, lost)
    }

    /// The shards of this plan, commit and Pare, and of one release of go; each other shard is a problem.
    private mutating func fitting(_ shards: [FoundShards.Shard], _ here: Provenance) -> [FoundShards.Shard] {
        var fitting: [FoundShards.Shard] = []
        for shard in shards {
            let theirs = shard.report.report.provenance
            let reference = fitting.first?.report.report.provenance
            let first = fitting.first?.name ?? ""
            let committed = fitting.first { $0.report.report.provenance?.commit != nil }
            func differing(_ value: String?, _ other: String?) -> (String, String)? {
                guard let value, let other, value != other else { return nil }
                return (value.visible, other.visible)
            }
            if let (value, other) = differing(theirs?.executable, here.executable) {
                problems.append("\(shard.name): made by Pare \(value), this is \(other)")
            } else if let (value, other) = differing(theirs?.commit, here.commit) {
                problems.append("\(shard.name): of commit \(value.prefix(9)), checked out here is \(other.prefix(9))")
            } else if let committed, let (value, other) = differing(theirs?.commit, committed.report.report.provenance?.commit) {
                problems.append("\(shard.name): of commit \(value.prefix(9)), \(committed.name) of \(other.prefix(9))")
            } else if theirs?.plan != here.plan {
                problems.append(
                    "\(shard.name): of another plan: the pipeline, its targets, presets or programs, flags or filters differ; plan the same with `pare plan`"
                )
            } else if let reference, let (value, other) = differing(theirs?.go, reference.go) {
                problems.append("\(shard.name): built by \(value), \(first) by \(other)")
            } else if let reference, theirs?.changed != reference.changed {
                let change = theirs?.changed ?? reference.changed ?? ""
                problems.append("\(shard.name): \(theirs?.changed == nil ? first : "it") has changed files, \(change.visible)")
            } else {
                fitting.append(shard)
            }
        }
        return fitting
    }

    /// Files that cannot be read are a problem, unless the same shard is there whole.
    private mutating func checkUnreadable(_ files: [FoundShards.Unreadable], _ shards: [FoundShards.Shard]) {
        for file in files {
            if let whole = shards.first(where: { $0.report.shard == file.shard }) {
                notes.append("\(file.problem); \(whole.name) is used")
            } else {
                problems.append(file.problem)
            }
        }
    }

    private mutating func checkNumbers(_ shards: [FoundShards.Shard]) {
        guard let first = shards.first else { return }
        for other in shards where other.report.shard.count != first.report.shard.count {
            problems.append(
                "\(other.name): one of \(other.report.shard.count) shards, \(first.name) is one of \(first.report.shard.count)")
        }
        for (place, shard) in shards.enumerated() {
            guard let same = shards[..<place].first(where: { $0.report.shard == shard.report.shard }) else { continue }
            notes.append("shard \(shard.report.shard) is there twice: \(same.name), \(shard.name); each build counts once")
        }
    }

    /// A build that was made comes before one that failed. Two that differ are a problem: none of them is known to be right.
    private mutating func chosen(
        _ candidates: [(build: BuildReport.Build, shard: FoundShards.Shard)], _ lost: inout [BuildName: String]
    ) -> (BuildReport.Build, FoundShards.Shard)? {
        let whole = candidates.filter { $0.build.status.isMade }
        guard let first = whole.first ?? candidates.first else { return nil }
        if let other = whole.first(where: { $0.build.sha256 != first.build.sha256 }) {
            lost[first.build.name] = "\(first.shard.name) and \(other.shard.name) have two different binaries of it"
            contradictions["\(first.shard.name) and \(other.shard.name)", default: []].append(first.build.name)
            return nil
        }
        var intact: (build: BuildReport.Build, shard: FoundShards.Shard)?
        var damaged: [String] = []
        for (build, shard) in whole {
            // A binary that did not come along is not damaged.
            guard let path = build.path, let digest = build.sha256, fileExists("\(shard.folder)/\(path)") else { continue }
            if (try? SHA256.hexadecimal(ofFile: "\(shard.folder)/\(path)")) == digest {
                intact = intact ?? (build, shard)
            } else {
                damaged.append("\(shard.name): \(path.visible) is not the binary that was built: it is damaged or was replaced")
            }
        }
        guard let reason = damaged.first else { return intact ?? first }
        if let intact {
            notes += damaged.map { "\($0); that of \(intact.shard.name) is used" }
            return intact
        }
        lost[first.build.name] = reason
        problems += damaged
        return nil
    }

    private mutating func tellMissing(_ shards: [FoundShards.Shard], _ lost: [BuildName: String]) {
        let absent = builds.indices.filter { builds[$0].status == .skipped && builds[$0].reason == "no shard has it" }
        guard let first = absent.first else { return }
        let count = shards.first?.report.shard.count ?? 0
        let missing = count == 0 ? [] : (1...count).filter { index in !shards.contains { $0.report.shard.index == index } }
        let names = missing.prefix(5).map { "\($0)/\(count)" }.joined(separator: ", ") + (missing.count > 5 ? ", ..." : "")
        let number = absent.count == 1 ? "1 build" : "\(absent.count) builds"
        problems.append(
            missing.isEmpty
                ? "no shard has \(number), \(builds[first].name.title.visible) the first"
                : "shard \(names) is missing, with \(number), \(builds[first].name.title.visible) the first")
        if missing.isEmpty { return }
        for index in absent { builds[index].reason = "its shard is missing: \(names)" }
    }
}

extension PipelineRun {
    /// Shards of the plan as one run: their report, its verdict, archives and history. Copies their binaries below `dist/PIPELINE`.
    ///
    /// Throws `ShardMergeError` for shards that are missing, contradict each other, are damaged or of something else, unless
    /// `isPartial`; then those builds are skipped. `tell` gets what is worth saying.
    package func merge(
        _ places: [String], isPartial: Bool, baseline: Baseline?, isLenient: Bool, tell: @Sendable (String) -> Void
    ) async throws -> Result {
        try await guarded { run in
            let scratch = try ScratchFolder(in: project.path(folder))
            defer { scratch.remove() }
            let here = try await run.provenance()
            let found = await FoundShards(places, scratch: scratch)
            let merge = ShardMerge(found, plan: plan, here: here, outputFolder: folder)
            let packed = plan.artifacts == nil ? [] : merge.withoutBinary()
            guard isPartial || (merge.problems + packed).isEmpty else { throw ShardMergeError(problems: merge.problems + packed) }
            for note in merge.notes + merge.problems { tell(note) }
            try merge.copyBinaries(to: project.path(folder))
            var report = BuildReport(
                pipeline: plan.pipeline, started: merge.started ?? Timestamp.now.text, builds: merge.builds,
                presets: plan.presets, verdict: Verdict(broken: []), provenance: merge.provenance)
            report.groups = plan.groups.groups.isEmpty ? nil : plan.groups.groups
            report.shards = merge.times
            if plan.savings { report.savings = await run.savings(of: report).joined(merge.savings) }
            let result = await run.concluded(report, baseline, isLenient)
            for shard in found.shards { try shard.file.check() }
            return result
        }
    }
}

extension ShardMerge {
    /// A sentence for each shard whose binaries did not come along.
    func withoutBinary() -> [String] {
        let absent = builds.filter { build in
            build.path.map { path in folders[path].map { !fileExists("\($0)/\(path)") } ?? true } ?? false
        }
        guard let first = absent.first?.path else { return [] }
        return [
            "\(absent.count == 1 ? "a binary" : "\(absent.count) binaries") to be packed did not come with the shards, \(first.visible) the first"
        ]
    }

    /// Copies the folder of each binary, with other files that go or hooks made there.
    func copyBinaries(to output: String) throws {
        for (path, folder) in folders.sorted(by: { $0.key < $1.key }) where resolvedPath(folder) != resolvedPath(output) {
            let parts = path.split(separator: "/").dropLast()
            guard !parts.contains(".."), !path.hasPrefix("/") else {
                throw FileError(path: path, reason: "not a path below the shard's folder")
            }
            let place = parts.joined(separator: "/")
            let source = place.isEmpty ? folder : "\(folder)/\(place)"
            let target = place.isEmpty ? output : "\(output)/\(place)"
            guard let names = try? names(inFolder: source) else { continue }
            do { try createFolders(target) } catch { throw FileError(path: target, error) }
            for name in names where !name.hasPrefix(".") && !isFolder("\(source)/\(name)") {
                try MappedFile.reading("\(source)/\(name)") { file in
                    let copy = try OutputFile(at: "\(target)/\(name)", isExecutable: true)
                    try copy.write(file.bytes)
                    try copy.commit()
                }
            }
        }
    }
}
