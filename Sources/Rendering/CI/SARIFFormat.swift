internal import JSON
internal import Reports

extension Format {
    /// SARIF 2.1.0 for code scanning: a result for each exceeded budget, located at the import, the line of go.mod or the budget.
    public static let sarif = Format(
        name: "sarif", fileExtension: "sarif",
        build: { report, _ throws(ReportError) in try sarif(report.verdict, version: report.provenance?.pare) },
        verdict: { verdict, _ throws(ReportError) in try sarif(verdict, version: nil) })

    private static func sarif(_ verdict: Verdict, version: String?) throws(ReportError) -> String {
        try encoded(SARIFLog(verdict.alerts, version: version))
    }
}

/// The parts of the object model that Pare writes. (docs.oasis-open.org/sarif/sarif/v2.1.0)
private struct SARIFLog: Encodable {
    struct Text: Encodable { var text: String }
    struct Rule: Encodable {
        var id: String
        var shortDescription: Text
    }
    struct Driver: Encodable {
        var name = "Pare"
        var version: String?
        var rules: [Rule]
    }
    struct Tool: Encodable { var driver: Driver }
    struct ArtifactLocation: Encodable { var uri: String }
    struct Region: Encodable { var startLine: Int }
    struct PhysicalLocation: Encodable {
        var artifactLocation: ArtifactLocation
        var region: Region
    }
    struct LogicalLocation: Encodable { var fullyQualifiedName: String }
    struct Location: Encodable {
        var physicalLocation: PhysicalLocation?
        var logicalLocations: [LogicalLocation]
    }
    struct Suppression: Encodable {
        var kind = "external"
        var justification: String
    }
    struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Text
        var locations: [Location]
        var partialFingerprints: [String: String]
        var suppressions: [Suppression]?
    }
    struct Run: Encodable {
        var tool: Tool
        var columnKind = "utf16CodeUnits"
        var results: [Result]
    }

    var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    var version = "2.1.0"
    var runs: [Run]

    enum CodingKeys: String, CodingKey {
        case version, runs
        case schema = "$schema"
    }

    init(_ alerts: [Alert], version: String?) {
        let titles = Dictionary(
            Finding.Kind.allCases.map { ($0.rawValue, $0.title) } + [
                (Alert.notJudged, "A budget or a build could not be judged"), ("budget", "A budget is broken"),
            ]
        ) { first, _ in first }
        let rules = Set(alerts.map(\.rule)).sorted()
        let results = alerts.map { alert in
            Result(
                ruleId: alert.rule, ruleIndex: rules.firstIndex(of: alert.rule) ?? 0, level: "\(alert.level)",
                message: Text(text: "\(alert.message.visible) [\(alert.budget.visible)]"),
                locations: [
                    Location(
                        physicalLocation: alert.place.map {
                            PhysicalLocation(
                                artifactLocation: ArtifactLocation(uri: $0.file.percentEncodedPath),
                                region: Region(startLine: max($0.line, 1)))
                        }, logicalLocations: [LogicalLocation(fullyQualifiedName: alert.subject.visible)])
                ],
                // The second is the one that GitHub recognises an alert by.
                partialFingerprints: ["pare/v1": alert.fingerprint, "primaryLocationLineHash": "\(alert.fingerprint):1"],
                suppressions: alert.waiver.map { [Suppression(justification: $0)] })
        }
        let driver = Driver(
            version: version, rules: rules.map { Rule(id: $0, shortDescription: Text(text: titles[$0] ?? $0)) })
        runs = [Run(tool: Tool(driver: driver), results: results)]
    }
}

extension String {
    /// A relative path as URI reference: everything but unreserved characters and `/` in percent escapes. (RFC 3986)
    fileprivate var percentEncodedPath: String {
        utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
    }
}
