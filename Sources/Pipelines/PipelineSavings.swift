internal import Building
internal import Host
internal import Planning
internal import Reports
internal import Savings
internal import Toolchain

/// Cut lists for the programs of a pipeline: one build of each is linked again, for this machine where there is one, as
/// others differ little. Budgets on method elimination need all the builds they cover.
struct PipelineSavings {
    package var plan: BuildPlan
    /// Folder that the jobs' working directories are relative to.
    package var folder: String
    package var environment: [String: String]
    /// By the job's index; those of other machines are not there.
    private var builds: [Int: BuildReport.Build]

    init(plan: BuildPlan, folder: String, environment: [String: String], made: [BuildReport.Build]) {
        self.plan = plan
        self.folder = folder
        self.environment = environment
        let byName = Dictionary(made.map { ($0.name, $0) }) { first, _ in first }
        builds = Dictionary(
            uniqueKeysWithValues: plan.jobs.enumerated().compactMap { index, job in
                byName[job.name].map { (index, $0) }
            })
    }

    /// One list for each build that was looked at. What goes wrong becomes a list with a warning; throws `CancellationError`.
    /// Lists of `earlier` hold for binaries that did not change. `begins` gets the number of programs and of those done before each.
    package func lists(
        earlier: [CutList], begins: @Sendable (Int, Int) async -> Void
    ) async throws -> [CutList] {
        var lists: [CutList] = []
        let chosen = chosen.compactMap { choice in
            builds[choice.index].map { (choice.index, choice.isRepresentative, $0) }
        }
        for (index, isRepresentative, build) in chosen {
            await begins(chosen.count, lists.count)
            let job = plan.jobs[index].linked
            var list = CutList(main: build.main, target: build.target, preset: build.preset, sha256: build.sha256)
            if job.isByGccgo {
                list.warning = "it is linked by gcc, where the rules by which Go's own linker leaves code out do not hold"
            } else if let known = earlier.first(where: { $0.isSame(as: list) && (!$0.items.isEmpty || !isRepresentative) }) {
                list = known
            } else {
                do {
                    let program = try await LinkedProgram.load(ProgramRequest(job, in: folder), environment: environment)
                    if isRepresentative {
                        (list.items, list.packages, list.methodElimination) = try await program.cutItems()
                        list.origins = await program.origins()
                    } else {
                        let elimination = try program.methodElimination()
                        (list.items, list.methodElimination) = (program.items(elimination), elimination)
                    }
                    list.size = program.size
                    list.program = program.arguments.map(shellQuoted).joined(separator: " ")
                } catch let error as CancellationError {
                    throw error
                } catch {
                    try Task.checkCancellation()
                    list.warning = "\(error)"
                }
            }
            list.presets = plan.jobs.indices.filter { plan.jobs[$0].isCompiled(as: plan.jobs[index]) }.map {
                plan.jobs[$0].preset
            }
            if !isRepresentative { list.items = list.items.filter { $0.kind == .methods } }
            list.deadModules = nil
            lists.append(list)
        }
        return lists
    }

    /// The lists of all machines in the order of one, with what only all builds together tell.
    func joined(_ lists: [CutList]) async -> [CutList] {
        let byName = Dictionary(lists.map { (BuildName(main: $0.main, target: $0.target, preset: $0.preset), $0) }) { first, _ in
            first
        }
        let ordered = chosen.compactMap { index, _ -> CutList? in
            guard let build = builds[index] else { return nil }
            if let list = byName[build.name] { return list }
            var list = CutList(main: build.main, target: build.target, preset: build.preset, sha256: build.sha256)
            list.warning = "the build that was to stand for its program has failed on another machine"
            return list
        }
        return await addingDeadModules(to: ordered)
    }

    /// Modules that no build of theirs links, in the first list of each folder.
    func addingDeadModules(to lists: [CutList]) async -> [CutList] {
        var lists = lists
        var folders: Set<String> = []
        for (index, isRepresentative) in chosen where isRepresentative {
            let job = plan.jobs[index].linked
            guard let name = builds[index]?.name,
                let place = lists.firstIndex(where: {
                    $0.main == name.main && $0.target == name.target && $0.preset == name.preset
                }),
                folders.insert(job.workingDirectory).inserted
            else { continue }
            lists[place].deadModules = await deadModules(of: job)
        }
        return lists
    }

    /// Indices of builds, and whether they stand for their program. Builds of other machines count as made.
    private var chosen: [(index: Int, isRepresentative: Bool)] {
        let whole = plan.jobs.indices.filter { index in builds[index].map { $0.size != nil } ?? true }
        var chosen: [(index: Int, isRepresentative: Bool)] = []
        for main in plan.jobs.map(\.importPath).uniqued() {
            let all = whole.filter { plan.jobs[$0].importPath == main }
            let byGo = all.filter { !plan.jobs[$0].isByGccgo }
            let mine = byGo.isEmpty ? all : byGo
            if let best = mine.first(where: { plan.jobs[$0].target == Project.native }) ?? mine.first {
                chosen.append((best, true))
            }
        }
        for budget in plan.budgets where budget.subject == .methodsElimination {
            for index in whole {
                let job = plan.jobs[index]
                guard budget.applies(to: job.importPath), budget.artifact?.matches("\(job.target)/\(job.preset)") ?? true,
                    !chosen.contains(where: { plan.jobs[$0.index].isCompiled(as: job) })
                else { continue }
                chosen.append((index, false))
            }
        }
        return chosen
    }

    /// Modules that go.mod requires and of which no package is linked into any of the builds; nil without a go.mod, or when a
    /// build of the module is not weighed.
    private func deadModules(of job: BuildJob) async -> [SavingsReport.Module]? {
        let request = ProgramRequest(job, in: folder)
        let file = request.folder + "/go.mod"
        let mine = plan.jobs.indices.filter { plan.jobs[$0].workingDirectory == job.workingDirectory }
        guard fileExists(file), mine.allSatisfy({ builds[$0]?.weigh != nil }),
            let toolchain = try? await GoToolchain.find(environment: environment, in: request.folder),
            let required = try? await GoList(
                toolchain: toolchain, environment: request.environment(environment), folder: request.folder
            ).requirements("go.mod")
        else { return nil }
        return required.dead(
            without: mine.reduce(into: []) { $0.formUnion(builds[$1]?.weigh?.packageModules ?? []) },
            linked: mine.reduce(into: []) { $0.formUnion(builds[$1]?.linked ?? []) })
    }
}

extension CutList {
    fileprivate func isSame(as other: CutList) -> Bool {
        warning == nil && sha256 != nil && sha256 == other.sha256 && main == other.main && target == other.target
            && preset == other.preset
    }
}
