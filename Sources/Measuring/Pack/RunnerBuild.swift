internal import Host

extension MeasurePack {
    /// Systems that the runner is written for.
    package static let systems = ["darwin", "dragonfly", "freebsd", "linux", "netbsd", "openbsd", "windows"]

    /// Go source of the runner, in files of one folder.
    package static var runnerSource: [(name: String, text: String)] {
        [
            ("go.mod", PackageResources.go_mod), ("main.go", PackageResources.main_go),
            ("report.go", PackageResources.report_go), ("trace.go", PackageResources.trace_go),
            ("workload.go", PackageResources.workload_go), ("readiness.go", PackageResources.readiness_go),
            ("process.go", PackageResources.process_go), ("launcher.go", PackageResources.launcher_go),
            ("program_unix.go", PackageResources.program_unix_go),
            ("program_windows.go", PackageResources.program_windows_go),
        ].map { ($0, String(decoding: $1, as: UTF8.self)) }
    }

    /// Builds the runner, which needs nothing but the standard library. Throws `FileError`, `RunnerError` and `CancellationError`.
    func buildRunner(at path: String, go: String, environment: [String: String], scratch: String) async throws {
        let source = "\(scratch)/runner"
        do { try createFolders(source) } catch { throw FileError(path: source, error) }
        for (name, text) in Self.runnerSource { try replaceFile(at: "\(source)/\(name)", with: text) }
        var variables = environment
        let parts = target.split(separator: "/").map(String.init)
        // Settings of the user's own builds are not those of the runner.
        for (name, value) in [
            ("GOOS", parts[0]), ("GOARCH", parts.count > 1 ? parts[1] : ""), ("CGO_ENABLED", "0"), ("GO111MODULE", "on"),
            ("GOFLAGS", ""), ("GOENV", "off"), ("GOWORK", "off"), ("GOEXPERIMENT", ""), ("GOPROXY", "off"),
        ] { variables[name] = value }
        var said = Excerpt()
        let process = GoProcess(
            executable: go, arguments: ["build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", path, "."],
            environment: variables,
            workingDirectory: source)
        let exit = try await process.run { said.append($0) }
        guard exit.end == .exited(0) else { throw RunnerError(target: target, said: said.lines) }
    }
}

/// go did not build the runner for a target.
package struct RunnerError: Error, CustomStringConvertible {
    package var target: String
    package var said: [String]

    package var description: String {
        "go builds no runner for \(target): \(said.isEmpty ? "it says nothing" : said.joined(separator: "\n    "))"
    }
}
