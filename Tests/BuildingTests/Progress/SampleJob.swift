import Planning

/// A job without an environment, for what is said of it.
func sampleJob(_ main: String, _ target: String, _ preset: String = "default") -> BuildJob {
    BuildJob(main: main, target: target, preset: preset, workingDirectory: ".", environment: [], flags: [], output: "x")
}
