internal import Reports

/// The one page behind every HTML report: builds to choose from, the matrix of their sizes, and their contents.
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
        var weigh: WeighReport?
    }

    var title: String
    /// One line under the title.
    var facts: [String]
    var verdict: Verdict?
    /// HTML of what the checks found.
    var checks = ""
    /// By main, which preset is smallest and what it costs.
    var smallest: [String: String] = [:]
    var builds: [Build]
    /// Suggested cuts by program, and the number of builds they are based on.
    var cutLists: [CutList] = []
    var weighedCount = 0
    /// Index of the build shown first.
    var first: Int?
    /// Index of the build that the first is compared with.
    var against: Int?

    func html() throws(ReportError) -> String {
        let parts = [
            "title": "\(title.visible) – pare".escapedHTML,
            "style": String(decoding: PackageResources.page_css, as: UTF8.self),
            "headline": headline,
            "matrix": matrix + failures + cuts,
            "data": try PageData(self).script(),
            "script": [PackageResources.contents_js, PackageResources.treemap_js, PackageResources.page_js]
                .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"),
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
    init(_ report: BuildReport) {
        title = report.pipeline.isEmpty ? report.builds.first?.main ?? "" : report.pipeline
        facts = report.circumstances
        verdict = report.verdict
        cutLists = report.cutLists
        weighedCount = report.weighedCount
        checks = CheckSummary(report).html
        smallest = Dictionary(
            report.mains.compactMap { main, _ in report.smallestPreset(of: main).map { (main, $0) } }, uniquingKeysWith: { $1 })
        builds = report.builds.map(Build.init)
        builds.setReferences { build in
            let preset = report.referencePreset(of: build.main)
            return build.preset == preset ? nil : (build.main, build.target, preset)
        }
    }

    init(_ weigh: WeighReport) {
        title = weigh.fileName
        facts =
            [weigh.total.iec, "\(weigh.total.grouped) bytes"]
            + [weigh.file.compressed.map { "\($0.iec) to download" }].compactMap(\.self)
        builds = BuildReport(weigh).builds.map(Build.init)
    }

    init(_ comparison: Comparison) {
        let (old, new) = (comparison.old.file, comparison.new.file)
        title =
            comparison.old.fileName == comparison.new.fileName
            ? comparison.new.fileName : "\(comparison.old.fileName) → \(comparison.new.fileName)"
        facts = ["\(old.path) → \(new.path)", comparison.total.headline, comparison.summary] + comparison.caveats
        builds = zip(["old", "new"], [comparison.old, comparison.new]).map { preset, weigh in
            var build = Build(BuildReport(weigh).builds[0])
            build.preset = preset
            return build
        }
        builds[1].reference = 0
        (first, against) = (1, 0)
    }

    /// The new builds and, for each, the old one under `PRESET (old)`.
    init(_ comparison: BuildComparison) {
        title = comparison.new.pipeline
        facts = comparison.new.circumstances + ["compared with the run of \(comparison.old.startedText)"]
        func renamed(_ build: BuildReport.Build) -> Build {
            var build = Build(build)
            build.preset += " (old)"
            return build
        }
        builds = comparison.new.builds.flatMap { build in
            comparison.old.builds.filter { $0.title == build.title }.map(renamed) + [Build(build)]
        }
        builds += comparison.old.builds.filter { comparison.onlyOld.contains($0.title) }.map(renamed)
        builds.setReferences { ($0.main, $0.target, $0.preset + " (old)") }
        first = builds.indices.first { builds[$0].reference != nil && builds[$0].weigh != nil }
        against = first.flatMap { builds[$0].reference }
    }
}

extension Page.Build {
    fileprivate init(_ build: BuildReport.Build) {
        self.init(
            main: build.main, target: build.target, preset: build.preset, status: build.status.rawValue, reason: build.reason,
            size: build.size, compressed: build.compressed,
            making: [build.seconds.map { "built in \($0.duration)" }, build.peakBytes.map { "peak \($0.iec)" }].compactMap(
                \.self),
            weigh: build.weigh)
    }
}

extension [Page.Build] {
    fileprivate mutating func setReferences(_ wanted: (Element) -> (main: String, target: String, preset: String)?) {
        for index in indices {
            guard let (main, target, preset) = wanted(self[index]) else { continue }
            self[index].reference = firstIndex { $0.main == main && $0.target == target && $0.preset == preset }
        }
    }
}
