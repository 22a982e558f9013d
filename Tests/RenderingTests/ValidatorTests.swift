import Attribution
import Fixtures
import Foundation
import JSON
import Planning
@testable import Rendering
import Reports
import Testing

/// Every format checked by validators of others, which Scripts/validators installs: schemas, and readers of the format.
@Suite struct ValidatorTests {
    /// Prints the problems of all files of a folder.
    private func validate(_ folder: TemporaryFolder) throws -> (output: String, isValid: Bool) {
        if let reason = Schemas.missing { try skip(reason) }
        return try Schemas.validate(folder)
    }

    private func write(_ report: some Renderable, _ name: String, _ folder: TemporaryFolder) throws {
        for format in type(of: report).formats where format.name != "text" {
            try folder.write(report.rendered(as: format), to: "\(name).\(format.fileExtension)")
        }
    }

    @Test func everyFormatIsValid() throws {
        let folder = try TemporaryFolder()
        let reports: [(String, BuildReport)] = [
            ("full", FullReport.build()), ("small", smallBuildReport()),
            ("realistic", RealisticReport.buildReport(packages: 120, verdict: FullReport.verdict())),
            ("hostile", HostileReport.build(hostileNames)), ("long", HostileReport.build(longHostileNames)),
        ]
        for (name, report) in reports {
            try write(report, name, folder)
            try write(report.verdict, "\(name)-verdict", folder)
            if let weigh = report.builds[0].weigh { try write(weigh, "\(name)-weigh", folder) }
        }
        var lenient = FullReport.verdict()
        (lenient.broken, lenient.isLenient) = ([], true)
        try write(lenient, "lenient-verdict", folder)
        try write(Verdict(broken: []), "empty-verdict", folder)
        try folder.write(FullReport.savings().rendered(as: .json), to: "savings.json")
        try folder.write(FullReport.history().rendered(as: .json), to: "history.json")
        try write(FullReport.measure(), "measure", folder)
        try write(FullReport.measureComparison(), "measure-diff", folder)
        try folder.write(HeapListing(FullReport.heap(), by: .line).rendered(as: .json), to: "heap.json")
        try folder.write(FullReport.unused().rendered(as: .json), to: "unused.json")
        try folder.write(FullReport.escapes().rendered(as: .json), to: "escapes.json")
        try folder.write(FullReport.release().rendered(as: .json), to: "verify-release.json")
        try folder.write(PlanSample.simulated().rendered(as: .json), to: "plan.json")
        try folder.write(PlanSample.plan(isTimed: true, width: 2).rendered(as: .json), to: "plan-timed.json")
        try folder.write(Self.shard(), to: "shard.json")
        let (output, isValid) = try validate(folder)
        #expect(isValid, "\(output)")
        #expect(!output.contains("0 files"))
    }

    /// A shard as `pare build --shard` saves it.
    private static func shard() throws -> String {
        let report = FullReport.build()
        let shard = try #require(ShardName(2, of: 5))
        return try JSON.JSONEncoder(pretty: true).encode(
            ShardReport(shard: shard, planned: report.builds.count, report: report))
    }

    /// The binaries of real programs, read and reported.
    @Test(.runsGo) func reportsOfRealProgramsAreValid() async throws {
        let folder = try TemporaryFolder()
        for (index, program) in GoBuild.small.enumerated() {
            try write(WeighReport(weigh(await program.bytes()), path: "app"), "real\(index)", folder)
        }
        let (output, isValid) = try validate(folder)
        #expect(isValid, "\(output)")
    }

    /// A key that the encoder writes and the schema does not know is a problem, at every level.
    @Test func unknownKeysAreFlagged() throws {
        let folder = try TemporaryFolder()
        let text = try FullReport.build().rendered(as: .json)
        for (index, key) in ["\"pipeline\" :", "\"exclusive\":", "\"headroom\" :", "\"evidence\" :"].enumerated() {
            let place = try #require(text.range(of: key))
            let changed = text.replacingCharacters(in: place, with: "\"novel\": 1, \(key)")
            try folder.write(changed, to: "changed\(index).json")
        }
        let (output, isValid) = try validate(folder)
        #expect(!isValid)
        for index in 0..<4 {
            #expect(output.contains("changed\(index).json:") && output.contains("'novel' was unexpected"), "\(output)")
        }
    }

    /// A property of a schema that no report ever has would be a promise not kept.
    @Test(arguments: [
        "weigh", "report", "verdict", "savings", "history", "measure", "measure-diff", "heap", "unused", "escapes",
        "verify-release", "plan", "shard",
    ])
    func everyPropertyOfASchemaIsWritten(name: String) throws {
        let schema = try object(Data(contentsOf: URL(filePath: "\(Schemas.folder)/\(name).json")))
        let texts = [
            try FullReport.build().rendered(as: .json), try FullReport.verdict().rendered(as: .json),
            try FullReport.savings().rendered(as: .json), try FullReport.weigh().rendered(as: .json),
            try FullReport.history().rendered(as: .json), try FullReport.release().rendered(as: .json),
            try FullReport.measure().rendered(as: .json), try FullReport.measureComparison().rendered(as: .json),
            try HeapListing(FullReport.heap(), by: .line).rendered(as: .json), try FullReport.unused().rendered(as: .json),
            try FullReport.escapes().rendered(as: .json),
            try PlanSample.simulated().rendered(as: .json), try Self.shard(),
        ]
        let written = try texts.reduce(into: Set<String>()) { $0.formUnion(keys(of: try object(Data($1.utf8)))) }
        let promised = properties(of: schema)
        #expect(promised.count > 5)
        #expect(promised.subtracting(written).isEmpty, "\(promised.subtracting(written).sorted())")
    }

    private func object(_ data: Data) throws -> Any { try JSONSerialization.jsonObject(with: data) }

    private func keys(of value: Any) -> Set<String> {
        if let list = value as? [Any] { return list.reduce(into: []) { $0.formUnion(keys(of: $1)) } }
        guard let object = value as? [String: Any] else { return [] }
        return object.reduce(into: Set(object.keys)) { $0.formUnion(keys(of: $1.value)) }
    }

    private func properties(of schema: Any) -> Set<String> {
        if let list = schema as? [Any] { return list.reduce(into: []) { $0.formUnion(properties(of: $1)) } }
        guard let object = schema as? [String: Any] else { return [] }
        let own = (object["properties"] as? [String: Any]).map { Set($0.keys) } ?? []
        return object.reduce(into: own) { $0.formUnion(properties(of: $1.value)) }
    }
}
