import Foundation
import Reports

/// Plans as they are saved, for the formats of engines.
enum PlanSample {
    /// `hostile` options have everything that shells, YAML and engines take for their own.
    static let hostileOptions = [
        "-f", "pipelines/it's \"a\" $HOME \\$(touch hacked) `touch hacked` ${{ x }} $(JOB) %n #.yml", "--target", "linux/*",
        "--main", "a\nb: [c]\t\u{1B}\u{2028}d",
    ]

    static func plan(
        shards count: Int = 4, pipeline: String = "release", options: [String] = ["-f", "pipelines/release.yml"],
        isTimed: Bool = false, width: Int? = nil
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
        let json = try JSONSerialization.data(withJSONObject: plan)
        return try PlanReport(json: String(decoding: json, as: UTF8.self), name: "sample")
    }
}
