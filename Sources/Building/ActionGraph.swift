internal import Host
internal import JSON
internal import Reports

/// Actions of one build: the file that `-debug-actiongraph` writes. (cmd/go/internal/work/action.go `actionJSON`)
struct ActionGraph {
    private struct Action: Decodable {
        enum CodingKeys: String, CodingKey {
            case id = "ID"
            case mode = "Mode"
            case package = "Package"
            case dependencies = "Deps"
            case start = "TimeStart"
            case end = "TimeDone"
            case commands = "Cmd"
        }

        package var id: Int
        package var mode: String
        package var package: String?
        var dependencies: [Int]?
        package var start: String?
        package var end: String?
        /// Nil for what came out of the cache.
        package var commands: [String]?

        package var seconds: Double {
            guard let start = start.flatMap(Action.time), let end = end.flatMap(Action.time), end > start else { return 0 }
            return end - start
        }

        package var what: String { "\(mode == "build" ? "compile" : mode) \(package ?? "")" }

        /// Seconds since 1970 of `2026-11-23T10:55:00.123456789+01:00`.
        private static func time(_ text: String) -> Double? {
            let (whole, rest) = (text.prefix(19), text.dropFirst(19))
            let fraction = rest.first == "." ? "." + rest.dropFirst().prefix { $0.isASCII && $0.isNumber } : ""
            guard let time = Timestamp(whole + rest.dropFirst(fraction.count)) else { return nil }
            return Double(time.seconds) + (Double("0\(fraction)") ?? 0)
        }
    }

    private let actions: [Action]

    package init(json: String) throws {
        actions = try JSONDecoder().decode([Action].self, from: json)
    }

    /// Nil when there is no such file.
    package init?(file: String) {
        guard let mapped = try? MappedFile(path: file), let graph = try? ActionGraph(json: mapped.text) else {
            return nil
        }
        self = graph
    }

    package var timings: BuildTimings {
        let builds = actions.filter { $0.mode == "build" && $0.package != nil && $0.package != "unsafe" }
        let done = actions.filter { !($0.commands ?? []).isEmpty && ($0.mode == "build" || $0.mode == "link") }
        let steps = done.map { BuildTimings.Step(what: $0.what, seconds: $0.seconds) }.sorted { $0.seconds > $1.seconds }
        let compiled = builds.count { !($0.commands ?? []).isEmpty }
        return BuildTimings(compiled: compiled, cached: builds.count - compiled, steps: steps, criticalPath: criticalPath)
    }

    /// Go numbers actions from the last to the first, not always each before those it waits for: hence in the order of their ends.
    private var criticalPath: [BuildTimings.Step] {
        let ordered = actions.sorted { ($0.end ?? "", $1.id) < ($1.end ?? "", $0.id) }
        var longest: [Int: (seconds: Double, before: Int?)] = [:]
        for action in ordered {
            let before = (action.dependencies ?? []).filter { longest[$0] != nil }
                .max { (longest[$0]?.seconds ?? 0) < (longest[$1]?.seconds ?? 0) }
            longest[action.id] = (action.seconds + (before.flatMap { longest[$0]?.seconds } ?? 0), before)
        }
        let byNumber = Dictionary(actions.map { ($0.id, $0) }) { $1 }
        var path: [BuildTimings.Step] = []
        var next = longest.max { $0.value.seconds < $1.value.seconds }?.key
        while let id = next, let action = byNumber[id], path.count <= actions.count {
            if action.seconds > 0, !(action.commands ?? []).isEmpty {
                path.append(BuildTimings.Step(what: action.what, seconds: action.seconds))
            }
            next = longest[id]?.before
        }
        return path.reversed()
    }
}
