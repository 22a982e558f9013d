internal import Planning
internal import Reports

extension PlanReport {
    /// Steps for `buildkite-agent pipeline upload`, which takes at most 500 jobs.
    func buildkiteSteps() throws(ReportError) -> String {
        try check(atMost: 499, "an upload to Buildkite has at most 500 jobs, one of which merges")
        let file = "\(outputFolder)/steps.yml"
        let plan = planFile.map { "buildkite-agent artifact upload \(shellQuoted($0)) && " } ?? ""
        let fetch = planFile.map { ["buildkite-agent artifact download \(shellQuoted($0)) ."] } ?? []
        let text =
            (about("buildkite") + [
                "",
                "As the command of a step:",
                "",
                "    \(planLine("buildkite", to: file)) && \(plan)buildkite-agent pipeline upload \(shellQuoted(file))",
                "",
                "A job that failed is run again alone, then the merge.",
            ]).comment
        return text + """
            steps:
              - label: \("\(pipeline) shard %n".buildkiteQuoted)
                key: pare-shard
                parallelism: \(shards.count)
                commands:
            \(listed(fetch + [buildLine("auto/\(shards.count)")]))
                artifact_paths: [\("\(outputFolder)/**/*".buildkiteQuoted)]
                retry:
                  automatic: [{ exit_status: -1, limit: 2 }] # the agent was lost
              - wait: ~
                continue_on_failure: true # the merge tells what is missing
              - label: \("\(pipeline) merge".buildkiteQuoted)
                key: pare-merge
                commands:
            \(listed([
                "buildkite-agent artifact download \(shellQuoted("\(outputFolder)/*")) . --step pare-shard",
                mergeLine(outputFolder),
            ]))
                artifact_paths: [\("\(outputFolder)/**/*".buildkiteQuoted)]

            """
    }

    private func listed(_ commands: [String]) -> String {
        commands.map { "      - \($0.buildkiteQuoted)" }.joined(separator: "\n")
    }
}

extension String {
    /// As YAML that `buildkite-agent pipeline upload` reads: `$$` is a `$`. `\$` would be one, too, so that in a word that the shell
    /// has in single quotes the two are parted.
    fileprivate var buildkiteQuoted: String {
        replacing("\\$", with: "\\''$").replacing("$", with: "$$").yamlQuoted
    }
}
