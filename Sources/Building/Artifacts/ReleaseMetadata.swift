internal import Reports

/// `metadata.json`: the release as a whole, under goreleaser's names as far as it has them.
package struct ReleaseMetadata: Codable, Sendable, Equatable {
    struct Runtime: Codable, Sendable, Equatable {
        var goos: String
        var goarch: String
    }

    enum CodingKeys: String, CodingKey {
        case project = "project_name"
        case tag, version, commit, date, runtime, pipeline, go, pare, changed
    }

    /// Last element of the main module's path, else the name of the pipeline.
    package var project: String
    package var tag: String?
    /// The tag without `v`; without a tag the commit.
    package var version: String?
    /// Full hash.
    package var commit: String?
    /// Time of the commit.
    var date: String?
    /// The machine that has built it.
    var runtime: Runtime?
    package var pipeline: String
    /// `go1.27.3`
    package var go: String?
    /// Version of Pare.
    package var pare: String?
    /// Files that differ from the commit: `main.go and 2 more`.
    package var changed: String?

    init(_ report: BuildReport) {
        let origin = report.provenance
        let modules = Set(report.builds.compactMap { $0.weigh?.packages.first { $0.class == .main }?.module })
        let words = (modules.count == 1 ? modules.first : nil)?.split(separator: "/").map(String.init) ?? []
        let name = words.last { $0.first != "v" || $0.dropFirst().contains { !$0.isNumber } || $0.count < 2 }
        project = name ?? report.pipeline
        pipeline = report.pipeline
        tag = origin?.tag
        let number = tag?.split(separator: "/").last.map(String.init)
        version = number.map { $0.hasPrefix("v") ? String($0.dropFirst()) : $0 } ?? origin?.commit
        commit = origin?.commit
        date = origin?.committed
        let host = (origin?.host ?? "").split(separator: "/").map(String.init)
        runtime = host.count == 2 ? Runtime(goos: host[0], goarch: host[1]) : nil
        go = origin?.go
        pare = origin?.pare
        changed = origin?.changed
    }
}
