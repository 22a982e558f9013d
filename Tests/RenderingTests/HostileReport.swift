import Fixtures
import Reports

/// Reports in which everything that a binary, a module or a pipeline names has a hostile name.
enum HostileReport {
    static func weigh(_ names: [String]) -> WeighReport {
        let packages = names.enumerated().map { index, name in
            WeighReport.Package(
                path: name, module: name, version: name, class: .dependency, size: 1_000 - index, exclusive: 1_000 - index,
                shared: 0, kinds: ["code": 1_000 - index], sections: [".text": 1_000 - index])
        }
        return report(names[0], packages: packages, warnings: names)
    }

    /// With the name as that of programs, presets, checks, budgets and places.
    static func build(_ names: [String]) -> BuildReport {
        var report = BuildReport(weigh(names))
        report.pipeline = names[0]
        report.builds[0].main = names[0]
        report.builds[0].target = names[0]
        report.builds[0].preset = names[0]
        report.builds[0].checks = [.init(name: names[0], status: .failed, message: names.joined(separator: "\n"))]
        report.verdict = verdict(names)
        return report
    }

    static func verdict(_ names: [String]) -> Verdict {
        var verdict = Verdict(broken: [], budgets: names.count, limits: [])
        for name in names {
            let build = BuildReport.Build(main: "app", target: "linux/amd64", preset: "strip", status: .built, command: "")
            let finding = Finding(kind: .packageSize, limit: 1, actual: 2, build: build, name: name)
            let source = Finding.Source(budget: name, file: name, line: 3, advice: name)
            let item = Verdict.Broken(finding, source, command: "pare weigh", origin: SourcePlace(file: name, line: 1))
            verdict.broken.append(item)
            verdict.waived.append(Verdict.Waived(item, reason: name))
            verdict.limits?.append(Verdict.Limit(source: source, finding: finding, judged: 1, broken: 1))
        }
        verdict.notJudged = names.map { Verdict.NotJudged(budget: $0, reason: $0, builds: [$0], file: $0, line: 1) }
        return verdict
    }
}
