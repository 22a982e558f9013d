/// A breakdown as JSON: schema `pare.breakdown/1`. Sizes are bytes in the file; the rows of a level sum to the row above.
struct BreakdownDocument: Encodable {
    struct Row: Encodable {
        var name: String
        /// The dimension it is a value of, or `overhead`, `unexplained`, `filtered out`.
        var by: String
        var size: Int
        var children: [Row]?

        init(_ row: Breakdown.Row) {
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

    var schema = "pare.breakdown/1"
    var file: WeighReport.File
    var by: [String]
    var total: Int
    var rows: [Row]

    init(_ report: WeighReport, _ breakdown: Breakdown) {
        file = report.file
        by = breakdown.dimensions.map(\.rawValue)
        total = breakdown.total
        rows = breakdown.rows.map(Row.init)
    }
}
