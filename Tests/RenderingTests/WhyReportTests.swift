import Fixtures
import Foundation
import Rendering
import Reports
import Testing

struct WhyReportTests {
    static let app = "example.org/app"

    static var ways: WhyReport {
        var report = SavingsReportTests.why
        report.imports[0].file = "main.go"
        let graph: [WhyReport.Import] = [
            .init(from: app, to: "\(app)/fetch", file: "main.go", line: 7),
            .init(from: app, to: "\(app)/serve", file: "main.go", line: 8),
            .init(from: "\(app)/fetch", to: "net/http", file: "fetch/fetch.go", line: 4),
            .init(from: "\(app)/serve", to: "example.org/m", file: "serve/serve.go", line: 5),
            .init(from: "\(app)/serve", to: "\(app)/fetch", file: "serve/serve.go", line: 6),
            .init(from: "example.org/m", to: "net/http", file: "example.org/m/m.go", line: 9),
        ]
        report.graph = graph
        report.ways = [
            .init(
                from: "\(app)/fetch", isOwn: true, places: [graph[2]],
                uses: [.init(kind: "function", count: 3), .init(kind: "field", count: 1)], references: 3, paths: 2,
                isOnlyWay: false),
            .init(
                from: "example.org/m", isOwn: false, places: [graph[5], graph[5]],
                uses: [.init(kind: "blank import", count: 2)], references: 1, paths: 1, isOnlyWay: false),
        ]
        report.paths = 3
        report.onEveryPath = [app, "net/http"]
        report.lines = [
            .init(file: "fetch/fetch.go", line: 12, kind: "function", text: "resp, err := http.Get(url) // \u{1B}[31m"),
            .init(file: "fetch/fetch.go", line: 20, kind: "field", text: "client *http.Client"),
        ]
        report.cut?.removes = false
        report.cutSet = .init(
            edges: [graph[2], graph[3]], saves: 4_300_800, removes: true, ownGone: [],
            command: "pare savings --without 'example.org/app/fetch->net/http' --without 'example.org/app/serve->example.org/m'")
        return report
    }

    static var afterCut: WhyReport {
        var report = ways
        report.without = .init(subjects: ["module:example.org/m", "file:web.go"], saves: 81_920, removes: false)
        return report
    }

    @Test(arguments: [Format.text, .markdown, .dot, .mermaid])
    func snapshots(format: Format) throws {
        try expectSnapshot(try Self.afterCut.rendered(as: format), "why-ways.\(format.fileExtension)")
    }

    @Test func allOfTheGraph() throws {
        try expectSnapshot(try Self.ways.rendered(as: .text, top: .max), "why-all.txt")
    }

    @Test func limitsAreReported() throws {
        let text = try Self.ways.rendered(as: .text, top: 1)
        #expect(text.contains("… and 1 more importer"))
        #expect(!text.contains("└ example.org/m"))
        #expect(text.contains("… and 1 more; --all shows them"))
        let dot = try Self.ways.rendered(as: .dot, top: 1)
        #expect(!dot.contains("example.org/m") && dot.contains("net/http"))
    }

    @Test func linesFitTheTerminal() throws {
        var report = Self.ways
        report.lines?[0].text = String(repeating: "wide ", count: 40)
        let text = try report.rendered(as: .text, style: TextStyle(width: 80))
        let wide = text.split(separator: "\n").filter { $0.count > 80 && !$0.contains("pare savings") }
        #expect(wide.isEmpty, "\(wide)")
    }

    @Test func gone() throws {
        var report = Self.ways
        report.without = .init(subjects: ["net/smtp"], saves: 81_920, removes: true)
        let text = try report.rendered(as: .text)
        #expect(text.hasSuffix("Without net/smtp, which saves 80.0 KiB, it is gone too: nothing else keeps it.\n"))
        #expect(try report.rendered(as: .markdown).contains("it is gone too"))
    }

    @Test func jsonIsComplete() throws {
        let text = try Self.afterCut.rendered(as: .json)
        #expect(try JSONDecoder().decode(WhyReport.self, from: Data(text.utf8)) == Self.afterCut)
    }

    @Test func graphsAreOfferedForWhyOnly() {
        #expect(WhyReport.formats.contains(.dot) && WhyReport.formats.contains(.mermaid))
        #expect(!SavingsReport.formats.contains(.dot) && !WeighReport.formats.contains(.mermaid))
    }

    /// Names that end strings, nodes and lines, each as an importer.
    static var hostile: WhyReport {
        var report = ways
        let names = hostileNames + ["a\\", "a\\\"]", "#34;", "end", "n1 --> n2", "<b>&lt;</b>"]
        report.graph = names.flatMap {
            [
                WhyReport.Import(from: app, to: $0, file: $0, line: 1),
                WhyReport.Import(from: $0, to: "net/http", file: nil, line: nil),
            ]
        }
        return report
    }

    @Test func graphvizReadsHostileNames() async throws {
        let dot = try Self.hostile.rendered(as: .dot, top: .max)
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/dot") else {
            print("skipped: /usr/bin/dot is missing, install graphviz")
            return
        }
        let folder = try TemporaryFolder()
        try folder.write(dot, to: "why.dot")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/dot")
        process.arguments = ["-Tsvg", folder.path + "/why.dot", "-o", folder.path + "/why.svg"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let svg = try String(contentsOfFile: folder.path + "/why.svg", encoding: .utf8)
        let nodes = hostileNames.count + 6 + 2
        #expect(svg.components(separatedBy: "class=\"node\"").count - 1 == nodes)
        #expect(svg.components(separatedBy: "class=\"edge\"").count - 1 == (nodes - 2) * 2)
        #expect(!svg.contains("<script>") && !svg.contains("<img"))
        #expect(svg.contains("&lt;script&gt;"))
    }

    /// Each line is a node, an edge or a style, and strings hold no mark of the language.
    @Test func mermaidKeepsHostileNamesInStrings() throws {
        let lines = try Self.hostile.rendered(as: .mermaid, top: .max).split(separator: "\n").dropFirst()
        let node = #/ {2}n\d+\["(?:[\p{L}\p{N} .\/\-:+…]|#\d+;)*"\]/#
        let edge = #/ {2}n\d+ -->(?:\|"(?:[\p{L}\p{N} .\/\-:+…]|#\d+;)*"\|)? n\d+/#
        let style = #/ {2}style n\d+ \S+/#
        for line in lines {
            #expect(
                line.wholeMatch(of: node) != nil || line.wholeMatch(of: edge) != nil || line.wholeMatch(of: style) != nil,
                "\(line)")
        }
        #expect(lines.count(where: { $0.wholeMatch(of: node) != nil }) == hostileNames.count + 8)
        #expect(lines.count(where: { $0.wholeMatch(of: edge) != nil }) == (hostileNames.count + 6) * 2)
    }
}
