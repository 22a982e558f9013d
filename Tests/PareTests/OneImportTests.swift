import Fixtures
import Foundation
import Testing

/// `pare diff` of two stripped programs that differ in one import: other packages change by what the archives say they do.
@Suite(.runsGo, .serialized)
struct OneImportTests {
    private struct Report: Decodable {
        struct Build: Decodable {
            var main: String
            var target: String
            var path: String
            var weigh: Weigh
        }
        struct Weigh: Decodable {
            var packages: [Package]
        }
        struct Package: Decodable {
            var path: String
            var size: Int
        }
        var builds: [Build]
    }

    private struct Difference: Decodable {
        struct Row: Decodable {
            var name: String
            var change: Int
        }
        var packages: [Row]
    }

    @Test(.timeLimit(.minutes(10))) func onlyWhatTheImportBringsChanges() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.test\n\ngo 1.21\n", to: "go.mod")
        for (name, imported, use) in [("old", "", ""), ("new", "import \"encoding/csv\"", "csv.NewReader(os.Stdin).ReadAll()")] {
            try folder.write(
                """
                package main

                import ("fmt"; "os"; "time"; _ "time/tzdata")
                \(imported)

                func main() {
                    fmt.Println(time.LoadLocation(os.Args[1]))
                    \(use)
                }

                """, to: "\(name)/main.go")
        }
        try folder.write(
            """
            name: one
            module: .
            mains: [./old, ./new]
            targets: [linux/amd64, windows/amd64, darwin/arm64]
            presets: [strip]
            savings: false
            report: [json]

            """, to: "pipelines/one.yml")
        let run = try await runPare("build", in: folder, environment: goEnvironment())
        #expect(run.code == 0, "\(run.error)")
        let report = try JSONDecoder().decode(Report.self, from: Data((folder.read("dist/one/report.json") ?? "").utf8))
        for target in Set(report.builds.map(\.target)) {
            let builds = ["old", "new"].compactMap { name in
                report.builds.first { $0.target == target && $0.main.hasSuffix(name) }
            }
            try #require(builds.count == 2)
            let diff = try await runPare(
                "diff", "dist/one/\(builds[0].path)", "dist/one/\(builds[1].path)", "--format", "json", in: folder)
            let rows = try JSONDecoder().decode(Difference.self, from: Data(diff.output.utf8)).packages
            let changes = Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.change) })
            let sizes = builds.map { Dictionary(uniqueKeysWithValues: $0.weigh.packages.map { ($0.path, $0.size) }) }
            #expect(sizes[0]["time/tzdata", default: 0] > 400_000)
            for (path, size) in sizes[0] {
                guard let new = sizes[1][path] else { continue }
                let change = changes[path, default: 0]
                // The new package calls more of some; of their constants a few may count for their neighbours.
                let allowed = new == size ? size / 100 : max(size / 100, 256)
                #expect(abs(change - (new - size)) <= allowed, "\(target) \(path): \(change) bytes, not \(new - size)")
            }
        }
    }
}
