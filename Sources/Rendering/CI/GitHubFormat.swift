internal import Reports

extension Format {
    /// Workflow commands of GitHub, which its runner turns into annotations of the pull request's lines; of a plan the matrix of a job.
    public static let github = Format(
        name: "github", fileExtension: "github.txt",
        build: { report, _ in report.verdict.githubCommands },
        verdict: { verdict, _ in verdict.githubCommands },
        plan: { plan, _ throws(ReportError) in try plan.githubMatrix() })
}

extension Verdict {
    /// GitHub shows ten annotations of a level for a step; the rest is counted.
    static let mostAnnotations = 10

    /// `::error file=...,line=...,title=...::MESSAGE`, worst first.
    var githubCommands: String {
        let levels: [(level: Alert.Level, command: String, noun: String)] = [
            (.error, "error", "error"), (.warning, "warning", "warning"), (.note, "notice", "note"),
        ]
        let alerts = alerts
        var text = ""
        var omitted: [String] = []
        for each in levels {
            let all = alerts.filter { $0.level == each.level }
            // The last notice is kept for the count of the rest.
            let shown = all.prefix(each.level == .note ? Self.mostAnnotations - 1 : Self.mostAnnotations)
            for alert in shown { text += alert.githubCommand(each.command) }
            if all.count > shown.count { omitted.append("\(counted(all.count - shown.count, "more \(each.noun)"))") }
        }
        if !omitted.isEmpty {
            text +=
                "::notice title=pare::\(omitted.joined(separator: ", ").githubData) in the summary of this step and the report\n"
        }
        return text
    }
}

extension Alert {
    fileprivate func githubCommand(_ command: String) -> String {
        let title = "pare: " + (rule == Alert.notJudged ? "not judged" : rule)
        var properties = [("title", title)]
        if let place { properties = [("file", place.file), ("line", "\(max(place.line, 1))")] + properties }
        let list = properties.map { "\($0)=\($1.githubProperty)" }.joined(separator: ",")
        let words = [message, waiver.map { "waived: \($0)" }, budget.isEmpty ? nil : budget].compactMap(\.self)
        return "::\(command) \(list)::\(words.joined(separator: "\n").githubData)\n"
    }
}

extension String {
    /// Data of a workflow command. (actions/toolkit, packages/core/src/command.ts)
    fileprivate var githubData: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).visible.escaping(["%": "%25"]) }
            .joined(separator: "%0A")
    }

    fileprivate var githubProperty: String {
        visible.escaping(["%": "%25", ":": "%3A", ",": "%2C"])
    }

    private func escaping(_ escapes: [Character: String]) -> String {
        reduce(into: "") { $0 += escapes[$1] ?? String($1) }
    }
}
