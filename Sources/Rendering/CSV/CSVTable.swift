/// Rows for spreadsheets: RFC 4180 quoting, and no cell of text that a spreadsheet would run as a formula.
struct CSVTable {
    enum Cell: ExpressibleByStringLiteral {
        case text(String)
        case number(Int?)
        case decimal(Double?)

        init(stringLiteral text: String) { self = .text(text) }

        fileprivate var rendered: String {
            switch self {
            case .text(let text): CSVTable.quoted(text)
            case .number(let number): number.map { "\($0)" } ?? ""
            case .decimal(let number): number.map { "\($0)" } ?? ""
            }
        }
    }

    private(set) var rendered: String

    init(_ columns: [String]) {
        rendered = columns.map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    mutating func add(_ cells: [Cell]) {
        rendered += cells.map(\.rendered).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ text: String) -> String {
        let formula: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n"]
        let special: Set<Unicode.Scalar> = [",", "\"", "\r", "\n"]
        let scalars = text.unicodeScalars
        let safe = scalars.first.map(formula.contains) == true ? "'" + text : text
        guard scalars.contains(where: special.contains) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
