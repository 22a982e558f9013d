public import Reports

extension Verdict {
    /// The state in a few words; nil where there is no budget.
    var headline: String? {
        switch state {
        case .passed: budgets == 0 ? nil : "no budget is broken"
        case .broken: "\(counted(broken.count, "budget")) broken\(notJudged.isEmpty ? "" : ", and not everything was judged")"
        case .notJudged:
            isLenient
                ? "no budget is broken, as far as it was judged (--lenient)"
                : "not everything was judged, so it has not passed; --lenient lets it"
        }
    }

    public static let schema = "pare.verdict/1"

    private struct Document: Encodable {
        var schema = Verdict.schema
        var verdict: Verdict

        private enum CodingKeys: String, CodingKey { case schema }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(schema, forKey: .schema)
            try verdict.encode(to: encoder)
        }
    }

    /// The verdict alone, without the report it was given on.
    public func rendered(as format: Format, style: TextStyle = .plain) throws(ReportError) -> String {
        try format.rendering(
            Document(verdict: self), text: text(style), csv: csv, markdown: markdown,
            html: Page(title: "Budgets", facts: [], verdict: self, builds: []).html)
    }

    private var csv: String {
        var table = CSVTable(["state", "subject", "budget", "place", "message"])
        for item in broken {
            table.add([
                .text(State.broken.rawValue), .text(item.subject), .text(item.budget), .text(item.place ?? ""),
                .text(item.message),
            ])
        }
        for item in notJudged {
            for build in item.builds ?? [""] {
                table.add([
                    .text(State.notJudged.rawValue), .text(build), .text(item.budget ?? ""), .text(item.place ?? ""),
                    .text(item.reason),
                ])
            }
        }
        return table.rendered
    }

    private var markdown: String {
        var document = MarkdownDocument()
        document.add(self)
        return document.rendered
    }
}
