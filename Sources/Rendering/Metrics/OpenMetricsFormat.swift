internal import Planning
internal import Reports

extension Format {
    /// OpenMetrics text 1.0, for GitLab's metrics report, a push gateway or a scraped file.
    public static let openMetrics = Format(
        name: "openmetrics", fileExtension: "metrics.txt",
        weigh: { report, _ in BuildReport(report).openMetrics },
        build: { report, _ in report.openMetrics },
        verdict: { verdict, _ in
            var metrics = OpenMetrics()
            metrics.add(verdict)
            return metrics.rendered
        })
}

extension BuildReport {
    /// By owner of the pipeline's groups, sorted by name; empty without groups.
    private func ownerSizes(of build: Build) -> [(key: String, value: Int)] {
        guard let groups, let weigh = build.weigh else { return [] }
        return weigh.ownerSizes(PackageGroups(groups: groups)).sorted { $0.key < $1.key }
    }

    /// Of each build the file and all its owners, which sum to it.
    fileprivate var openMetrics: String {
        var metrics = OpenMetrics()
        for build in builds where build.size != nil {
            let labels = [("program", build.main), ("target", build.target), ("preset", build.preset)]
            metrics.add("pare_file_bytes", labels, build.size)
            metrics.add("pare_download_bytes", labels, build.compressed)
            for package in build.weigh?.packages ?? [] {
                metrics.add("pare_package_bytes", labels + [("package", package.path)], package.size)
            }
            for overhead in build.weigh?.overhead ?? [] {
                metrics.add("pare_overhead_bytes", labels + [("kind", overhead.kind)], overhead.size)
            }
            for (owner, size) in ownerSizes(of: build) {
                metrics.add("pare_owner_bytes", labels + [("owner", owner)], size)
            }
            metrics.add("pare_unexplained_bytes", labels, build.weigh?.coverage.unexplained)
            metrics.add("pare_linked_packages", labels, build.linked?.count)
            metrics.add("pare_build_duration_seconds", labels, build.seconds)
            metrics.add("pare_build_peak_memory_bytes", labels, build.peakBytes)
        }
        metrics.add(verdict)
        return metrics.rendered
    }
}

/// Samples of gauges by family: a family is in one piece, and has each set of labels once.
private struct OpenMetrics {
    private static let families: [(name: String, help: String)] = [
        ("pare_file_bytes", "Size of the binary."),
        ("pare_download_bytes", "Size of the binary after gzip."),
        ("pare_package_bytes", "Bytes of a package in the binary."),
        ("pare_owner_bytes", "Bytes of the packages of an owner in the binary."),
        ("pare_overhead_bytes", "Bytes of the binary that belong to no package."),
        ("pare_unexplained_bytes", "Bytes of the binary whose owner is not known."),
        ("pare_linked_packages", "Packages that go linked into the binary."),
        ("pare_build_duration_seconds", "Wall time of the build."),
        ("pare_build_peak_memory_bytes", "Peak resident memory of the build's processes together."),
        ("pare_budget_limit", "Limit of a budget, bytes or a count."),
        ("pare_budget_actual", "Figure of the build that is nearest to the limit, bytes or a count."),
        ("pare_budgets_broken", "Budgets that are broken."),
        ("pare_budgets_not_judged", "Budgets and builds that could not be judged."),
    ]

    private var samples: [String: [(labels: String, value: String)]] = [:]
    private var seen: Set<String> = []

    mutating func add(_ family: String, _ labels: [(String, String)], _ value: Int?) {
        if let value { add(family, labels, text: "\(value)") }
    }

    mutating func add(_ family: String, _ labels: [(String, String)], _ value: Double?) {
        if let value { add(family, labels, text: "\(value)") }
    }

    private mutating func add(_ family: String, _ labels: [(String, String)], text value: String) {
        var text = labels.map { "\($0)=\"\($1.escapedLabel)\"" }.joined(separator: ",")
        // Equal labels would be one metric with two values.
        var number = 1
        while !seen.insert("\(family){\(text)}").inserted {
            number += 1
            text = (labels + [("number", "\(number)")]).map { "\($0)=\"\($1.escapedLabel)\"" }.joined(separator: ",")
        }
        samples[family, default: []].append((text, value))
    }

    mutating func add(_ verdict: Verdict) {
        for limit in verdict.limits ?? [] {
            let finding = limit.finding
            let labels = [
                ("budget", limit.source.budget), ("kind", finding.kind.rawValue), ("program", finding.program),
                ("target", finding.target), ("preset", finding.preset), ("name", finding.name ?? ""),
            ]
            add("pare_budget_limit", labels, finding.limit)
            add("pare_budget_actual", labels, finding.actual)
        }
        add("pare_budgets_broken", [], verdict.broken.count)
        add("pare_budgets_not_judged", [], verdict.notJudged.count)
    }

    var rendered: String {
        var text = ""
        for family in Self.families {
            guard let samples = samples[family.name], !samples.isEmpty else { continue }
            text += "# TYPE \(family.name) gauge\n"
            for unit in ["bytes", "seconds"] where family.name.hasSuffix("_\(unit)") { text += "# UNIT \(family.name) \(unit)\n" }
            text += "# HELP \(family.name) \(family.help)\n"
            for sample in samples {
                text += "\(family.name)\(sample.labels.isEmpty ? "" : "{\(sample.labels)}") \(sample.value)\n"
            }
        }
        return text + "# EOF\n"
    }
}

extension String {
    /// A label's value: backslash, quote and newline escaped. (OpenMetrics 1.0, `escaped-string`)
    fileprivate var escapedLabel: String {
        visible.reduce(into: "") { text, character in
            switch character {
            case "\\", "\"": text += "\\\(character)"
            default: text.append(character)
            }
        }
    }
}
