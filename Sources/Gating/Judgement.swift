package import Planning
package import Reports

/// One budget being held against one build after another.
package struct Judgement {
    package let budget: Budget
    package let report: BuildReport
    package let baseline: Baseline?
    let groups: PackageGroups
    let origins: Origins
    /// The waiver that holds today; nil for none.
    private let waiver: Waiver?
    package private(set) var broken: [Verdict.Broken] = []
    package private(set) var warned: [Verdict.Broken] = []
    package private(set) var waived: [Verdict.Waived] = []
    package private(set) var notJudged: [Verdict.NotJudged] = []
    /// By kind and target, the finding nearest to its limit.
    package private(set) var limits: [Verdict.Limit] = []
    let source: Finding.Source
    /// Place of the report and of its binaries.
    var place: ReportPlace
    /// Names of packages or modules, that a budget which matches nothing may have meant.
    var names: Set<String> = []
    var matched = false

    package init(
        budget: Budget, report: BuildReport, baseline: Baseline?, groups: PackageGroups = PackageGroups(), waiver: Waiver? = nil,
        origins: Origins = Origins()
    ) {
        self.budget = budget
        self.report = report
        self.baseline = baseline
        self.groups = groups
        self.waiver = waiver
        self.origins = origins
        place = ReportPlace(path: "dist/\(report.pipeline)/report.json")
        let parts = budget.place.split(separator: ":").map(String.init)
        let line = parts.count > 1 ? parts.last.flatMap { Int($0) } : nil
        let file = line == nil ? budget.place : parts.dropLast().joined(separator: ":")
        source = Finding.Source(
            budget: budget.text, file: file.isEmpty ? nil : file, line: line, budgetName: budget.name,
            level: budget.level == .fail ? nil : budget.level, advice: budget.advice)
    }

    var savings: [CutList] { report.savings ?? [] }
    var pipeline: String { report.pipeline }

    package mutating func judge(_ build: BuildReport.Build) {
        switch budget.subject {
        case .artifacts: judgeArtifact(build)
        case .methodsElimination: judgeMethods(build)
        case .forbidden(let globs): judgeForbidden(build, globs)
        case .required(let globs): judgeRequired(build, globs)
        case .packages(let glob):
            guard let weigh = weighed(build) else { return }
            var sizes = weigh.packageSizes
            // A package that is compiled in without a byte of its own has 0 bytes.
            for path in build.linked ?? [] where sizes[path] == nil { sizes[path] = 0 }
            judge((.packageSize, .packageGrowth), sizes, glob.named(in: build), \.packageSizes, build)
        case .modules(let glob):
            guard let weigh = weighed(build) else { return }
            var sizes = weigh.moduleSizes
            for path in weigh.modules ?? [] where sizes[path] == nil { sizes[path] = 0 }
            judge((.moduleSize, .moduleGrowth), sizes, glob, \.moduleSizes, build)
        case .sections(let glob):
            guard let weigh = build.weigh else { return cannotJudge("not weighed", build) }
            judge((.sectionSize, .sectionGrowth), weigh.sectionSizes, glob, \.sectionSizes, build)
        case .kinds(let glob):
            guard let weigh = weighed(build) else { return }
            judge((.kindSize, .kindGrowth), weigh.kindSizes, glob, \.kindSizes, build)
        case .groups(let glob):
            judge(build, (.groupSize, .groupGrowth), groups.groups.map(\.name), glob) { [groups] in
                groups.name(ofPackage: $0.path, module: $0.module)
            }
        case .owners(let glob):
            judge(build, (.ownerSize, .ownerGrowth), groups.groups.compactMap(\.owner), glob) { [groups] in
                groups.owner(ofPackage: $0.path, module: $0.module)
            }
        }
    }

    /// Why a budget on packages or modules limits nothing; nil when it limits something, or could not be judged anyway.
    package var unmatched: String? {
        guard !matched, notJudged.isEmpty else { return nil }
        switch budget.subject {
        case .packages(let glob): return "no package matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .modules(let glob): return "no module matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .sections(let glob): return "no section matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .kinds(let glob): return "no kind of bytes matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .groups(let glob): return "no group matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .owners(let glob): return "no owner matches `\(glob.pattern)`\(nearest(to: glob, among: names))"
        case .artifacts, .forbidden, .required, .methodsElimination: return nil
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

    mutating func weighed(_ build: BuildReport.Build) -> WeighReport? {
        guard let weigh = build.weigh else {
            cannotJudge("not weighed", build)
            return nil
        }
        guard weigh.tellsNoPackage else { return weigh }
        let packer = weigh.overhead.first { $0.kind.hasPrefix("packed by ") }?.kind
        cannotJudge("\(packer ?? "a file that names no package"), so its packages cannot be told apart", build)
        return nil
    }

    /// Records the finding, and what follows from it: a broken budget, a warning, a waived one.
    mutating func hold(_ finding: Finding, detail: String? = nil, command: ((Judgement) -> String?)? = nil) {
        if finding.isBroken {
            let item = Verdict.Broken(
                finding, source, detail: detail, command: command?(self), origin: origins.place(of: finding))
            if let waiver {
                waived.append(Verdict.Waived(item, reason: waiver.reason, until: waiver.until))
            } else if budget.level == .warn {
                warned.append(item)
            } else {
                broken.append(item)
            }
        } else if let wanted = budget.headroom?.bytes(of: finding.limit), finding.kind.hasHeadroom, finding.headroom < wanted {
            warned.append(
                Verdict.Broken(
                    finding, source, sentence: finding.sentence(headroom: wanted), command: command?(self),
                    origin: origins.place(of: finding)))
        }
        record(finding)
    }

    private mutating func record(_ finding: Finding) {
        let known = limits.firstIndex { $0.finding.kind == finding.kind && $0.finding.target == finding.target }
        guard let index = known else {
            limits.append(
                Verdict.Limit(source: source, finding: finding, judged: 1, broken: finding.isBroken ? 1 : 0))
            return
        }
        limits[index].judged += 1
        if finding.isBroken { limits[index].broken += 1 }
        if finding.headroom < limits[index].finding.headroom { limits[index].finding = finding }
    }
}

extension Glob {
    /// The main package of a build for `main`; other patterns as they are.
    func named(in build: BuildReport.Build) -> Glob {
        isMain ? Glob(build.weigh?.main ?? build.main) : self
    }
}

extension Finding.Kind {
    /// Whether a budget's `headroom` is of the limit: of sizes, not of growth and counts.
    fileprivate var hasHeadroom: Bool {
        switch self {
        case .packageCount, .moduleCount, .forbiddenPackage, .requiredPackage, .methodElimination: false
        default: !isGrowth
        }
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
