extension Verdict {
    public static let schema = "pare.verdict/1"

    private struct Document: Encodable {
        var schema = Verdict.schema
        var passed: Bool
        var broken: [Broken]
        var notes: [String]
    }

    /// The verdict alone, without the report it was given on.
    public func rendered(as format: Format, style: TextStyle = .plain) throws(ReportError) -> String {
        try format.rendering(
            Document(passed: passed, broken: broken, notes: notes), text: text(style), csv: csv, markdown: markdown,
            html: Page(title: "Budgets", facts: [], verdict: self, builds: []).html)
    }

    private var csv: String {
        var table = CSVTable(["subject", "budget", "place", "message"])
        for item in broken {
            table.add([.text(item.subject), .text(item.budget), .text(item.place ?? ""), .text(item.message)])
        }
        return table.rendered
    }

    private var markdown: String {
        var document = MarkdownDocument()
        document.add(self)
        return document.rendered
    }
}
