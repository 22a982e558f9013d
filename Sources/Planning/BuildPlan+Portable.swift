extension BuildPlan {
    /// Version of the digest's input: a change of what `portable` keeps raises it.
    public static let schema = "pare.plan/1"

    /// The plan without what differs between machines and changes no build of the pipeline: paths, lines and warnings for people,
    /// settings taken over from the environment, the compilers found here. Two machines with the same files get the same value.
    public var portable: BuildPlan {
        var plan = self
        plan.jobs = jobs.map(\.portable)
        plan.budgets = budgets.map(\.portable)
        plan.warnings = []
        plan.outsideSettings = []
        plan.goCommand = "go"
        plan.before = before.map(\.portable)
        plan.after = after.map(\.portable)
        plan.artifacts?.filesPlace = nil
        plan.artifacts?.namePlace = nil
        return plan
    }
}

extension BuildJob {
    /// The job as any machine plans it.
    public var portable: BuildJob {
        var job = self
        job.environment = pipelineEnvironment
        job.takenOver = []
        job.before = before.map(\.portable)
        job.after = after.map(\.portable)
        return job
    }
}

extension Hook {
    fileprivate var portable: Hook { Hook(command: command, place: "") }
}

extension Budget {
    fileprivate var portable: Budget {
        var budget = self
        budget.text = ""
        budget.place = ""
        budget.mains = mains?.map { MainPackage(path: $0.path, module: $0.module, importPath: $0.importPath, place: "") }
        return budget
    }
}
