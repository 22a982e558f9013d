import Foundation
import Reports

/// Plans as they are saved, for the formats of engines.
enum PlanSample {
    /// `hostile` options have everything that shells, YAML and engines take for their own.
    static let hostileOptions = [
        "-f", "pipelines/it's \"a\" $HOME \\$(touch hacked) `touch hacked` ${{ x }} $(JOB) %n #.yml", "--target", "linux/*",
        "--main", "a\nb: [c]\t\u{1B}\u{2028}d",
    ]

    /// Two machines of a plan of four shards with two builds each.
    static func simulated() throws -> PlanReport {
        var steps: [[String: Any]] = []
        for index in 0..<8 {
            let start = Double(index % 4 * 101 + index / 4 * 5)
            steps.append(["job": index, "shard": index / 2 + 1, "start": start, "end": start + 101])
        }
        var shards: [[String: Any]] = []
        for index in 0..<4 {
            let start = Double(index % 2 * 205)
            shards.append(["index": index + 1, "machine": index / 2 + 1, "start": start, "end": start + 205.5, "idleShare": 0.25])
        }
        let times: [(machines: Int, seconds: Double)] = [(1, 820), (2, 410.5), (3, 305), (4, 205.25), (6, 120), (8, 104)]
        let alternatives: [[String: Any]] = times.map {
            ["machines": $0.machines, "seconds": $0.seconds, "idleShare": Double($0.machines) / 100]
        }
        return try plan(
            isTimed: true, width: 2,
            simulation: [
                "machines": 2, "processors": 4, "width": 4, "memory": 8 << 30, "seconds": 410.5, "idleShare": 0.2345,
                "overheadSeconds": 0.25, "measuredSeconds": 400.5, "modelSeconds": 380.25, "shards": shards, "steps": steps,
                "criticalPath": [4, 5, 6, 7], "alternatives": alternatives, "enough": 8, "unknown": 1,
            ])
    }

    static func plan(
        shards count: Int = 4, pipeline: String = "release", options: [String] = ["-f", "pipelines/release.yml"],
        isTimed: Bool = false, width: Int? = nil, simulation: [String: Any]? = nil
    ) throws -> PlanReport {
        let jobs = (0..<count * 2).map { index in
            var job: [String: Any] = [
                "main": "example.com/app", "target": "linux/amd64", "preset": "p\(index)", "shard": index / 2 + 1,
                "output": "linux_amd64/p\(index)/app", "command": "go build -o dist/app .",
            ]
            if isTimed { job["seconds"] = 100.5 + Double(index) }
            if isTimed { job["peakBytes"] = 900_000_000 + index }
            return job
        }
        let shards = (1...count).map { index in
            var shard: [String: Any] = ["index": index, "builds": 2]
            if isTimed { shard["seconds"] = 197.0 + 4 * Double(index) }
            if isTimed { shard["peakBytes"] = 900_000_000 + 2 * index - 1 }
            return shard
        }
        var plan: [String: Any] = [
            "schema": "pare.plan/1", "pipeline": pipeline, "options": options, "digest": String(repeating: "0f", count: 32),
            "commit": String(repeating: "c2", count: 20), "shards": shards, "jobs": jobs,
        ]
        if let width { plan["width"] = width }
        if let simulation { plan["simulation"] = simulation }
        let json = try JSONSerialization.data(withJSONObject: plan)
        return try PlanReport(json: String(decoding: json, as: UTF8.self), name: "sample")
    }
}
