internal import JSON
package import Reports

extension Format {
    /// The reports as they are saved, complete whatever `top` and the query say.
    public static let json = Format(
        name: "json", fileExtension: "json",
        weigh: { report, options throws(ReportError) in
            guard let detailed = options.detailed else { return try encoded(report) }
            return try encoded(BreakdownDocument(report, detailed))
        },
        build: { report, options throws(ReportError) in try encoded(report.compared(with: options.baseline)) },
        comparison: { report, _ throws(ReportError) in try encoded(report) },
        buildComparison: { report, _ throws(ReportError) in try encoded(report) },
        savings: { report, _ throws(ReportError) in try encoded(report) },
        why: { report, _ throws(ReportError) in try encoded(report) },
        tags: { report, _ throws(ReportError) in try encoded(report) },
        heap: { listing, _ throws(ReportError) in try encoded(listing.report) },
        unused: { report, _ throws(ReportError) in try encoded(report) },
        escapes: { report, _ throws(ReportError) in try encoded(report) },
        measure: { report, _ throws(ReportError) in try encoded(report) },
        measureComparison: { comparison, _ throws(ReportError) in try encoded(comparison) },
        history: { report, _ throws(ReportError) in try encoded(report) },
        verdict: { verdict, _ throws(ReportError) in try encoded(VerdictDocument(verdict: verdict)) },
        explanation: { report, _ throws(ReportError) in try encoded(report) },
        release: { comparison, _ throws(ReportError) in try encoded(comparison) },
        plan: { report, _ throws(ReportError) in try encoded(report) })

    /// A line for each package: a report has thousands.
    private static var encoder: JSONEncoder { JSONEncoder(pretty: true, itemLists: ["packages"]) }

    fileprivate static func encode(_ value: some Encodable, to write: @escaping ([UInt8]) throws -> Void) throws {
        do {
            try encoder.encode(value, to: write)
        } catch let error as EncodingError {
            throw ReportError("the report cannot be written as JSON: \(error)")
        }
        try write([UInt8(ascii: "\n")])
    }

    /// Pretty, with a final newline.
    static func encoded(_ value: some Encodable) throws(ReportError) -> String {
        do {
            return try encoder.encode(value) + "\n"
        } catch {
            throw ReportError("the report cannot be written as JSON: \(error)")
        }
    }
}

extension BuildReport {
    /// Passes the report on as `rendered(as: .json)` makes it, piece by piece. Throws `ReportError`, and what `write` throws.
    package func writeJSON(baseline: BuildReport?, to write: @escaping ([UInt8]) throws -> Void) throws {
        try Format.encode(compared(with: baseline), to: write)
    }
}

extension ShardReport {
    /// Passes the shard on as it is saved, piece by piece.
    package func writeJSON(to write: @escaping ([UInt8]) throws -> Void) throws { try Format.encode(self, to: write) }
}

/// A verdict on its own: schema `pare.verdict/1`.
private struct VerdictDocument: Encodable {
    var verdict: Verdict

    private enum CodingKeys: String, CodingKey { case schema }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode("pare.verdict/1", forKey: .schema)
        try verdict.encode(to: encoder)
    }
}

/// A breakdown as JSON: schema `pare.breakdown/1`. Sizes are bytes in the file; the rows of a level sum to the row above.
private struct BreakdownDocument: Encodable {
    struct Row: Encodable {
        package var name: String
        /// The dimension it is a value of, or `overhead`, `unexplained`, `filtered out`.
        package var by: String
        package var size: Int
        package var children: [Row]?

        package init(_ row: Breakdown.Row) {
            name = row.label.name
            by =
                switch row.label.role {
                case .group(let dimension): dimension.rawValue
                case .overhead: "overhead"
                case .unexplained: "unexplained"
                case .filteredOut: "filtered out"
                case .rest: "rest"
                }
            size = row.size
            children = row.children.isEmpty ? nil : row.children.map(Row.init)
        }
    }

    package var schema = "pare.breakdown/1"
    package var file: WeighReport.File
    package var by: [String]
    package var total: Int
    package var rows: [Row]

    package init(_ report: WeighReport, _ breakdown: Breakdown) {
        file = report.file
        by = breakdown.dimensions.map(\.rawValue)
        total = breakdown.total
        rows = breakdown.rows.map(Row.init)
    }
}
