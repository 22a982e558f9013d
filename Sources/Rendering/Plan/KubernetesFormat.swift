internal import Reports

extension Format {
    /// An Indexed Job of Kubernetes.
    public static let kubernetes = Format(
        name: "kubernetes", fileExtension: "kubernetes.yml", plan: { plan, _ in plan.kubernetesJob })
}

extension PlanReport {
    /// One manifest. Its completions may be 100,000, more than there are shards of any plan.
    fileprivate var kubernetesJob: String {
        let count = shards.count
        let comment =
            about("kubernetes") + [
                "",
                "Yours to edit: the image, which needs pare, go and git, and the claim of the project's folder, which all pods share.",
                "",
                "    kubectl apply --filename FILE",
                "",
                "Then, in the project's folder:    \(mergeLine(outputFolder))",
                "What is there is not built again: a Job that is deleted and applied again builds what failed.",
            ]
        let words = buildWords("auto/\(count)", hasMemory: memoryAsked != nil)
        let command = words.map { "            - \($0.kubernetesQuoted)" }.joined(separator: "\n")
        let resources =
            memoryAsked.map { bytes in
                """
                          # The largest build's peak and a quarter, and 512 MiB for Pare.
                          resources:
                            requests: { memory: \(bytes >> 20)Mi }
                            limits: { memory: \(bytes >> 20)Mi }
                """
            } ?? "          # No resources are asked for: no earlier build's are known."
        return comment.comment + """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: \(jobName)
            spec:
              completionMode: Indexed
              completions: \(count)
              parallelism: \(min(width ?? count, count))
              backoffLimitPerIndex: 2
              podFailurePolicy:
                rules:
                  # A broken check, a mistake or a failed build fails again.
                  - action: FailIndex
                    onExitCodes: { containerName: pare, operator: In, values: [1, 2, 3] }
                  # A pod that had to make room is no failure.
                  - action: Ignore
                    onPodConditions: [{ type: DisruptionTarget, status: "True" }]
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: pare
                      image: pare
                      workingDir: /project
                      command:
            \(command)
            \(resources)
                      volumeMounts: [{ name: project, mountPath: /project }]
                  volumes:
                    - name: project
                      persistentVolumeClaim: { claimName: project }

            """
    }
}

extension String {
    /// As YAML in a container's command, where `$$` is a `$`.
    fileprivate var kubernetesQuoted: String { replacing("$", with: "$$").yamlQuoted }
}
