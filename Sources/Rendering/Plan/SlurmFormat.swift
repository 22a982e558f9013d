internal import Planning
internal import Reports

extension Format {
    /// An array job of Slurm.
    public static let slurm = Format(
        name: "slurm", fileExtension: "slurm.sh", plan: { plan, _ throws(ReportError) in try plan.slurmScript() })
}

extension PlanReport {
    /// A complete script for sbatch. Slurm's MaxArraySize, unless a site has set it, allows 1001 tasks.
    fileprivate func slurmScript() throws(ReportError) -> String {
        try check(atMost: 1001, "an array of Slurm has at most 1001 tasks where MaxArraySize is not set")
        let count = shards.count
        let file = "\(outputFolder)/slurm.sh"
        let merge = "sbatch --dependency=afterany:JOB --output=\(shellQuoted("\(outputFolder)/slurm-merge.out"))"
        let comment =
            about("slurm") + [
                "",
                "In the project's folder, which all nodes share at the same path; outputs are in dist, as new files elsewhere would be",
                "changes of the commit:",
                "",
                "    \(planLine("slurm", to: file))",
                "    sbatch --parsable \(shellQuoted(file))                 # prints JOB",
                "    \(merge) --wrap=\(shellQuoted(mergeLine(outputFolder)))",
                "",
                "A task that failed or was lost, 2 for instance, is run again alone, and merged again:",
                "",
                "    sbatch --array=2 \(shellQuoted(file))",
            ]
        var text = "#!/bin/sh\n" + comment.comment
        text += "#SBATCH --job-name=\(jobName)\n#SBATCH --array=0-\(count - 1)%\(min(width ?? count, count))\n"
        text += "#SBATCH --output=\(pathInDirective("slurm-%A_%a.out"))\n"
        if let memoryAsked {
            text += "\n# The largest build's peak and a quarter, and 512 MiB for Pare.\n#SBATCH --mem=\(memoryAsked >> 20)M\n"
        }
        if let minutesAsked {
            text += "\n# Twice what the longest shard's builds took one after the other, and five minutes.\n"
            text += "#SBATCH --time=\(minutesAsked)\n"
        }
        if memoryAsked == nil || minutesAsked == nil {
            let unknown = [memoryAsked == nil ? "memory" : nil, minutesAsked == nil ? "time" : nil].compactMap(\.self)
            text += "\n# No \(unknown.joined(separator: " and no ")) is asked for: no earlier build's is known.\n"
        }
        return text + """

            # The whole array, also where one task is run again alone.
            export SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=\(count)
            exec \(buildLine("auto/\(count)", hasMemory: memoryAsked != nil))

            """
    }

    /// sbatch reads its directives word by word, with the shell's quotes.
    private func pathInDirective(_ name: String) -> String {
        shellQuoted("\(outputFolder.visible)/\(name)")
    }
}
