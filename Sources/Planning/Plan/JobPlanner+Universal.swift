extension JobPlanner {
    /// Joins the builds of the pipeline for the single targets. Where it has none, builds of the same place and name are made to be
    /// joined: with the overrides of the universal target too, and without the hooks that follow a build, as those get the file
    /// that is joined.
    mutating func universalJob(_ main: MainPackage, folder: String, _ target: Target, _ preset: Preset) -> BuildJob? {
        var slices: [BuildJob] = []
        for single in catalogue.slices(of: target) {
            let isShared =
                pipeline.targets.contains(single) && !pipeline.exclusions.contains { $0.matches(main, single, preset) }
            let own = pipeline.overrides.filter { $0.builds.matches(main, single, preset) }
            let all = pipeline.overrides.filter { override in
                override.builds.matches(main, single, preset) || override.builds.matches(main, target, preset)
            }
            guard var slice = job(main, folder: folder, single, preset, isShared ? own : all) else { return nil }
            if isShared, let lost = all.first(where: { !own.contains($0) }) {
                note([
                    Problem(
                        place: lost.place,
                        what: "an override of `\(target.name)` alone, which joins the build for `\(single.name)`",
                        expected: "`target: darwin/*`, or the single targets")
                ])
            }
            if !isShared { slice.after = [] }
            slices.append(slice)
        }
        guard let first = slices.first else { return nil }
        if first.flags.contains("-buildmode=c-archive") {
            note([
                Problem(
                    place: preset.place ?? main.place,
                    what: "`\(target.name)` joins programs and dynamic libraries, not archives",
                    expected: "the single targets for `buildmode: c-archive`")
            ])
        }
        let planner = self
        let value = { (name: String) in planner.value(name, planner.host.values, main, target, preset) }
        let common = { (variables: (BuildJob) -> [EnvironmentVariable]) in
            variables(first).filter { variable in slices.allSatisfy { variables($0).contains(variable) } }
        }
        let archive = archive(of: main, folder, target, preset)
        let hooks = [pipeline.hooks] + pipeline.overrides.filter { $0.builds.matches(main, target, preset) }.map(\.hooks)
        return BuildJob(
            main: main.path, importPath: main.importPath, target: target.name, preset: preset.name, workingDirectory: main.module,
            environment: common(\.environment), takenOver: slices.flatMap(\.takenOver).uniqued().sorted(),
            pipelineEnvironment: common(\.pipelineEnvironment), toolchain: first.toolchain, flags: first.flags,
            output: "\(folder)_\(target.fileName)/\(preset.name)/\(first.output.split(separator: "/").last ?? "")",
            archiveName: archive.name, packing: archive.packing,
            after: hooks.flatMap { $0.filled(with: value).afterBuild }, slices: slices)
    }
}
