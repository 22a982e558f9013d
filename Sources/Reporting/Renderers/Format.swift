/// The forms a report is written in.
public enum Format: String, CaseIterable, Sendable {
    case text, json, csv, markdown, html

    /// Extension of a file in this format, without the dot.
    public var fileExtension: String {
        switch self {
        case .text: "txt"
        case .json: "json"
        case .csv: "csv"
        case .markdown: "md"
        case .html: "html"
        }
    }
}
