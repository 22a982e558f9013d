internal import Building
internal import GoMetadata
internal import Host
internal import Linkage
internal import Planning
internal import Reports
internal import Savings
internal import Toolchain

/// The builds of a pipeline with the archives they were linked from, which say who owns each byte of data. Builds that
/// compile alike have the same archives, which are read once for all of them.
struct LinkedBuilds {
    /// The archives of a build; nil where nothing needs them, or with a warning where they cannot be used.
    struct Archives: Sendable {
        var data: LinkedData?
        package var warning: String?
    }

    private let outcomes: [BuildOutcome]
    private let folder: String
    private let environment: [String: String]
    /// Indexes of outcomes that compile alike.
    private let groups: [[Int]]
    /// Whether a binary is weighed, not known from the run before.
    private let isNew: [Bool]
    /// Groups at a time: as many as there are processors, and memory for.
    private let width: Int

    /// Bytes that a program of the larger kind takes: its archives, symbols and references.
    private static let typicalMemory = 2 << 30

    package init(_ outcomes: [BuildOutcome], _ run: PipelineRun, _ saved: [String: BuildReport.Build]) {
        self.outcomes = outcomes
        folder = run.project.folder
        environment = run.builder.environment
        let machine = Machine.this
        let memory = run.builder.options.memory ?? machine.freeMemory ?? Self.typicalMemory
        width = max(1, min(machine.processors, memory / Self.typicalMemory))
        isNew = outcomes.map { outcome in
            let earlier = saved[outcome.job.output]
            let isKnown = outcome.sha256 != nil && earlier?.weigh != nil && earlier?.sha256 == outcome.sha256
            return outcome.isWhole && !isKnown
        }
        var groups: [[Int]] = []
        for (index, outcome) in outcomes.enumerated() {
            let known = groups.firstIndex { group in
                let other = outcomes[group[0]].job
                return other.isCompiled(as: outcome.job)
                    && linkerVariables(other.linkerFlags) == linkerVariables(outcome.job.linkerFlags)
            }
            if let known { groups[known].append(index) } else { groups.append([index]) }
        }
        self.groups = groups
    }

    /// The results of `work` on each outcome, in their order. Throws `CancellationError`.
    func inOrder<Result: Sendable>(
        _ work: @escaping @Sendable (BuildOutcome, Archives) -> Result
    ) async throws -> [Result] {
        let found = try await withThrowingTaskGroup(of: [(Int, Result)].self) { tasks in
            var next = 0
            func start() {
                guard next < groups.count else { return }
                let group = groups[next]
                next += 1
                tasks.addTask {
                    let archives = try await archives(of: group)
                    return await inParallel(group) { ($0, work(outcomes[$0], archives)) }
                }
            }
            for _ in 0..<width { start() }
            var results: [Result?] = Array(repeating: nil, count: outcomes.count)
            for try await finished in tasks {
                for (index, result) in finished { results[index] = result }
                start()
            }
            return results
        }
        return found.compactMap(\.self)
    }

    private func archives(of group: [Int]) async throws -> Archives {
        guard let first = group.first(where: { isNew[$0] }) else { return Archives() }
        let job = outcomes[first].job
        guard job.isLinkedByGo else { return Archives() }
        do {
            return Archives(data: try await linkedData(ProgramRequest(job, in: folder), environment: environment))
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            return Archives(warning: "owners of data and strings are inferred, as the archives cannot be read: \(error)")
        }
    }
}

/// The data symbols of a program that go has just built. Throws what `LinkedProgram.load` does.
func linkedData(_ request: ProgramRequest, environment: [String: String]) async throws -> LinkedData {
    let go = try await request.go(environment)
    guard let minor = Release.minor(of: go.toolchain.version), GoReleases.replayed.contains(minor) else {
        throw ProgramError.unsupportedRelease(go.toolchain.version)
    }
    let settings = try await LinkSettings(request, go)
    let list = try await go.packages(of: request.main ?? ".", request)
    guard let root = list.first(where: { $0.isDependency != true }) else {
        throw ProgramError.noProgram(folder: request.main ?? ".")
    }
    let ldflags = request.ldflags.isEmpty ? settings.value("-ldflags") ?? "" : request.ldflags
    var variables = ["runtime.buildVersion", "runtime.modinfo"] + linkerVariables(ldflags)
    if !settings.trimsPaths { variables.append("runtime.defaultGOROOT") }
    if root.debugSettings?.isEmpty == false { variables.append("runtime.godebugDefault") }
    if root.isStandard == true, root.path.hasPrefix("cmd/") { variables.append("cmd/internal/objabi.buildID") }
    do {
        return try LinkedData(
            try await LinkedProgram.archives(list), release: LinkedProgram.release(go.toolchain, minor: minor),
            settings.options(request, main: root.path, list), variables: variables)
    } catch let error as LinkageError {
        throw ProgramError.unlinkable("\(error)")
    }
}

/// Names of the variables that `-X NAME=TEXT` sets, as symbols have them.
func linkerVariables(_ ldflags: String) -> [String] {
    var names: [String] = []
    var isNext = false
    for word in ldflags.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "'" || $0 == "\"" }) {
        var text = word.drop { $0 == "-" }
        let isFlag = text.count < word.count
        if isFlag, text == "X" {
            isNext = true
            continue
        }
        if isFlag, text.hasPrefix("X=") { text = text.dropFirst(2) } else if !isNext { continue }
        isNext = false
        let name = text.prefix { $0 != "=" }
        guard let dot = name.lastIndex(of: "."), name.count < text.count else { continue }
        names.append(LinkedData.symbolName(package: String(name[..<dot]), variable: String(name[name.index(after: dot)...])))
    }
    return names
}

extension BuildJob {
    fileprivate var linkerFlags: String {
        flags.last { $0.hasPrefix("-ldflags=") }.map { String($0.dropFirst("-ldflags=".count)) } ?? ""
    }

    /// A program that Go's own compiler and linker make, of a kind whose layout is modelled.
    fileprivate var isLinkedByGo: Bool {
        let mode = flags.last { $0.hasPrefix("-buildmode=") }?.dropFirst("-buildmode=".count) ?? "default"
        return !isByGccgo && ["default", "exe", "pie"].contains(mode) && !target.hasSuffix("/wasm") && !target.hasPrefix("aix/")
    }
}
