import Fixtures
import Planning
import Reports

/// Reports with every field that there is, so that schemas and formats are tried on all of them.
enum FullReport {
    /// A verdict with an item of each kind of finding, broken, warned and waived in turn.
    static func verdict(_ name: String = "net/http") -> Verdict {
        var verdict = Verdict(broken: [], budgets: Finding.Kind.allCases.count, limits: [])
        for (index, kind) in Finding.Kind.allCases.enumerated() {
            let build = BuildReport.Build(
                main: "example.com/app", target: index % 2 == 0 ? "linux/amd64" : "windows/amd64", preset: "strip",
                status: .built, command: "")
            let unit: Finding.Unit =
                switch kind {
                case .forbiddenPackage, .requiredPackage, .packageCount: .packages
                case .moduleCount: .modules
                default: .bytes
                }
            var finding = Finding(
                kind: kind, unit: unit, limit: 1_000 + index, actual: 1_500_000 + index, baseline: 1_400_000, build: build,
                name: name)
            if kind == .artifactGrowth { finding.percent = 1.5 }
            let source = Finding.Source(
                budget: "\(kind.rawValue) \(name)", file: "pipelines/release.yml", line: index + 1, budgetName: "budget-\(index)",
                level: index % 3 == 1 ? .warn : nil, advice: "Ask \(name).")
            let item = Verdict.Broken(
                finding, source, detail: name, command: "pare weigh \(name)", origin: SourcePlace(file: "cmd/main.go", line: 7))
            switch index % 3 {
            case 0: verdict.broken.append(item)
            case 1: verdict.warned.append(item)
            default:
                verdict.waived.append(
                    Verdict.Waived(item, reason: "the \(name)", until: index % 2 == 0 ? "2026-12-31" : nil))
            }
            verdict.limits?.append(Verdict.Limit(source: source, finding: finding, judged: 3, broken: 1))
        }
        verdict.notJudged = [
            Verdict.NotJudged(
                budget: "package \(name) max 1MiB", reason: "no package matches `\(name)`",
                builds: ["example.com/app plan9/arm s"],
                file: "pipelines/release.yml", line: 40),
            Verdict.NotJudged(reason: "no binary (failed)", builds: ["example.com/app linux/amd64 strip"]),
        ]
        verdict.notes = ["a note on \(name)"]
        return verdict
    }

    static func weigh() -> WeighReport {
        var report = smallReport("dist/release/app")
        report.file.sha256 = "0123abcd"
        report.file.compressed = 600_000
        report.modules = ["example.com/app", "golang.org/x/net"]
        report.memory = 1_700_000
        report.packages[0].inferred = 100
        report.packages[0].largest = [.init(name: "runtime.mallocgc", file: "runtime/malloc.go", kinds: ["code": 4_096])]
        for (index, part) in [100_000, 400_000, 100_000].enumerated() { report.sections[index].compressed = part }
        report.embedded = [.init(package: "example.com/app", name: "logo.png", size: 96)]
        report.slices = [.init(name: "amd64", offset: 0, size: report.total)]
        report.warnings = ["a warning"]
        report.debugFile = "dist/release/app.debug"
        report.join(smallHeapReport(base: ["before.pb.gz"]))
        return report
    }

    static func build() -> BuildReport {
        var report = smallBuildReport(verdict: verdict())
        report.builds[0].weigh = weigh()
        report.builds[0].size = weigh().total
        report.builds[0].baselineSize = 1_000_000
        report.builds[0].cause = "main.go"
        report.builds[0].linked = ["example.com/app", "net/http", "runtime"]
        report.builds[0].checks = [
            .init(name: "reproducible", status: .passed),
            .init(name: "smoke --version", status: .failed, message: "exit 1\nboom"),
            .init(name: "smoke --help", status: .skipped, message: "no emulator"),
        ]
        report.builds[0].work = BuildWork(processorSeconds: 20.5, compiled: 120)
        report.run = RunTime(seconds: 30.5, processors: 4, width: 2)
        report.builds[0].timings = BuildTimings(
            compiled: 3, cached: 4, steps: [.init(what: "link", seconds: 1.5)], criticalPath: [.init(what: "link", seconds: 1.5)])
        report.presets = [PresetNote(name: "strip", about: "Without symbols.")]
        report.shards = ShardName(2, of: 5).map { [ShardTimes(shard: $0, builds: report.builds, seconds: 12.5)] }
        var list = CutList(
            main: "example.com/app", target: "linux/amd64", preset: "strip", program: "./cmd/app", sha256: "0123abcd",
            size: 1_000_000,
            items: [.init(what: "a->b", kind: .edge, saves: 4_096, evidence: "imported at a.go:3", command: "pare why b")],
            methodElimination: savings().methodElimination,
            deadModules: [.init(path: "example.com/dead", version: "v1.0.0", indirect: true)], warning: "one target only")
        list.presets = ["strip", "default"]
        list.packages = [.init(path: "net/http", saves: 500_000)]
        list.origins = [.init(place: SourcePlace(file: "main.go", line: 3), packages: ["net/http"], modules: ["example.com/x"])]
        report.savings = [list]
        report.groups = [.init(name: "web", owner: "platform", patterns: [Glob("net/*")])]
        report.provenance = Provenance(
            pare: "0.1.0", executable: "0.1.0+abc", commit: "abcdef", committed: "2026-11-01T08:00:00Z",
            changed: "main.go and 2 more", branch: "main", tag: "v1", go: "go1.27.3",
            host: "linux/amd64", plan: "abcd")
        return report
    }

    static func history() -> HistoryReport {
        var report = HistoryReportTests.report()
        report.subject = .init(kind: .package, name: "net/*")
        return report
    }

    static func savings() -> SavingsReport {
        var elimination = SavingsReport.MethodElimination(
            enabled: false, plugins: false, price: 4_096,
            culprits: [.init(symbol: "a.f", package: "a", chain: ["main.main", "a.f"], kind: "template")], packagesKept: ["b"])
        elimination.plan = CutPlan(
            steps: [.init(what: ["a->b"], effort: 1, saves: 4_096, removes: ["a.f"])], saves: 4_096, size: 900_000,
            isReached: true, alsoGone: ["c"], staying: ["d.g"], command: "pare savings --without 'a->b'")
        var report = SavingsReport(
            target: "linux/amd64", go: "go1.27.3", main: "example.com/app", size: 1_000_000, methodElimination: elimination,
            deadModules: [.init(path: "example.com/dead", version: "v1.0.0", indirect: true)],
            duplicates: [[.init(path: "example.com/x", version: "v1.0.0"), .init(path: "example.com/x/v2", version: "v2.0.0")]])
        var removal = Removal(
            what: "net/http", kind: .package, saves: 8_192, contents: 8_000, bytes: 4_000, alsoGone: ["net/textproto"],
            onlyInitialised: false, enablesMethodElimination: true)
        removal.savesUnstripped = 9_000
        removal.retained = 5_000
        var proof = SavingsReport.Proof(
            predicted: 8_000, actual: 8_192, sizeBefore: 1_000_000, sizeAfter: 991_808, enablesMethodElimination: true,
            dropped: [.init(file: "main.go", line: 3)], stubbed: [.init(file: "main.go", line: 9, function: "main.main")])
        (proof.asked, proof.own, proof.method) = (8_192, 100, .stub)
        var suggestion = Suggestion(
            what: "a->b", kind: .edge, place: .own, saves: 4_096, contents: 4_000, effort: 2, alsoGone: ["c"],
            enablesMethodElimination: false)
        suggestion.factors = [.init("a blank import", 2.5)]
        suggestion.imports = [.init(from: "a", to: "b", file: "a.go", line: 3)]
        suggestion.uses = [.init(kind: "function", count: 2)]
        (suggestion.usedNames, suggestion.functions, suggestion.overlap) = (2, 3, .init(with: 1, savesMore: 100))
        report.settings = ["CGO_ENABLED=0"]
        report.unstrippedSize = 1_500_000
        (report.without, report.packages, report.modules, report.edges) = ([removal], [removal], [removal], [removal])
        (report.joint, report.jointUnstripped, report.jointAlsoGone) = (8_192, 9_000, ["c"])
        report.proof = proof
        report.proofs = [.init(what: "net/http", saves: 8_192, proof: proof, reason: "none")]
        report.suggestions = [suggestion]
        report.sizePlan = elimination.plan
        report.edgeThreshold = 1_024
        report.runtime = ["runtime"]
        report.embedded = [.init(package: "example.com/app", file: "logo.png", bytes: 96)]
        return report
    }

    static func release() -> ReleaseComparison {
        ReleaseComparison(
            revision: "v1.2.0 (1a2b3c4d5)", notes: ["the release was built by go1.26.9, here is go1.27.3"],
            files: [
                .init(name: "app.tar.gz", status: .same), .init(name: "app", status: .sameChecksum),
                .init(name: "metadata.json", status: .different, message: "tag v1.2.0 is another commit"),
                .init(
                    name: "app.zip", status: .different,
                    differences: [
                        .init(
                            file: "app.exe", first: "byte 0x1a2b of .rodata, example.com/app",
                            owners: [.init(name: "example.com/app", size: 5)],
                            settings: ["version of example.com/app: `v1.2.0`, here `v1.2.1`"])
                    ]),
            ])
    }
}
