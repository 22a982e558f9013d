/// A breakdown as JSON: schema `pare.breakdown/1`. Sizes are bytes in the file; the rows of a level sum to the row above.
package struct BreakdownDocument: Encodable {
    package struct Row: Encodable {
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
