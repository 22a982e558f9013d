internal import Reports

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

    /// The one of a report's forms that this is; the others are not made. `document` is what is encoded as JSON.
    func rendering(
        _ document: some Encodable, text: @autoclosure () -> String, csv: @autoclosure () -> String,
        markdown: @autoclosure () -> String, html: @autoclosure () -> String
    ) throws(ReportError) -> String {
        switch self {
        case .text: text()
        case .json: try encodedJSON(document)
        case .csv: csv()
        case .markdown: markdown()
        case .html: html()
        }
    }
}
