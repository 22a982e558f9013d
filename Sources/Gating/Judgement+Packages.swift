internal import Planning
internal import Reports

/// Packages that must or must not be there, their number, and methods kept by reflection.
extension Judgement {
    mutating func judgeForbidden(_ build: BuildReport.Build, _ globs: [Glob]) {
        let sizes = build.weigh?.packageSizes ?? [:]
        let globs = globs.map { $0.named(in: build) }
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
                command: {
                    // `why` and `--filter` know the packages that have bytes.
                    guard sizes[path] != nil else { return $0.weighCommand(build) }
                    return $0.whyCommand(build, path) ?? $0.weighCommand(build, filter: path)
                })
        }
        if found.isEmpty, notJudged.isEmpty {
            hold(Finding(kind: .forbiddenPackage, unit: .packages, limit: 0, actual: 0, build: build))
        }
    }

    /// A package without a byte in a stripped file may be there all the same: absent is what the file proves.
    mutating func judgeRequired(_ build: BuildReport.Build, _ globs: [Glob]) {
        guard build.weigh != nil || build.linked != nil else {
            return cannotJudge("not weighed, and the packages that go linked are not recorded", build)
        }
        let paths = Set(build.linked ?? []).union(build.weigh?.packages.map(\.path) ?? [])
        for glob in globs.map({ $0.named(in: build) }) {
            let isThere = paths.contains(where: glob.matches)
            if !isThere, build.linked == nil, build.weigh?.provesAbsence(of: glob) != true {
                cannotJudge("the file does not tell whether `\(glob.pattern)` is in, of which it may hold no byte", build)
                continue
            }
            hold(
                Finding(
                    kind: .requiredPackage, unit: .packages, limit: 0, actual: isThere ? 0 : 1, build: build, name: glob.pattern))
        }
    }

    mutating func judgeCounts(_ build: BuildReport.Build) {
        if let limit = budget.maxPackages {
            let earlier = recordedCounterpart(of: build)?.linked?.count
            if let count = build.linked?.count {
                hold(
                    Finding(kind: .packageCount, unit: .packages, limit: limit, actual: count, baseline: earlier, build: build),
                    command: { $0.weighCommand(build) })
            } else {
                cannotJudge("the packages that go linked are not recorded, and a file does not tell them all", build)
            }
        }
        if let limit = budget.maxModules {
            if let count = build.weigh?.modules?.count {
                hold(
                    Finding(
                        kind: .moduleCount, unit: .modules, limit: limit, actual: count,
                        baseline: recordedCounterpart(of: build)?.weigh?.modules?.count, build: build),
                    command: { $0.weighCommand(build, by: "module") })
            } else {
                cannotJudge("no build info names the modules", build)
            }
        }
    }

    mutating func judgeMethods(_ build: BuildReport.Build) {
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
            command: { $0.place.canLink(build.main) ? list.items.first { $0.kind == .methods }?.command : nil })
    }
}
