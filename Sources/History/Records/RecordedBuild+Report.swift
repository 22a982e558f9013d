internal import Host
package import Reports

extension RecordedBuild {
    /// The builds of a report that have a binary, as rows. The commit is that of the report's provenance, else the one that go has
    /// written into the binary.
    ///
    /// `commit` overrides it; `fallback` is the time of reports that tell none.
    package static func rows(_ report: BuildReport, commit: (hash: String, time: Int)? = nil, fallback: Int) -> [RecordedBuild] {
        report.builds.compactMap { build in
            guard let size = build.size, build.status.isMade else { return nil }
            let settings = build.weigh?.settings ?? [:]
            let origin = report.provenance
            let hash = commit?.hash ?? origin?.commit ?? settings["vcs.revision"]
            let isOfBinary = settings["vcs.revision"] == hash
            let committed =
                origin?.committed.flatMap { Timestamp($0)?.seconds }
                ?? (isOfBinary ? settings["vcs.time"].flatMap { Timestamp($0)?.seconds } : nil)
            let started = Timestamp(report.started)?.seconds
            let isChanged =
                commit == nil && (origin?.changed != nil || (origin?.committed == nil && settings.isChanged))
            // Changed files are younger than their commit.
            let time = commit?.time ?? (isChanged ? started : nil) ?? committed ?? started ?? fallback
            return RecordedBuild(
                pipeline: report.pipeline, main: build.main, target: build.target, preset: build.preset, commit: hash,
                isChanged: isChanged, branches: Set([origin?.branch].compactMap(\.self)),
                tags: Set([origin?.tag].compactMap(\.self)), time: time,
                recorded: started ?? time, go: build.weigh?.go ?? origin?.go, pare: origin?.pare ?? "unknown", size: size,
                compressed: build.compressed, sha256: build.sha256, seconds: build.seconds, peakBytes: build.peakBytes,
                verdict: report.verdict.state(of: build), contents: build.weigh.map(Contents.init))
        }
    }
}

extension [String: String] {
    /// Go found changed files, untracked ones among them. (`cmd/go`, buildvcs)
    fileprivate var isChanged: Bool { self["vcs.modified"] == "true" }
}

extension Verdict {
    /// Nil where no budget was there to judge.
    fileprivate func state(of build: BuildReport.Build) -> State? {
        if broken.contains(where: { $0.finding?.build == build.title || $0.subject == build.title }) { return .broken }
        if notJudged.contains(where: { $0.builds?.contains(build.title) ?? true }) { return .notJudged }
        return budgets ?? 0 > 0 ? .passed : nil
    }
}
