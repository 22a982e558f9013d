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

    private let head: String
    private let first: [Cell]
    /// The rows without their titles.
    private(set) var body = ""

    /// With `file`, each row begins with its path.
    init(_ columns: [String], file: String? = nil) {
        first = file.map { [.text($0)] } ?? []
        head = ((file == nil ? [] : ["file"]) + columns).map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    var rendered: String { head + body }

    mutating func add(_ cells: [Cell]) {
        body += (first + cells).map(\.rendered).joined(separator: ",") + "\r\n"
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
