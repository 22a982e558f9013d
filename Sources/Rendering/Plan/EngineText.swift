internal import Planning
internal import Reports

/// Parts that the files for engines have in common.
extension PlanReport {
    /// Relative to the project, and ignored where Pare asks git for changed files.
    var outputFolder: String { "dist/\(pipeline)" }

    /// Where machines find the plan. Without times they compute the same shards themselves.
    var planFile: String? { isTimed ? "\(outputFolder)/plan.json" : nil }

    /// Whether shards were made by times that other machines do not know.
    var isTimed: Bool { shards.contains { $0.seconds != nil } }

    /// Peak memory of the largest build with a quarter more; bytes, nil where none is known.
    private var memoryOfBuilds: Int? {
        shards.compactMap(\.peakBytes).max().map { peak in
            let step = 64 << 20
            return (min(peak, 1 << 50) / 4 * 5 / step + 1) * step
        }
    }

    /// Memory that a machine is asked for, in bytes: its builds, and 512 MiB for Pare.
    var memoryAsked: Int? { memoryOfBuilds.map { $0 + (512 << 20) } }

    /// Twice the longest shard and five minutes, in whole minutes.
    var minutesAsked: Int? { shards.compactMap(\.seconds).max().map { Int((min($0, 1e9) * 2 / 60).rounded(.up)) + 5 } }

    /// `pare build` of a shard: `2/5` or `auto/5`. Builds at once are as many as the memory that was asked for holds.
    func buildWords(_ shard: String, hasMemory: Bool = false) -> [String] {
        let memory = hasMemory ? memoryOfBuilds.map { ["--memory", "\($0 >> 20)MiB"] } ?? [] : []
        return ["pare", "build"] + options + ["--shard", shard] + (planFile.map { ["--plan", $0] } ?? []) + memory
    }

    func buildLine(_ shard: String, hasMemory: Bool = false) -> String {
        line(buildWords(shard, hasMemory: hasMemory))
    }

    func mergeLine(_ place: String) -> String { line(["pare", "merge"] + options + [place]) }

    /// Writes the file of an engine, and the plan where shards are made by it.
    func planLine(_ format: String, to file: String) -> String {
        let width = width.map { ["--width", "\($0)"] } ?? []
        let words = ["pare", "plan"] + options + ["--shards", "\(shards.count)"] + width
        let plan = planFile.map { ["-o", "json=\($0)"] } ?? []
        return line(["mkdir", "-p", outputFolder]) + " && " + line(words + plan + ["--format", format]) + " >" + shellQuoted(file)
    }

    /// Lines of a comment: what the file does, and where its shards come from.
    func about(_ format: String) -> [String] {
        let title = "\(counted(jobs.count, "build")) of pipeline \(pipeline) in \(counted(shards.count, "shard"))"
        let source =
            isTimed
            ? "Shards are made by the times of earlier builds, and read from \(outputFolder)/plan.json of the same `pare plan`."
            : "Every machine computes the same shards from the pipeline: no file has to reach it."
        return ["\(title). Written by `pare plan --format \(format)`.", source]
    }

    private func line(_ words: [String]) -> String { words.map(shellQuoted).joined(separator: " ") }

    /// Throws where there are more shards than an engine takes.
    func check(atMost limit: Int, _ reason: String) throws(ReportError) {
        guard shards.count > limit else { return }
        throw ReportError(
            "\(counted(shards.count, "shard")): \(reason); plan with --shards \(limit) or fewer, each with more builds")
    }

    /// The pipeline's name of small letters, digits and hyphens, as names of jobs are.
    var jobName: String {
        let plain = pipeline.lowercased().unicodeScalars.map { scalar in
            switch scalar {
            case "a"..."z", "0"..."9": Character(scalar)
            default: Character("-")
            }
        }
        // A pod's name has its index too, and is at most 63 long.
        let parts = String(plain.prefix(40)).split(separator: "-")
        return (["pare"] + parts).joined(separator: "-")
    }
}

extension [String] {
    /// Lines of a comment in YAML or shell; nothing in them ends one.
    var comment: String { map { $0.isEmpty ? "#\n" : "# \($0.visible)\n" }.joined() }
}

extension String {
    /// As a double-quoted scalar of YAML.
    var yamlQuoted: String {
        unicodeScalars.reduce(into: "\"") { text, scalar in
            switch scalar {
            case "\"", "\\":
                text += "\\"
                text.unicodeScalars.append(scalar)
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        } + "\""
    }
}
