import Fixtures
import Foundation
import Testing

/// Two packages import encoding/xml; main imports both. Feed has no byte of its own: its function is inlined.
@Suite(.runsGo, .serialized)
struct WhyWaysTests {
    private func module() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("module example.org/ways\n\ngo 1.22\n", to: "go.mod")
        try folder.write(
            """
            package main

            import (
            \t"example.org/ways/feed"
            \t"example.org/ways/plan"
            )

            func main() { println(feed.Read(nil), plan.Size()) }

            """, to: "main.go")
        try folder.write(
            """
            package feed

            import "encoding/xml"

            func Read(data []byte) string {
            \tvar text string
            \tif err := xml.Unmarshal(data, &text); err != nil {
            \t\treturn "none"
            \t}
            \treturn text
            }

            """, to: "feed/feed.go")
        try folder.write(
            """
            package plan

            import x "encoding/xml"

            type Plan struct{ Name x.Name }

            //go:noinline
            func Size() int {
            \tdata, _ := x.Marshal(Plan{})
            \treturn len(data)
            }

            """, to: "plan/plan.go")
        return folder
    }

    private func edges(_ value: Any?) -> [String] {
        (value as? [[String: Any]] ?? []).map { "\($0["from"] ?? "")->\($0["to"] ?? "") \($0["file"] ?? ""):\($0["line"] ?? "")" }
    }

    @Test func allWaysAndTheSmallestSet() async throws {
        let folder = try module()
        let report = try await pareJSON(["why", "encoding/xml"], in: folder)
        #expect(report["paths"] as? Int == 2)
        #expect(report["onEveryPath"] as? [String] == ["example.org/ways", "encoding/xml"])
        #expect(
            edges(report["graph"]).sorted() == [
                "example.org/ways->example.org/ways/feed main.go:4", "example.org/ways->example.org/ways/plan main.go:5",
                "example.org/ways/feed->encoding/xml feed/feed.go:3", "example.org/ways/plan->encoding/xml plan/plan.go:3",
            ])
        let ways = try #require(report["ways"] as? [[String: Any]])
        #expect(Set(ways.compactMap { $0["from"] as? String }) == ["example.org/ways/feed", "example.org/ways/plan"])
        #expect(ways.allSatisfy { $0["isOnlyWay"] as? Bool == false && $0["isOwn"] as? Bool == true && $0["paths"] as? Int == 1 })
        let lines = try #require(report["lines"] as? [[String: Any]]).map {
            "\($0["file"] ?? ""):\($0["line"] ?? "") \($0["kind"] ?? ""): \($0["text"] ?? "")"
        }
        #expect(
            lines == [
                "feed/feed.go:7 function: if err := xml.Unmarshal(data, &text); err != nil {",
                "plan/plan.go:5 field: type Plan struct{ Name x.Name }", "plan/plan.go:9 function: data, _ := x.Marshal(Plan{})",
            ])
        #expect((report["cut"] as? [String: Any])?["removes"] as? Bool == false)
        let set = try #require(report["cutSet"] as? [String: Any])
        #expect(set["removes"] as? Bool == true && set["ownGone"] as? [String] == [])
        #expect(
            edges(set["edges"]).sorted() == [
                "example.org/ways/feed->encoding/xml feed/feed.go:3", "example.org/ways/plan->encoding/xml plan/plan.go:3",
            ])
        let command = try #require(set["command"] as? String)
        let next = try await runShell("$PARE\(command.dropFirst(4)) --format json", in: folder, environment: goEnvironment())
        #expect(next.output.contains("\"joint\" : \(set["saves"] as? Int ?? 0),"), "\(command): \(next.error)")
        #expect(next.output.contains("\"encoding/xml\""))
    }

    @Test func whatStillKeepsIt() async throws {
        let folder = try module()
        let rest = try await pareJSON(["why", "encoding/xml", "--without", "example.org/ways/feed->encoding/xml"], in: folder)
        let without = try #require(rest["without"] as? [String: Any])
        #expect(
            without["removes"] as? Bool == false && without["subjects"] as? [String] == ["example.org/ways/feed->encoding/xml"])
        #expect(rest["paths"] as? Int == 1)
        #expect(edges(rest["imports"]).last == "example.org/ways/plan->encoding/xml plan/plan.go:3")
        let calls = try #require(rest["calls"] as? [String])
        #expect(calls.contains("example.org/ways/plan.Size") && !calls.contains("example.org/ways/feed.Read"))
        let cut = try #require(rest["cut"] as? [String: Any])
        #expect(cut["removes"] as? Bool == true)
        #expect((cut["command"] as? String)?.contains("--without 'example.org/ways/feed->encoding/xml' --without") == true)

        let gone = try await runPare(
            "why", "encoding/xml", "--without", "example.org/ways/feed->encoding/xml", "--without", "file:plan/plan.go",
            in: folder,
            environment: goEnvironment())
        #expect(gone.output.contains("it is gone too: nothing else keeps it."), "\(gone.output)\(gone.error)")
        let same = try await runPare(
            "why", "encoding/xml", "--without", "encoding/xml", in: folder, environment: goEnvironment())
        #expect(same.output.contains("it is gone"))
        let unknown = try await runPare(
            "why", "encoding/xml", "--without", "encoding/xlm", in: folder, environment: goEnvironment())
        #expect(unknown.code == 2 && unknown.error.contains("did you mean"), "\(unknown.error)")
    }

    @Test func graphs() async throws {
        let folder = try module()
        let dot = try await runPare("why", "encoding/xml", "--format", "dot", in: folder, environment: goEnvironment())
        #expect(dot.output.hasPrefix("digraph why {") && dot.output.contains("[label=\"plan/plan.go:3, "))
        let mermaid = try await runPare("why", "encoding/xml", "--format", "mermaid", in: folder, environment: goEnvironment())
        #expect(mermaid.output.hasPrefix("flowchart LR\n") && mermaid.output.contains("[\"encoding/xml\"]"))
    }
}
