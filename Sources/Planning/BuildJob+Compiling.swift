extension BuildJob {
    package var isByGccgo: Bool { flags.contains("-compiler=gccgo") }

    /// Whether two builds compile the same packages in the same way and link them in the same mode; other flags of the linker do not
    /// matter.
    package func isCompiled(as other: BuildJob) -> Bool {
        func compiling(_ flags: [String]) -> [String] { flags.filter { !$0.hasPrefix("-ldflags=") } }
        func modes(_ flags: [String]) -> [Substring] {
            flags.filter { $0.hasPrefix("-ldflags=") }.flatMap { $0.split { " =".contains($0) } }
                .filter { ["internal", "external", "auto"].contains($0) }
        }
        return main == other.main && target == other.target && workingDirectory == other.workingDirectory
            && environment == other.environment && compiling(flags) == compiling(other.flags)
            && modes(flags) == modes(other.flags)
    }
}
