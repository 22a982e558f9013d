internal import Reports

/// The one page behind every HTML report: what failed, the matrix of sizes, the map of their bytes, suggested cuts, tables.
struct Page {
    struct Build {
        var main: String
        var target: String
        var preset: String
        /// Shown in place of a size: `failed`.
        var status: String
        /// Why there is no size.
        var reason: String?
        var size: Int?
        var compressed: Int?
        /// Wall time of the build and its peak memory: `built in 1.2 s`, `peak 272.96 MiB`.
        var making: [String]
        /// Index of the build it is compared with in the matrix.
        var reference: Int?
        /// Index of the build of the same program, target and preset in the other report.
        var old: Int?
        /// Belongs to the other report: no cell of its own in the matrix.
        var isOld = false
        var weigh: WeighReport?
    }

    var title: String
    /// Facts in one line under the title.
    var facts: [String]
    /// Sizes before and now, in one line: `+1.2 KiB (+0.1%)`.
    var change: Change?
    var verdict: Verdict?
    /// Results of the checks.
    var checks: CheckSummary?
    /// By main, which preset is smallest and what it costs.
    var smallest: [String: String] = [:]
    var builds: [Build]
    /// Suggested cuts by program, and the number of builds they are based on.
    var cutLists: [CutList] = []
    /// By program, savings of packages and the build they are modelled on.
    var savings: [CutList] = []
    var weighedCount = 0
    /// Index of the build shown first.
    var first: Int?
    /// Index of the build that the first is compared with.
    var against: Int?
    /// Type of a profile's samples that areas stand for at first; nil for bytes of the file.
    var area: String?
    /// Tables below that of functions.
    var more = ""
    /// Sentences at the end of the page.
    var notes: [String] = []

    private var scripts: [[UInt8]] {
        let all = [
            PackageResources.base_js, PackageResources.data_js, PackageResources.tree_js, PackageResources.colours_js,
            PackageResources.layout_js, PackageResources.map_js, PackageResources.keys_js, PackageResources.tables_js,
        ]
        return all + (hasProfile ? [PackageResources.profile_js] : []) + [PackageResources.page_js]
    }

    func html() throws(ReportError) -> String {
        let parts = [
            "title": "\(title.visible) – pare".escapedHTML,
            "style": String(decoding: PackageResources.page_css + PackageResources.map_css, as: UTF8.self),
            "strip": strip + broken,
            "matrix": matrix,
            "cuts": cuts,
            "rest": kept,
            "functions": hasProfile ? Self.functions + more : "",
            "note":
                (notes + (hasProfile ? ["Values of profiles are those of pprof: of samples whose innermost call it is."] : []))
                .map { " " + $0.escapedHTML }.joined(),
            "data": try PageData(self).script(),
            "script": scripts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"),
        ]
        let template = String(decoding: PackageResources.page_html, as: UTF8.self)
        return template.split(separator: "{{", omittingEmptySubsequences: false).enumerated().reduce(into: "") { page, piece in
            let (index, text) = piece
            guard index > 0, let end = text.firstIndex(of: "}") else {
                page += text
                return
            }
            page += parts[String(text[..<end])] ?? ""
            page += text[end...].dropFirst(2)
        }
    }

    /// Bytes saved by the removal of each package; nil where no saving of the program is known.
    func savings(of build: Build) -> [String: Int]? {
        guard let packages = savings.first(where: { $0.main == build.main })?.packages else { return nil }
        return Dictionary(packages.map { ($0.path, max($0.saves, 0)) }, uniquingKeysWith: max)
    }
}

extension String {
    /// Safe as text and as an attribute's value.
    var escapedHTML: String {
        visible.reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.append(character)
            }
        }
    }

    /// A sentence: escaped, and what stands between backticks set as code.
    var sentenceHTML: String {
        let parts = escapedHTML.split(separator: "`", omittingEmptySubsequences: false)
        guard parts.count > 1, parts.count % 2 == 1 else { return escapedHTML }
        return parts.enumerated().map { $0 % 2 == 1 ? "<code>\($1)</code>" : String($1) }.joined()
    }
}

extension Page {
    /// With a baseline, each build is compared with its own of there.
    init(_ report: BuildReport, baseline: BuildReport? = nil) {
        title = report.pipeline.isEmpty ? report.builds.first?.main ?? "" : report.pipeline
        facts = report.commitFacts + report.circumstances
        verdict = report.verdict
        cutLists = report.cutLists
        savings = report.savings ?? []
        weighedCount = report.weighedCount
        checks = CheckSummary(report)
        let references = ReferenceBuilds(report)
        for (main, builds) in report.mains { smallest[main] = report.smallestPreset(of: main, among: builds, references) }
        let most = BuildReport.shownPackages(ofBuilds: report.builds.count)
        // A comparison needs every package: one that is smaller now may have been among the largest.
        builds = report.builds.map { baseline == nil ? Build($0.digest(keeping: most)) : Build($0) }
        if baseline == nil, report.builds.contains(where: { ($0.weigh?.packageCount ?? 0) > most }) {
            notes.append("Of each program the \(most.grouped) largest packages are named; report.json has all.")
        }
        for (index, build) in builds.enumerated() {
            builds[index].reference = references.index(main: build.main, target: build.target, preset: build.preset)
        }
        if let baseline { compare(BuildComparison(old: baseline, new: report), withRemoved: false) }
    }

    init(_ weigh: WeighReport) {
        title = weigh.fileName
        facts =
            [weigh.total.iec, "\(weigh.total.grouped) bytes"]
            + [weigh.file.compressed.map { "\($0.iec) to download" }].compactMap(\.self) + (weigh.profile?.facts ?? [])
        builds = BuildReport(weigh).builds.map(Build.init)
    }
}

extension Page.Build {
    var title: String { "\(main) \(target) \(preset)" }

    init(_ build: BuildReport.Build) {
        self.init(
            main: build.main, target: build.target, preset: build.preset, status: build.status.rawValue, reason: build.reason,
            size: build.size, compressed: build.compressed,
            making: [build.seconds.map { "built in \($0.duration)" }, build.peakBytes.map { "peak \($0.iec)" }].compactMap(
                \.self),
            weigh: build.weigh)
    }
}

extension BuildReport {
    /// The commit with its tag or branch, where it is known.
    var commitFacts: [String] {
        guard let commit = provenance?.commit, !commit.isEmpty else { return [] }
        let name = provenance?.tag ?? provenance?.branch
        return [([name].compactMap(\.self) + [String(commit.prefix(10))]).joined(separator: " ").visible]
    }
}
