import Fixtures
import Foundation
import Rendering
import Reports
import Testing

struct SavingsReportTests {
    static func removal(
        _ what: String, _ saves: Int, kind: Removal.Kind = .package, own: Int? = nil, gone: [String] = [],
        initialised: Bool? = nil,
        enables: Bool = false
    ) -> Removal {
        Removal(
            what: what, kind: kind, saves: saves, contents: saves - 7, bytes: own, alsoGone: gone, onlyInitialised: initialised,
            enablesMethodElimination: enables)
    }

    static let empty = SavingsReport(
        target: "linux/amd64", go: "go1.27.3", main: "example.org/app", size: 8_000_000,
        methodElimination: .init(
            enabled: false, plugins: false, price: 640_000,
            culprits: [
                .init(
                    symbol: "text/template.(*state).evalField", package: "text/template",
                    chain: [
                        "_rt0_amd64_linux", "main.main", "text/template.(*Template).Execute", "text/template.(*state).evalField",
                    ])
            ], packagesKept: ["go/doc"]),
        deadModules: [.init(path: "example.org/unused", version: "v1.0.0", indirect: true)],
        duplicates: [[.init(path: "example.org/m", version: "v1.1.0"), .init(path: "example.org/m/v2", version: "v2.0.1")]])

    static var ranked: SavingsReport {
        var report = empty
        report.packages = [
            removal(
                "net/http", 4_300_800, own: 1_258_291, gone: ["crypto/tls", "net/textproto", "mime", "net"], initialised: false),
            removal("text/template", 900_000, own: 300_000, gone: ["text/template/parse"], initialised: false, enables: true),
            removal("example.org/app/plug", 4096, own: 512, initialised: true),
        ]
        report.packages?[0].retained = 2_097_152
        report.embedded = [.init(package: "example.org/app/ui", file: "static/app.js", bytes: 204_800)]
        report.modules = [removal("module:example.org/m", 40_960, kind: .module, own: 30_000)]
        report.edges = [removal("example.org/app/fetch->net/http", 4_200_000, kind: .edge, gone: ["net/http", "crypto/tls"])]
        report.edgeThreshold = 16384
        report.runtime = ["internal/abi", "runtime"]
        return report
    }

    static var asked: SavingsReport {
        var report = empty
        report.without = [
            removal("net/http", 4_300_800, own: 1_258_291, gone: ["crypto/tls"], initialised: false),
            removal("example.org/app->text/template", 900_000, kind: .edge, gone: ["text/template"], enables: true),
        ]
        report.joint = 5_242_880
        report.proof = .init(
            predicted: 5_246_976, actual: 5_242_880, sizeBefore: 8_000_000, sizeAfter: 2_757_120, enablesMethodElimination: true,
            dropped: [.init(file: "web/web.go", line: 5)],
            stubbed: [.init(file: "web/web.go", line: 24, function: "example.org/app/web.Fetch")])
        report.jointAlsoGone = ["crypto/tls", "text/template", "mime"]
        return report
    }

    @Test(arguments: [(Format.text, "savings.txt"), (.markdown, "savings.md")])
    func everythingRanked(format: Format, snapshot: String) throws {
        try expectSnapshot(try Self.ranked.rendered(as: format, top: 2), snapshot)
    }

    @Test(arguments: [(Format.text, "savings-without.txt"), (.csv, "savings-without.csv"), (.json, "savings-without.json")])
    func whatWasAskedFor(format: Format, snapshot: String) throws {
        try expectSnapshot(try Self.asked.rendered(as: format), snapshot)
    }

    @Test func jsonIsComplete() throws {
        for report in [Self.ranked, Self.asked] {
            let text = try report.rendered(as: .json, top: 1)
            #expect(try JSONDecoder().decode(SavingsReport.self, from: Data(text.utf8)) == report)
        }
    }

    @Test func asPage() throws {
        var report = Self.ranked
        report.main = "<script>"
        let page = try report.rendered(as: .html, top: 1)
        #expect(page.hasPrefix("<!doctype html>"))
        #expect(page.contains("example.org/app/plug") && page.contains("&lt;script&gt;") && !page.contains("<script>"))
    }

    static let why = WhyReport(
        package: "net/http", target: "linux/amd64", go: "go1.27.3", main: "example.org/app", size: 8_000_000, bytes: 1_258_291,
        isRuntime: false,
        removal: removal("net/http", 4_300_800, own: 1_258_291, gone: ["crypto/tls", "net/textproto"], initialised: false),
        imports: [
            .init(from: "example.org/app", to: "example.org/app/fetch", file: "main.go", line: 7),
            .init(from: "example.org/app/fetch", to: "net/http", file: "fetch/fetch.go", line: 4),
        ], calls: ["_rt0_amd64_linux", "main.main", "example.org/app/fetch.Get", "net/http.Get"],
        importers: ["example.org/app/fetch", "example.org/m"],
        users: [.init(package: "example.org/app/fetch", references: 3), .init(package: "example.org/m", references: 1)],
        cut: .init(
            edge: .init(from: "example.org/app/fetch", to: "net/http", file: "fetch/fetch.go", line: 4), saves: 4_200_000,
            removes: true, command: "pare savings --without 'example.org/app/fetch->net/http' ./cmd/app"))

    @Test(arguments: [(Format.text, "why.txt"), (.markdown, "why.md")])
    func why(format: Format, snapshot: String) throws {
        try expectSnapshot(try Self.why.rendered(as: format), snapshot)
    }

    @Test func whyInOtherForms() throws {
        let text = try Self.why.rendered(as: .json)
        #expect(try JSONDecoder().decode(WhyReport.self, from: Data(text.utf8)) == Self.why)
        #expect(throws: ReportError("no csv of this report; expected text, json, markdown, dot, mermaid")) {
            try Self.why.rendered(as: .csv)
        }
    }
}
