internal import Planning

/// One budget being held against one build after another.
struct Judgement {
    let budget: Budget
    let pipeline: String
    let baseline: Baseline?
    let savings: [CutList]
    private(set) var broken: [Verdict.Broken] = []
    private(set) var notes: [String] = []
    private var subjects = 0
    private var unweighed = 0

    init(budget: Budget, pipeline: String, baseline: Baseline?, savings: [CutList]) {
        self.budget = budget
        self.pipeline = pipeline
        self.baseline = baseline
        self.savings = savings
    }

    mutating func judge(_ build: BuildReport.Build) {
        if case .artifacts = budget.subject {
            subjects += 1
            judgeArtifact(build)
            return
        }
        if case .methodsElimination = budget.subject {
            subjects += 1
            judgeMethods(build)
            return
        }
        guard let weigh = build.weigh else {
            unweighed += 1
            note("\(build.title) was not weighed: not judged")
            return
        }
        switch budget.subject {
        case .artifacts, .methodsElimination: break
        case .packages(let glob): judge("package", weigh.packageSizes, glob, \.packageSizes, build)
        case .modules(let glob): judge("module", weigh.moduleSizes, glob, \.moduleSizes, build)
        case .forbidden(let globs):
            subjects += 1
            for package in weigh.packages where globs.contains(where: { $0.matches(package.path) }) {
                report(
                    build, package.path,
                    "\(build.title) contains \(package.path.visible) (\(package.size.grouped) bytes), which is forbidden",
                    next: whyCommand(build, package.path) ?? weighCommand(build, filter: package.path))
            }
        }
    }

    mutating func conclude() {
        guard subjects == 0, unweighed == 0, !isForbidding else { return }
        let what =
            switch budget.subject {
            case .packages(let glob): "no package matches `\(glob.pattern)`"
            case .modules(let glob): "no module matches `\(glob.pattern)`"
            case .artifacts, .forbidden, .methodsElimination: "there is no binary"
            }
        note("\(what): \(budget.text) was not judged")
    }

    private var isForbidding: Bool {
        if case .forbidden = budget.subject { true } else { false }
    }

    /// Presets seldom differ in it: without the very build, another one of the program for the target is taken.
    private mutating func judgeMethods(_ build: BuildReport.Build) {
        let lists = savings.filter { $0.main == build.main && $0.target == build.target }
        guard let list = lists.first(where: { $0.preset == build.preset }) ?? lists.first else {
            let advice = pipeline.isEmpty ? "a binary does not tell; build it with a pipeline" : "build it again"
            return note("\(build.title) was not linked again: methods-elimination was not judged; \(advice)")
        }
        guard let elimination = list.methodElimination else {
            return note("methods-elimination of \(build.title) was not judged: \(list.warning ?? "nothing is known of it")")
        }
        guard !elimination.enabled else { return }
        let reason =
            elimination.plugins
            ? "it can load plugins, which may call any method"
            : elimination.culprits.first.map { "\($0.symbol.visible) calls methods by a name that is not constant" }
                ?? "methods are called by names that are not constant"
        report(
            build, nil,
            "\(build.title) keeps methods that nobody calls, \(elimination.price.grouped) bytes of them: \(reason)",
            next: list.items.first { $0.kind == .methods }?.command)
    }

    private mutating func judgeArtifact(_ build: BuildReport.Build) {
        guard let size = build.size else { return }
        if let max = budget.max, size > max {
            report(
                build, nil, "\(build.title) is \(size.grouped) bytes, \((size - max).grouped) over its \(max.limit)",
                next: weighCommand(build))
        }
        if let max = budget.maxCompressed {
            if let compressed = build.compressed {
                if compressed > max {
                    report(
                        build, nil,
                        "\(build.title) is \(compressed.grouped) bytes to download, \((compressed - max).grouped) over its \(max.limit)",
                        next: weighCommand(build))
                }
            } else {
                note("\(build.title) has no compressed size: max-compressed was not judged; weigh it with --compressed")
            }
        }
        guard let growth = budget.growth, let earlier = counterpart(of: build) else { return }
        guard let old = earlier.size else { return note("\(build.title) has no size in the baseline: its growth was not judged") }
        judgeGrowth(growth, build, name: nil, old: old, new: size, detail: largestGrowth(earlier.weigh, build.weigh))
    }

    private mutating func judge(
        _ noun: String, _ sizes: [String: Int], _ glob: Glob, _ earlierSizes: (WeighReport) -> [String: Int],
        _ build: BuildReport.Build
    ) {
        let matching = sizes.filter { glob.matches($0.key) }.sorted { $0.key < $1.key }
        subjects += matching.count
        if let max = budget.max {
            for (name, size) in matching where size > max {
                report(
                    build, name,
                    "\(noun) \(name.visible) takes \(size.grouped) bytes of \(build.title), \((size - max).grouped) over its \(max.limit)",
                    next: weighCommand(build, filter: name))
            }
        }
        guard let growth = budget.growth, !matching.isEmpty, let earlier = counterpart(of: build) else { return }
        guard let old = earlier.weigh.map(earlierSizes) else {
            return note("\(build.title) was not weighed in the baseline: the growth of `\(glob.pattern)` was not judged")
        }
        for (name, size) in matching {
            judgeGrowth(growth, build, name: name, old: old[name] ?? 0, new: size, detail: nil)
        }
    }

    private mutating func judgeGrowth(
        _ growth: Budget.Growth, _ build: BuildReport.Build, name: String?, old: Int, new: Int, detail: String?
    ) {
        let allowed = growth.bytes(of: old)
        guard new - old > allowed else { return }
        let subject = name.map { "\($0.visible) in \(build.title)" } ?? build.title
        let text =
            old == 0
            ? "\(subject) is new with \(new.grouped) bytes, \(growth.text) of growth is allowed"
            : "\(subject) grew by \((new - old).grouped) bytes (\((new - old).change(of: old) ?? "")) from \(old.grouped) to \(new.grouped), \((new - old - allowed).grouped) more than the \(growth.text) allowed"
        report(
            build, name, text + (detail.map { "; mostly \($0)" } ?? ""),
            next: (name == nil ? diffCommand(build) : nil) ?? weighCommand(build, filter: name))
    }

    /// The same build in the baseline; notes why there is none.
    private mutating func counterpart(of build: BuildReport.Build) -> BuildReport.Build? {
        guard let baseline else {
            note("no baseline: the growth limit of \(budget.text) was not judged")
            return nil
        }
        guard let earlier = baseline.report.builds.first(where: { $0.title == build.title }) else {
            note("\(build.title) is not in the baseline: its growth was not judged")
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

    /// Says which imports bring a package in; nil where the program could not be linked again.
    private func whyCommand(_ build: BuildReport.Build, _ package: String) -> String? {
        guard let program = savings.first(where: { $0.main == build.main && $0.program != nil })?.program else { return nil }
        let words = ["pare why", shellQuoted(package.visible), program.visible, "--target", shellQuoted(build.target.visible)]
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Sets the whole beside the baseline, where both are reports of pipelines or both are of one binary.
    private func diffCommand(_ build: BuildReport.Build) -> String? {
        guard let baseline, baseline.report.pipeline.isEmpty == pipeline.isEmpty,
            let new = pipeline.isEmpty ? build.path : "dist/\(pipeline)/report.json"
        else { return nil }
        return "pare diff \(shellQuoted(baseline.path.visible)) \(shellQuoted(new.visible))"
    }

    private func weighCommand(_ build: BuildReport.Build, filter: String? = nil) -> String? {
        guard let path = build.path else { return nil }
        let file = pipeline.isEmpty ? path : "dist/\(pipeline)/\(path)"
        let option = filter.map { " --by package,kind --filter \(shellQuoted($0.visible))" } ?? ""
        return "pare weigh \(shellQuoted(file.visible))\(option)"
    }

    private mutating func report(_ build: BuildReport.Build, _ name: String?, _ text: String, next: String?) {
        broken.append(
            Verdict.Broken(
                budget: budget.text, place: budget.place.isEmpty ? nil : budget.place,
                subject: name.map { "\($0) in \(build.title)" } ?? build.title,
                message: Verdict.Broken.message(text, command: next)))
    }

    private mutating func note(_ text: String) {
        let line = budget.placePrefix + text
        if !notes.contains(line) { notes.append(line) }
    }
}

extension Budget.Growth {
    /// The bytes that something of `size` may grow by.
    func bytes(of size: Int) -> Int {
        switch self {
        case .bytes(let bytes): bytes
        case .percent(let percent): Int(exactly: (Double(size) * percent / 100).rounded(.down)) ?? .max
        }
    }

    var text: String {
        switch self {
        case .bytes(let bytes): bytes.limit
        case .percent(let percent): percent == percent.rounded() && percent.magnitude < 1e6 ? "\(Int(percent))%" : "\(percent)%"
        }
    }
}
