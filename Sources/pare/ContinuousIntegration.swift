internal import Host
internal import Rendering
internal import Reports

/// GitHub's runner around this process: it reads annotations from standard error, and a summary from a file.
struct ContinuousIntegration {
    private let summaryFile: String?

    /// Nil outside of GitHub Actions.
    init?(_ environment: [String: String]) {
        guard environment["GITHUB_ACTIONS"] == "true" else { return nil }
        summaryFile = environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Annotates the lines of broken budgets. The runner reads both streams, and standard output is for the result. The summaries of
    /// a step are of 1 MiB together; one that does not fit is left out with a message, as GitHub would drop them all.
    func report(_ verdict: Verdict, summary: String) {
        if let commands = try? verdict.rendered(as: .github) { try? StandardStream.error.write(commands) }
        guard let summaryFile else { return }
        do {
            if try !appendFile(at: summaryFile, with: summary, limit: Format.annotationLimit) {
                complain("the summary of this step is full, so this one is left out")
            }
        } catch {
            complain("\(error)")
        }
    }
}
