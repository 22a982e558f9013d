import Fixtures
import Foundation
import Testing

/// The order of suggestions, their evidence and what folds into one row, on modules that a real go builds.
@Suite(.runsGo, .timeLimit(.minutes(10))) struct SuggestionTests {
    /// A program whose work is in `engine`, with features attached by blank imports, a debug server by a blank import, and one field
    /// of a large package's type.
    private func program() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("module example.org/app\n\ngo 1.24\n", to: "go.mod")
        try folder.write(
            """
            package main

            import (
            \t"example.org/app/engine"
            \t_ "example.org/app/all"
            )

            func main() { engine.Run() }

            """, to: "main.go")
        try folder.write(
            """
            package engine

            import (
            \t"archive/zip"
            \t"net/http"
            \t_ "net/http/pprof"
            \t"os"
            )

            var Features []func()

            func Run() {
            \tfor _, feature := range Features {
            \t\tfeature()
            \t}
            \thttp.HandleFunc("/", serve)
            \tos.Stdout.WriteString(open(os.Args[0]))
            \thttp.ListenAndServe(os.Args[1], nil)
            }

            func serve(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.URL.Path)) }

            func open(name string) string {
            \treader, err := zip.OpenReader(name)
            \tif err != nil {
            \t\treturn err.Error()
            \t}
            \treturn reader.Comment
            }

            """, to: "engine/engine.go")
        // Two packages each, so that no import of one is nearly the whole feature.
        let features = [
            ("data", ["encoding/xml", "encoding/gob"], "xml.Unmarshal(nil, new(any)); gob.NewDecoder(os.Stdin).Decode(nil)"),
            ("text", ["go/parser", "text/template"], "parser.ParseExpr(os.Args[0]); template.New(os.Args[0]).Parse(os.Args[1])"),
            ("picture", ["image/gif", "image/jpeg"], "gif.Decode(os.Stdin); jpeg.Decode(os.Stdin)"),
            ("object", ["debug/elf", "debug/pe"], "elf.Open(os.Args[0]); pe.Open(os.Args[0])"),
            ("store", ["archive/tar", "database/sql"], "tar.NewReader(os.Stdin).Next(); sql.Open(os.Args[0], os.Args[1])"),
        ]
        for (name, paths, calls) in features {
            try folder.write(
                """
                package \(name)

                import (
                \t"os"
                \(paths.map { "\t\"\($0)\"" }.joined(separator: "\n"))

                \t"example.org/app/engine"
                )

                func init() { engine.Features = append(engine.Features, func() { \(calls) }) }

                """, to: "\(name)/\(name).go")
        }
        try folder.write(
            "package all\n\nimport (\n" + features.map { "\t_ \"example.org/app/\($0.0)\"\n" }.joined() + ")\n", to: "all/all.go")
        return folder
    }

    private func suggestions(_ folder: TemporaryFolder, _ arguments: [String] = []) async throws -> [[String: Any]] {
        try #require(try await pareJSON(["savings"] + arguments, in: folder)["suggestions"] as? [[String: Any]])
    }

    @Test func theDebugServerIsFirstAndTheEngineIsNotThere() async throws {
        let folder = try program()
        let rows = try await suggestions(folder)
        let names = rows.compactMap { $0["what"] as? String }
        #expect(names.first == "example.org/app/engine->net/http/pprof", "\(names)")
        #expect(rows.first?["effort"] as? Int == 1)
        #expect((rows.first?["uses"] as? [[String: Any]])?.compactMap { $0["kind"] as? String } == ["blank import"])
        #expect(!names.contains("example.org/app->example.org/app/engine"))
        #expect(names.allSatisfy { $0.hasPrefix("example.org/app") || !$0.contains("->") }, "no import of the standard library")
        let scores = rows.compactMap { $0["score"] as? Double }
        #expect(scores == scores.sorted(by: >) && scores.count == rows.count)
        for row in rows {
            let factors = (row["factors"] as? [[String: Any]] ?? []).compactMap { $0["weight"] as? Double }
            let (contents, effort) = (row["contents"] as? Int ?? 0, row["effort"] as? Int ?? 0)
            let score = factors.reduce(Double(contents) / Double(max(effort, 1)), *)
            #expect(abs(score - (row["score"] as? Double ?? 0)) < 1, "\(row["what"] ?? "")")
        }
        let zip = try #require(rows.first { $0["what"] as? String == "example.org/app/engine->archive/zip" })
        #expect(zip["usedNames"] as? Int == 1 && (zip["functions"] as? Int ?? 0) > 20)
        #expect((zip["imports"] as? [[String: Any]])?.first?["line"] as? Int == 4)
    }

    /// Five blank imports of own packages are one row; the cut of the feature and of what it imports are the same.
    @Test func featuresOfARegistryAreOneRow() async throws {
        let rows = try await suggestions(try program())
        let attached = rows.filter { ($0["what"] as? String ?? "").hasPrefix("example.org/app/all->") }
        #expect(attached.count == 1)
        #expect((attached.first?["siblings"] as? [String])?.count == 4, "\(rows)")
    }

    /// cmd/vet is its checks and their driver, which are of another module.
    @Test func whatMainItselfRunsIsNoSuggestion() async throws {
        let report = try await pareJSON(["savings", "cmd/vet"], in: TemporaryFolder())
        let rows = try #require(report["suggestions"] as? [[String: Any]])
        let names = rows.compactMap { $0["what"] as? String }
        #expect(!names.isEmpty && !names.contains { $0.contains("unitchecker") || $0.contains("analysis/suite") }, "\(names)")
    }

    @Test func whatANumberMeansIsSaid() async throws {
        let folder = try program()
        let run = try await runPare("savings", "--top", "2", in: folder, environment: goEnvironment())
        #expect(run.code == 0, "\(run.error)")
        let text = run.output
        #expect(text.contains("\nWhat to cut first\nmost bytes for the fewest edits"))
        #expect(text.contains("example.org/app/engine → net/http/pprof  1 edit\n"))
        #expect(text.contains("imported at engine/engine.go:6; a blank import: nothing calls it"))
        #expect(!text.contains("\nPackages\n") && text.contains("… and "))
        let all = try await runPare("savings", "--all", in: folder, environment: goEnvironment())
        #expect(all.output.contains("\nPackages\n") && all.output.contains("\nImports\n"))
    }

    /// The joint savings of a plan, asked for again by its own arguments.
    private func joint(_ plan: [String: Any], _ folder: TemporaryFolder) async throws -> Int? {
        let what = (plan["steps"] as? [[String: Any]] ?? []).flatMap { $0["what"] as? [String] ?? [] }
        return try await pareJSON(["savings"] + what.flatMap { ["--without", $0] }, in: folder)["joint"] as? Int
    }

    @Test func aTargetSizeIsReached() async throws {
        let folder = try program()
        let size = try #require(try await pareJSON(["savings"], in: folder)["size"] as? Int)
        for less in [400_000, 1_000_000] {
            let plan = try #require(
                try await pareJSON(["savings", "--target-size", "\(size - less)"], in: folder)["sizePlan"] as? [String: Any])
            #expect(plan["isReached"] as? Bool == true)
            #expect((plan["size"] as? Int ?? .max) <= size - less)
            let steps = try #require(plan["steps"] as? [[String: Any]])
            #expect(steps.reduce(0) { $0 + ($1["saves"] as? Int ?? 0) } == plan["saves"] as? Int)
            #expect(try await joint(plan, folder) == plan["saves"] as? Int)
        }
        let run = try await runPare("savings", "--target-size", "1KiB", in: folder, environment: goEnvironment())
        #expect(run.code == 0 && run.output.contains("\nTarget size: not reached: "))
        let reached = try await runPare("savings", "--target-size", "1GiB", in: folder, environment: goEnvironment())
        #expect(reached.output.contains(" already\n"))
    }

    @Test func theCutsThatTurnMethodEliminationOn() async throws {
        let folder = try sampleModule()
        let report = try await pareJSON(["savings"], in: folder)
        let elimination = try #require(report["methodElimination"] as? [String: Any])
        #expect(elimination["enabled"] as? Bool == false)
        let kinds = (elimination["culprits"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String }
        #expect(kinds == ["methodByName"])
        let plan = try #require(elimination["plan"] as? [String: Any])
        #expect(plan["isReached"] as? Bool == true)
        let steps = try #require(plan["steps"] as? [[String: Any]])
        #expect(steps.flatMap { $0["removes"] as? [String] ?? [] } == ["example.org/app/call.ByName"])
        #expect(try await joint(plan, folder) == plan["saves"] as? Int)
    }
}
