internal import Reports

extension Format {
    /// A child pipeline of GitLab.
    public static let gitlab = Format(
        name: "gitlab", fileExtension: "gitlab-ci.yml",
        plan: { plan, _ throws(ReportError) in try plan.gitlabPipeline() })
}

extension PlanReport {
    /// A job for each shard, and one that merges them: at most 200. Stages order them, as a job's `needs` are 50 at most.
    fileprivate func gitlabPipeline() throws(ReportError) -> String {
        try check(atMost: 199, "a child pipeline has at most 200 jobs, one of which merges")
        let file = "\(outputFolder)/shards.yml"
        var text =
            (about("gitlab") + [
                "",
                "In .gitlab-ci.yml:",
                "",
                "    plan:",
                "      script:",
                "        - \(planLine("gitlab", to: file).yamlQuoted)",
                "      artifacts: { paths: [\(outputFolder.yamlQuoted)] }",
                "    builds:",
                "      needs: [plan]",
                "      trigger: { strategy: depend, include: [{ artifact: \(file.yamlQuoted), job: plan }] }",
                "      variables:",
                "        PARE_IMAGE: an image with pare, go and git",
            ] + (isTimed ? ["        PARENT_PIPELINE_ID: $CI_PIPELINE_ID"] : []) + [
                "",
                "A job that failed is run again alone, then merge.",
            ]).comment
        text += """
            workflow:
              rules: [{ when: always }] # also for merge requests

            default:
              image: $PARE_IMAGE

            stages: [build, merge]

            .shard:
              stage: build

            """
        if isTimed { text += "  needs: [{ pipeline: $PARENT_PIPELINE_ID, job: plan }]\n" }
        text += artifacts(days: 1)
        for shard in shards {
            let name = "\(shard.index)/\(shards.count)"
            text += "\n\"shard \(name)\":\n  extends: .shard\n  script:\n    - \(buildLine(name).yamlQuoted)\n"
        }
        text += """

            merge:
              stage: merge
              when: always # tells what is missing
              script:
                - \(mergeLine(outputFolder).yamlQuoted)

            """
        return text + artifacts(days: 30)
    }

    private func artifacts(days: Int) -> String {
        """
          artifacts:
            when: always
            expire_in: \(counted(days, "day"))
            paths: [\("\(outputFolder)/".yamlQuoted)]

        """
    }
}
