import Fixtures
import Foundation
import Testing

/// What Pare keeps of a program changes no answer.
@Suite(.runsGo, .serialized)
struct SavingsCacheTests {
    private static let lines = [
        "savings --format json", "savings --without go/parser --without 'example.org/app->os' --format json",
        "savings --without func:os.Exit --without file:main.go --format json", "why go/scanner --format json", "savings",
    ]

    private func answers(_ folder: TemporaryFolder, _ environment: [String: String]) async throws -> [PareRun] {
        var runs: [PareRun] = []
        for line in Self.lines { runs.append(try await runShell("$PARE \(line)", in: folder, environment: environment)) }
        return runs
    }

    @Test func theAnswersAreThoseWithoutACache() async throws {
        let folder = try sampleModule()
        let environment = try await goEnvironment()
        let off = try await answers(folder, environment.merging(["PARE_CACHE": "off"]) { $1 })
        #expect(off.allSatisfy { $0.code == 0 })
        #expect(folder.list("cache").isEmpty)
        for _ in 0..<2 { expectSame(try await answers(folder, environment), off) }
        let programs = folder.list("cache/pare/programs")
        #expect(programs.count == 1 && folder.list("cache/pare/lists").count == 1)

        let path = "\(folder.path)/cache/pare/programs/\(try #require(programs.first))"
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for damaged in [
            Data(), whole.prefix(1000), whole.prefix(whole.count - 8), whole.dropLast(9) + Data(repeating: 7, count: 9),
        ] {
            try damaged.write(to: URL(fileURLWithPath: path))
            expectSame([try await runShell("$PARE \(Self.lines[1])", in: folder, environment: environment)], [off[1]])
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole, "written again")
        }
    }

    @Test func twoAtOnceAnswerAsOne() async throws {
        let folder = try sampleModule()
        let environment = try await goEnvironment()
        let run = try await runShell(
            """
            for i in 1 2 3 4; do $PARE \(Self.lines[1]) > out$i & done; wait
            $PARE \(Self.lines[1]) > out5
            cmp out1 out2 && cmp out1 out3 && cmp out1 out4 && cmp out1 out5
            """, in: folder, environment: environment)
        #expect(run.code == 0 && run.error == "", "\(run.output) \(run.error)")
        #expect(folder.list("cache/pare/programs").count == 1)
    }

    @Test func aChangedFileChangesTheAnswer() async throws {
        let folder = try sampleModule()
        let before = try await pareJSON(["savings", "--without", "go/parser"], in: folder)
        let source = try #require(folder.read("main.go"))
        try folder.write(
            source.replacing("\"os\"\n", with: "\"net/http\"\n\t\"os\"\n")
                + "\nvar _ = http.Get\n\nfunc init() { http.Get(\"\") }\n", to: "main.go")
        let after = try await pareJSON(["savings", "--without", "go/parser"], in: folder)
        #expect(try #require(after["size"] as? Int) > 1_000_000 + (try #require(before["size"] as? Int)))
        try folder.write(source, to: "main.go")
        let again = try await pareJSON(["savings", "--without", "go/parser"], in: folder)
        #expect(again["size"] as? Int == before["size"] as? Int)
    }

    private func expectSame(_ runs: [PareRun], _ others: [PareRun]) {
        for (run, other) in zip(runs, others) {
            #expect(run.code == other.code && run.error == other.error)
            #expect(run.output == other.output)
        }
    }
}
