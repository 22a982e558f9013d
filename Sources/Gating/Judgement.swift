package import Planning
package import Reports

/// One budget being held against one build after another.
package struct Judgement {
    package let budget: Budget
    package let report: BuildReport
    package let baseline: Baseline?
    package private(set) var broken: [Verdict.Broken] = []
    package private(set) var notJudged: [Verdict.NotJudged] = []
    /// By kind, the finding nearest to its limit.
    package private(set) var limits: [Verdict.Limit] = []
    private let source: Finding.Source
    /// Names of packages or modules, that a budget which matches nothing may have meant.
    private var names: Set<String> = []
    private var matched = false

    package init(budget: Budget, report: BuildReport, baseline: Baseline?) {
        self.budget = budget
        self.report = report
        self.baseline = baseline
        let parts = budget.place.split(separator: ":").map(String.init)
        let line = parts.count > 1 ? parts.last.flatMap { Int($0) } : nil
        let file = line == nil ? budget.place : parts.dropLast().joined(separator: ":")
        source = Finding.Source(budget: budget.text, file: file.isEmpty ? nil : file, line: line)
    }

    private var savings: [CutList] { report.savings ?? [] }
    private var pipeline: String { report.pipeline }

    package mutating func judge(_ build: BuildReport.Build) {
        switch budget.subject {
        case .artifacts: judgeArtifact(build)
        case .methodsElimination: judgeMethods(build)
        case .forbidden(let globs): judgeForbidden(build, globs)
        case .packages(let glob):
            guard let weigh = weighed(build) else { return }
            var sizes = weigh.packageSizes
            // A package that is compiled in without a byte of its own has 0 bytes.
            for path in build.linked ?? [] where sizes[path] == nil { sizes[path] = 0 }
            judge((.packageSize, .packageGrowth), sizes, glob, \.packageSizes, build)
        case .modules(let glob):
            guard let weigh = weighed(build) else { return }
            var sizes = weigh.moduleSizes
            for path in weigh.modules ?? [] where sizes[path] == nil { sizes[path] = 0 }
            judge((.moduleSize, .moduleGrowth), sizes, glob, \.moduleSizes, build)
        }
    }

    /// Why a budget on packages or modules limits nothing; nil when it limits something, or could not be judged anyway.
    package var unmatched: String? {
        guard !matched, notJudged.isEmpty else { return nil }
        switch budget.subject {
        case .packages(let glob): return "no package matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .modules(let glob): return "no module matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .artifacts, .forbidden, .methodsElimination: return nil
        }
    }

    /// Says what of the budget matches no build, and what comes near.
    package mutating func matchesNoBuild() {
        let mains = budget.mains?.map(\.path).joined(separator: ", ")
        let wanted = [mains, budget.artifact?.pattern].compactMap(\.self).joined(separator: " ")
        let isMain = budget.mains == nil || report.builds.contains { budget.applies(to: $0.main) }
        let hint =
            isMain
            ? budget.artifact.map { nearest(to: $0, among: Set(report.builds.map(\.name.artifact))) }
            : budget.mains?.first.map { nearest(to: Glob($0.importPath), among: Set(report.builds.map(\.main))) }
        cannotJudge("no build matches `\(wanted.isEmpty ? "*" : wanted)`\(hint ?? "")", nil)
    }

    /// Adds to what could not be judged; builds with the same reason are one entry.
    package mutating func cannotJudge(_ reason: String, _ build: BuildReport.Build?) {
        if let index = notJudged.firstIndex(where: { $0.reason == reason }) {
            notJudged[index].builds? += [build?.title].compactMap(\.self)
            return
        }
        notJudged.append(
            Verdict.NotJudged(
                budget: source.budget, reason: reason, builds: build.map { [$0.title] }, file: source.file, line: source.line))
    }

    private mutating func weighed(_ build: BuildReport.Build) -> WeighReport? {
        guard let weigh = build.weigh else {
            cannotJudge("not weighed", build)
            return nil
        }
        guard weigh.tellsNoPackage else { return weigh }
        let packer = weigh.overhead.first { $0.kind.hasPrefix("packed by ") }?.kind
        cannotJudge("\(packer ?? "a file that names no package"), so its packages cannot be told apart", build)
        return nil
    }

    private mutating func judgeForbidden(_ build: BuildReport.Build, _ globs: [Glob]) {
        let sizes = build.weigh?.packageSizes ?? [:]
        var paths = Set(sizes.keys)
        if let linked = build.linked {
            // Other names are those of symbols that packages exchange by `go:linkname`; C has no import path.
            let foreign = (build.weigh?.packages ?? []).filter { $0.class == .c }.map(\.path)
            paths = Set(linked + foreign)
        } else {
            let unproven = globs.filter { build.weigh?.provesAbsence(of: $0) != true && !paths.contains(where: $0.matches) }
            if build.weigh == nil {
                cannotJudge("not weighed, and the packages that go linked are not recorded", build)
            } else if !unproven.isEmpty {
                let patterns = unproven.map { "`\($0.pattern)`" }.joined(separator: ", ")
                cannotJudge(
                    pipeline.isEmpty
                        ? "a stripped file does not tell whether a package is in of which only data, constants or inlined functions are left, so \(patterns) may be"
                        : "the report does not say which packages go linked, as those of an earlier pare; build again to judge \(patterns)",
                    build)
            }
        }
        let found = paths.sorted().filter { path in globs.contains { $0.matches(path) } }
        for path in found {
            let size = sizes[path].map { "\($0.grouped) bytes" } ?? "compiled in, no byte of the file is known to be its own"
            hold(
                Finding(kind: .forbiddenPackage, unit: .packages, limit: 0, actual: 1, build: build, name: path), detail: size,
                command: { $0.whyCommand(build, path) ?? $0.weighCommand(build, filter: path) })
        }
        if found.isEmpty, notJudged.isEmpty {
            hold(Finding(kind: .forbiddenPackage, unit: .packages, limit: 0, actual: 0, build: build))
        }
    }

    private mutating func judgeMethods(_ build: BuildReport.Build) {
        guard let list = savings.first(where: { $0.applies(to: build) }) else {
            let advice = pipeline.isEmpty ? "a binary does not tell; build it with a pipeline" : "build it again"
            return cannotJudge("not linked again, \(advice)", build)
        }
        guard let elimination = list.methodElimination else {
            return cannotJudge(list.warning ?? "nothing is known of its methods", build)
        }
        let reason =
            elimination.plugins
            ? "it can load plugins, which may call any method"
            : elimination.culprits.first.map { "\($0.symbol.visible) calls methods by a name that is not constant" }
                ?? "methods are called by names that are not constant"
        let kept = elimination.enabled ? 0 : max(elimination.price, 1)
        hold(
            Finding(kind: .methodElimination, limit: 0, actual: kept, build: build), detail: reason,
            command: { _ in list.items.first { $0.kind == .methods }?.command })
    }

    private mutating func judgeArtifact(_ build: BuildReport.Build) {
        guard let size = build.size else { return }
        if let max = budget.max {
            hold(Finding(kind: .artifactSize, limit: max, actual: size, build: build), command: { $0.weighCommand(build) })
        }
        if let max = budget.maxCompressed {
            if let compressed = build.compressed {
                hold(
                    Finding(kind: .downloadSize, limit: max, actual: compressed, build: build),
                    command: { $0.weighCommand(build) })
            } else {
                cannotJudge("no compressed size is known; weigh it with --compressed", build)
            }
        }
        guard let growth = budget.growth, let earlier = counterpart(of: build) else { return }
        guard let old = earlier.size else { return cannotJudge("no size in the baseline", build) }
        judgeGrowth(
            growth, .artifactGrowth, build, name: nil, old: old, new: size, detail: largestGrowth(earlier.weigh, build.weigh))
    }

    private mutating func judge(
        _ kinds: (size: Finding.Kind, growth: Finding.Kind), _ sizes: [String: Int], _ glob: Glob,
        _ earlierSizes: (WeighReport) -> [String: Int],
        _ build: BuildReport.Build
    ) {
        let matching = sizes.filter { glob.matches($0.key) }.sorted { $0.key < $1.key }
        names.formUnion(sizes.keys)
        matched = matched || !matching.isEmpty
        if let max = budget.max {
            for (name, size) in matching {
                hold(
                    Finding(kind: kinds.size, limit: max, actual: size, build: build, name: name),
                    command: { $0.weighCommand(build, filter: name) })
            }
        }
        guard let growth = budget.growth, !matching.isEmpty, let earlier = counterpart(of: build) else { return }
        guard let old = earlier.weigh, !old.tellsNoPackage else { return cannotJudge("not weighed in the baseline", build) }
        let sizes = earlierSizes(old)
        for (name, size) in matching {
            judgeGrowth(growth, kinds.growth, build, name: name, old: sizes[name] ?? 0, new: size, detail: nil)
        }
    }

    private mutating func judgeGrowth(
        _ growth: Budget.Growth, _ kind: Finding.Kind, _ build: BuildReport.Build, name: String?, old: Int, new: Int,
        detail: String?
    ) {
        var finding = Finding(
            kind: kind, limit: growth.bytes(of: old), actual: new - old, baseline: old, build: build, name: name)
        if case .percent(let percent) = growth { finding.percent = percent }
        hold(
            finding, detail: detail,
            command: {
                (name == nil ? $0.diffCommand(build) : nil) ?? $0.weighCommand(build, filter: name)
            })
    }

    /// The counterpart of a build in the baseline, made in the same way; nil with a reason for not judging.
    private mutating func counterpart(of build: BuildReport.Build) -> BuildReport.Build? {
        guard let baseline else {
            cannotJudge("growth needs a baseline: --baseline REPORT", nil)
            return nil
        }
        let path = baseline.path.visible
        guard let earlier = baseline.report.builds.first(where: { $0.title == build.title }) else {
            cannotJudge("not in the baseline \(path)", build)
            return nil
        }
        guard earlier.isWhole else {
            cannotJudge("no binary in the baseline \(path) (\(earlier.status.rawValue))", build)
            return nil
        }
        if let difference = BaselineMatch.difference(earlier, in: baseline.report, build, in: report) {
            cannotJudge("\(difference); build \(path) again to judge growth", build)
            return nil
        }
        return earlier
    }

    /// The three packages that grew most.
    private func largestGrowth(_ old: WeighReport?, _ new: WeighReport?) -> String? {
        guard let old, let new else { return nil }
        let grown = Change.list(old.packageSizes, new.packageSizes).filter { $0.change > 0 }.prefix(3)
        guard !grown.isEmpty else { return nil }
        return grown.map { "\($0.name.visible) \($0.change.signedIEC)" }.joined(separator: ", ")
    }

    /// Records the finding, and a broken budget where its limit is exceeded.
    private mutating func hold(_ finding: Finding, detail: String? = nil, command: ((Judgement) -> String?)? = nil) {
        if finding.isBroken {
            broken.append(Verdict.Broken(finding, source, detail: detail, command: command?(self)))
        }
        guard let index = limits.firstIndex(where: { $0.finding.kind == finding.kind }) else {
            limits.append(
                Verdict.Limit(source: source, finding: finding, judged: 1, broken: finding.isBroken ? 1 : 0))
            return
        }
        limits[index].judged += 1
        if finding.isBroken { limits[index].broken += 1 }
        if finding.headroom < limits[index].finding.headroom { limits[index].finding = finding }
    }
}

/// Commands that show more of what broke a budget.
extension Judgement {
    /// Says which imports bring a package in; nil where the program could not be linked again.
    fileprivate func whyCommand(_ build: BuildReport.Build, _ package: String) -> String? {
        guard let program = savings.first(where: { $0.main == build.main && $0.program != nil })?.program else { return nil }
        let words = ["pare why", shellQuoted(package.visible), program.visible, "--target", shellQuoted(build.target.visible)]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Compares with the baseline, if both are reports of pipelines or both are of one binary.
    fileprivate func diffCommand(_ build: BuildReport.Build) -> String? {
        guard let baseline, baseline.report.pipeline.isEmpty == pipeline.isEmpty,
            let new = pipeline.isEmpty ? build.path : "dist/\(pipeline)/report.json"
        else { return nil }
        return "pare diff \(shellQuoted(baseline.path.visible)) \(shellQuoted(new.visible))"
    }

    fileprivate func weighCommand(_ build: BuildReport.Build, filter: String? = nil) -> String? {
        guard let path = build.path else { return nil }
        let file = pipeline.isEmpty ? path : "dist/\(pipeline)/\(path)"
        let option = filter.map { " --by package,kind --filter \(shellQuoted($0.visible))" } ?? ""
        return "pare weigh \(shellQuoted(file.visible))\(option)"
    }
}

extension Budget.Growth {
    /// The bytes that something of `size` may grow by.
    package func bytes(of size: Int) -> Int {
        switch self {
        case .bytes(let bytes): bytes
        case .percent(let percent): Int(exactly: (Double(size) * percent / 100).rounded(.down)) ?? .max
        }
    }
}
