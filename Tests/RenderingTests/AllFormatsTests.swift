import Fixtures
import Foundation
import FoundationXML
import Planning
@testable import Rendering
import Reports
import Testing

/// What holds for every format there is; a new one is tried by being in `Format.allCases`.
@Suite struct AllFormatsTests {
    /// Every format shows the same figures, and where it shows all owners of a file, they sum to its size.
    @Test(arguments: BuildReport.formats) func figuresAreThoseOfTheReport(format: Format) throws {
        var report = RealisticReport.buildReport(packages: 120)
        let size = try #require(report.builds[0].size)
        let finding = Finding(kind: .artifactSize, limit: 1_000, actual: size, build: report.builds[0])
        let source = Finding.Source(budget: "artifact * max 1000", file: "p.yml", line: 3)
        report.verdict = Verdict(
            broken: [.init(finding, source, command: nil)], budgets: 1,
            limits: [.init(source: source, finding: finding, judged: 1, broken: 1)])
        let text = try report.rendered(as: format)
        let builds = report.builds.compactMap(\.weigh)
        switch format {
        case .text, .markdown, .buildkite, .html:
            for weigh in builds { #expect(text.contains(weigh.total.iec)) }
        case .json:
            #expect(try SavedReport(json: text, name: "it") == .build(report))
        case .csv:
            let rows = Self.csv(text)
            #expect(rows.map { $0[5] }.dropFirst().compactMap { Int($0) } == builds.map(\.total))
            for row in rows.dropFirst() { #expect(row[10...12].compactMap { Int($0) }.reduce(0, +) == Int(row[5])) }
        case .openMetrics:
            let samples = Self.samples(text)
            let files = samples["pare_file_bytes"] ?? []
            let parts = ["pare_package_bytes", "pare_overhead_bytes", "pare_unexplained_bytes"].flatMap { samples[$0] ?? [] }
            #expect(files.map(\.value) == builds.map(\.total))
            for file in files {
                #expect(parts.filter { $0.labels.hasPrefix(file.labels) }.reduce(0) { $0 + $1.value } == file.value)
            }
        case .benchmark:
            let benches = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
            #expect(benches.compactMap { $0["value"] as? Int } == builds.flatMap { [$0.total, $0.file.compressed ?? 0] })
        case .treemap:
            let shown = report.mains.compactMap { $0.builds.first?.weigh?.total }
            #expect(Self.treemapBytes(text) == shown.reduce(0, +))
        case .junit, .sarif, .codeQuality, .github:
            #expect(text.contains("\(size.grouped) bytes"))
        default: Issue.record("\(format): say here which figures it shows")
        }
    }

    @Test(arguments: WeighReport.formats) func ownersSumToTheFile(format: Format) throws {
        let report = smallReport()
        let text = try report.rendered(as: format)
        switch format {
        case .text, .markdown, .html: #expect(text.contains(report.total.grouped))
        case .json: #expect(try SavedReport(json: text, name: "it") == .weigh(report))
        case .csv:
            let sizes = Self.csv(text).dropFirst().map { Int($0[5]) ?? 0 }
            #expect(sizes.reduce(0, +) == report.total)
        case .openMetrics:
            let samples = Self.samples(text)
            let parts = ["pare_package_bytes", "pare_overhead_bytes", "pare_unexplained_bytes"].flatMap { samples[$0] ?? [] }
            #expect(parts.reduce(0) { $0 + $1.value } == report.total && samples["pare_file_bytes"]?.first?.value == report.total)
        case .benchmark: #expect(text.contains("\"value\" : \(report.total)"))
        case .treemap: #expect(Self.treemapBytes(text) == report.total)
        default: Issue.record("\(format): say here how its parts sum")
        }
    }

    /// Owners of the pipeline's groups share out all bytes of packages.
    @Test func ownersShareOutThePackages() throws {
        var report = BuildReport(smallReport())
        report.groups = [
            .init(name: "web", owner: "platform", patterns: [Glob("net/*"), Glob("golang.org/x/net")]),
            .init(name: "rest", patterns: [Glob("example.com/*")]),
        ]
        let samples = Self.samples(try report.rendered(as: .openMetrics))["pare_owner_bytes"] ?? []
        #expect(samples.map(\.value) == [804_096, 620_000])
        #expect(samples.reduce(0) { $0 + $1.value } == smallReport().coverage.package)
        let text = try report.rendered(as: .text)
        #expect(text.contains("By owner: example.com/app linux/amd64\n") && text.contains("785.3 KiB  56.0%  (no owner)\n"))
        #expect(try report.rendered(as: .markdown).contains("| `platform` | 605.5 KiB | 43.2% |"))
        report.groups?[0].owner = nil
        #expect(try !report.rendered(as: .text).contains("By owner"))
    }

    /// The area of each rectangle of the treemap is in proportion to its bytes, and none overlaps another.
    @Test func rectanglesAreInProportion() throws {
        let report = try #require(RealisticReport.buildReport(packages: 120).builds[0].weigh)
        let pattern = #/x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="[^"]*" stroke[^>]*data-bytes="(\d+)"/#
        let places = try report.rendered(as: .treemap).matches(of: pattern).map { match in
            Place([match.1, match.2, match.3, match.4, match.5].map { Double($0) ?? 0 })
        }
        #expect(places.count > 100)
        let scale: Double = 1_200 * 640 / Double(report.total)
        for place in places where place.bytes * scale > 400 {
            #expect((0.8...1.01).contains(place.area / (place.bytes * scale)), "\(place)")
        }
        for (index, a) in places.enumerated() {
            #expect(a.x >= 0 && a.right <= 1_200.02 && a.y >= 29.99 && a.bottom <= 670.02)
            for b in places[..<index] {
                let width: Double = max(0, min(a.right, b.right) - max(a.x, b.x))
                let height: Double = max(0, min(a.bottom, b.bottom) - max(a.y, b.y))
                #expect(width * height < 0.02 * min(a.area, b.area) + 2)
            }
        }
    }

    private struct Place {
        var x, y, right, bottom, area, bytes: Double

        init(_ numbers: [Double]) {
            (x, y, bytes) = (numbers[0], numbers[1], numbers[4])
            (right, bottom, area) = (x + numbers[2], y + numbers[3], numbers[2] * numbers[3])
        }
    }

    /// Names are whole in every format that names packages, and harmless: nothing of them is markup, a formula or a control.
    @Test(arguments: Format.allCases) func hostileNamesAreWholeAndHarmless(format: Format) throws {
        for name in hostileNames + longHostileNames {
            let weigh = HostileReport.weigh([name])
            var build = BuildReport(weigh)
            build.verdict = HostileReport.verdict([name])
            var texts: [String] = []
            if WeighReport.formats.contains(format) { texts.append(try weigh.rendered(as: format)) }
            if BuildReport.formats.contains(format), format != .benchmark { texts.append(try build.rendered(as: format)) }
            if Verdict.formats.contains(format), format != .openMetrics { texts.append(try build.verdict.rendered(as: format)) }
            for text in texts where format != .benchmark {
                let decoded = Self.decoded(text, format)
                let isCut =
                    name.count > 1_000 && (format == .markdown || format == .buildkite) && text.contains("did not fit here")
                #expect(
                    isCut || decoded.contains(name.visible) || decoded.contains(name), "\(format): \(name.visible.prefix(80))")
            }
            for text in texts { Self.expectHarmless(text, format) }
        }
    }

    private static func expectHarmless(_ text: String, _ format: Format) {
        let isRaw = format == .csv || format == .json
        for scalar in text.unicodeScalars where scalar != "\n" && !isRaw {
            if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
                Issue.record("\(format): U+\(String(scalar.value, radix: 16))")
                return
            }
        }
        switch format {
        case .junit, .treemap: #expect(XMLParser(data: Data(text.utf8)).parse())
        case .json, .sarif, .codeQuality, .benchmark:
            #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil)
            #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
        case .markdown, .buildkite:
            #expect(!text.contains("<script") && !text.contains("<img"))
        case .github:
            for line in text.split(separator: "\n") {
                #expect(["::error ", "::warning ", "::notice "].contains { line.hasPrefix($0) })
            }
        case .openMetrics:
            for line in text.split(separator: "\n") { #expect(line.hasPrefix("# ") || line.hasPrefix("pare_")) }
        default: break
        }
    }

    /// The text with the escapes of its format resolved.
    private static func decoded(_ text: String, _ format: Format) -> String {
        switch format {
        case .junit, .treemap, .markdown, .buildkite: text.resolvingEntities
        case .html: text.resolvingEntities + text.resolvingBackslashes
        case .json, .sarif, .codeQuality, .openMetrics, .dot: text.resolvingBackslashes
        case .github: text.removingPercentEncoding ?? ""
        case .csv: text.replacing("\"\"", with: "\"")
        default: text
        }
    }

    private static func csv(_ text: String) -> [[Substring]] {
        text.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }

    private static func treemapBytes(_ text: String) -> Int {
        text.matches(of: /data-bytes="(\d+)"/).reduce(0) { $0 + (Int($1.1) ?? 0) }
    }

    private static func samples(_ text: String) -> [String: [(labels: String, value: Int)]] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.reduce(into: [:]) { samples, line in
            guard let open = line.firstIndex(of: "{"), let close = line.lastIndex(of: "}") else { return }
            let value = Int(line[close...].dropFirst(2)) ?? 0
            samples[String(line[..<open]), default: []].append((String(line[line.index(after: open)..<close]), value))
        }
    }
}

extension String {
    fileprivate var resolvingEntities: String {
        let names = ["lt": "<", "gt": ">", "quot": "\"", "apos": "'", "amp": "&"]
        return replacing(/&(#(\d+)|[a-z]+);/) { match in
            guard let digits = match.2 else { return names[String(match.1)] ?? String(match.0) }
            return UInt32(digits).flatMap(Unicode.Scalar.init).map { String($0) } ?? ""
        }
    }

    /// Escapes of JSON and of labels: `\"`, `\\`, `\/`, `\u003c`.
    fileprivate var resolvingBackslashes: String {
        replacing(/\\(u([0-9a-fA-F]{4})|(.))/) { match in
            if let digits = match.2 {
                return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) } ?? String(match.0)
            }
            let escapes: [Substring: String] = ["n": "\n", "r": "\r", "t": "\t"]
            return match.3.map { escapes[$0] ?? String($0) } ?? ""
        }
    }
}
