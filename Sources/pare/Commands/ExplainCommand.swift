internal import ArgumentParser
internal import Attribution
internal import Execution

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Who owns a byte, which pass said so, and what it is about.",
        discussion: """
            pare explain ./app main.main
            pare explain ./app 0x46a1c0       an address, or a file offset where nothing is loaded
            """)

    @Argument(help: "A binary.")
    var file: String

    @Argument(help: ArgumentHelp("An address, a file offset or the full name of a symbol.", valueName: "where"))
    var place: String

    func run() throws {
        let explanations = try explain(file, place)
        try StandardStream.output.write(explanations.map(text).joined(separator: "\n"))
    }

    private func text(_ explanation: Explanation) -> String {
        var rows: [[String]] = []
        let memory = explanation.address.map { ", address 0x" + String($0, radix: 16) } ?? ", not loaded"
        rows.append(["byte", "file offset 0x" + String(explanation.offset, radix: 16) + memory])
        rows.append(["section", explanation.section])
        if let overhead = explanation.overhead {
            rows.append(["owner", "nobody: overhead (\(overhead))"])
        } else if explanation.packages.isEmpty {
            rows.append(["owner", "unexplained"])
        } else if explanation.packages.count == 1 {
            rows.append(["owner", explanation.packages[0]])
        } else {
            rows.append([
                "owners",
                "\(explanation.packages.count) packages share it equally: "
                    + explanation.packages.prefix(8).joined(separator: ", ") + (explanation.packages.count > 8 ? ", ..." : ""),
            ])
        }
        rows.append(["kind", explanation.kind.description])
        rows.append([
            "said by",
            "the pass `\(explanation.pass)`, of \(explanation.range.count) bytes from file offset 0x"
                + String(explanation.range.lowerBound, radix: 16),
        ])
        if let item = explanation.item {
            rows.append([item.isFunction ? "function" : "symbol", item.name])
            if let file = item.file { rows.append(["file", file]) }
        }
        return columns(rows)
    }
}
