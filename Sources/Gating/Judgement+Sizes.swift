internal import Planning
internal import Reports

/// Sizes and growth of binaries and of their parts.
extension Judgement {
    mutating func judgeArtifact(_ build: BuildReport.Build) {
        judgeCounts(build)
        judgeMemory(build)
        guard let size = build.size else { return }
        let before = recordedCounterpart(of: build)
        if let max = budget.max {
            hold(
                Finding(kind: .artifactSize, limit: max, actual: size, baseline: before?.size, build: build),
                command: { $0.weighCommand(build) })
        }
        if let max = budget.maxCompressed {
            if let compressed = build.compressed {
                hold(
                    Finding(kind: .downloadSize, limit: max, actual: compressed, baseline: before?.compressed, build: build),
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

    private mutating func judgeMemory(_ build: BuildReport.Build) {
        guard let limit = budget.maxMemory else { return }
        guard let memory = build.weigh?.memory else {
            return cannotJudge(
                "its memory before it runs is not known; WebAssembly has none, an older report must be built again", build)
        }
        hold(
            Finding(
                kind: .memorySize, limit: limit, actual: memory, baseline: recordedCounterpart(of: build)?.weigh?.memory,
                build: build),
            command: { $0.weighCommand(build, by: "section") })
    }

    mutating func judge(
        _ kinds: (size: Finding.Kind, growth: Finding.Kind), _ sizes: [String: Int], _ glob: Glob,
        _ earlierSizes: (WeighReport) -> [String: Int],
        _ build: BuildReport.Build
    ) {
        let matching = sizes.filter { glob.matches($0.key) }.sorted { $0.key < $1.key }
        names.formUnion(sizes.keys)
        matched = matched || !matching.isEmpty
        if let max = budget.max {
            let before = recordedCounterpart(of: build)?.weigh
            let sizes = before.map { $0.tellsNoPackage ? [:] : earlierSizes($0) }
            for (name, size) in matching {
                hold(
                    Finding(
                        kind: kinds.size, limit: max, actual: size, baseline: sizes.map { $0[name] ?? 0 }, build: build,
                        name: name),
                    command: { $0.partCommand(kinds.size, name, build) })
            }
        }
        guard let growth = budget.growth, !matching.isEmpty, let earlier = counterpart(of: build) else { return }
        guard let old = earlier.weigh, !old.tellsNoPackage else { return cannotJudge("not weighed in the baseline", build) }
        let sizes = earlierSizes(old)
        for (name, size) in matching {
            judgeGrowth(growth, kinds.growth, build, name: name, old: sizes[name] ?? 0, new: size, detail: nil)
        }
    }

    /// Holds the summed sizes of packages against the budget, by the name that `key` gives each.
    mutating func judge(
        _ build: BuildReport.Build, _ kinds: (size: Finding.Kind, growth: Finding.Kind), _ known: [String], _ glob: Glob,
        _ key: @escaping (WeighReport.Package) -> String
    ) {
        guard let weigh = weighed(build) else { return }
        func sizes(_ weigh: WeighReport) -> [String: Int] {
            var sizes = Dictionary(known.map { ($0, 0) }) { first, _ in first }
            for package in weigh.packages { sizes[key(package), default: 0] += package.size }
            return sizes
        }
        judge(kinds, sizes(weigh), glob, sizes, build)
    }

    mutating func judgeGrowth(
        _ growth: Budget.Growth, _ kind: Finding.Kind, _ build: BuildReport.Build, name: String?, old: Int, new: Int,
        detail: String?
    ) {
        var finding = Finding(
            kind: kind, limit: growth.bytes(of: old), actual: new - old, baseline: old, build: build, name: name)
        if case .percent(let percent) = growth { finding.percent = percent }
        if let noise = budget.noise, finding.limit < noise {
            finding.limit = noise
            finding.percent = nil
        }
        hold(
            finding, detail: detail,
            command: {
                (name == nil ? $0.diffCommand(build) : nil) ?? $0.partCommand(kind, name, build)
            })
    }

    /// The counterpart of a build in the baseline, made in the same way; nil with a reason for not judging.
    mutating func counterpart(of build: BuildReport.Build) -> BuildReport.Build? {
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
        if let difference = BuildMatch.difference(earlier, in: baseline.report, build, in: report) {
            cannotJudge("\(difference); build \(path) again to judge growth", build)
            return nil
        }
        return earlier
    }

    /// Counterpart for the column of changes; nil, without a reason, where `counterpart` has none.
    func recordedCounterpart(of build: BuildReport.Build) -> BuildReport.Build? {
        guard let baseline, let earlier = baseline.report.builds.first(where: { $0.title == build.title }), earlier.isWhole,
            BuildMatch.difference(earlier, in: baseline.report, build, in: report) == nil
        else { return nil }
        return earlier
    }

    /// The three packages that grew most.
    func largestGrowth(_ old: WeighReport?, _ new: WeighReport?) -> String? {
        guard let old, let new else { return nil }
        let grown = Change.list(old.packageSizes, new.packageSizes).filter { $0.change > 0 }.prefix(3)
        guard !grown.isEmpty else { return nil }
        return grown.map { "\($0.name.visible) \($0.change.signedIEC)" }.joined(separator: ", ")
    }
}
