internal import Host
internal import JSON
package import Planning
package import Reports

/// A measurement that another machine runs: a zip archive of binaries, the grid and a runner that go builds for it.
package struct MeasurePack: Sendable {
    /// `windows/amd64`
    package var target: String
    package var measurement: Measurement
    /// The command, whose `{{binary}}` is the path of a binary there.
    package var command: [String]
    /// A call that does nothing: its time is the start-up.
    package var call: [String]?
    /// A line for the shell there that uses the server.
    package var load: String?
    /// All points, without runs.
    package var report: MeasureReport
    /// Paths of the binaries, as the points name them.
    package var binaries: [String]
    /// Folder that relative paths of binaries are in.
    package var folder = "."

    package init(
        target: String, measurement: Measurement, command: [String], load: String?, report: MeasureReport, binaries: [String]
    ) {
        self.target = target
        self.measurement = measurement
        self.command = command
        self.load = load
        self.report = report
        self.binaries = binaries
    }

    /// `measure-windows-amd64`: folder in the archive, and the name of the archive.
    package var name: String { "measure-" + String(target.map { $0 == "/" ? "-" : $0 }) }

    /// The file to start there.
    package var runner: String { isWindows ? "measure.exe" : "measure" }

    var isWindows: Bool { target.hasPrefix("windows/") }

    /// Writes the archive. Throws `FileError`, `RunnerError` and `CancellationError`.
    package func write(to path: String, go: String, environment: [String: String], scratch: String) async throws {
        try await buildRunner(at: "\(scratch)/\(runner)", go: go, environment: environment, scratch: scratch)
        try replaceFile(at: "\(scratch)/grid.json", with: JSONEncoder(pretty: true).encode(grid) + "\n")
        try replaceFile(at: "\(scratch)/README.txt", with: isWindows ? readme.replacing("\n", with: "\r\n") : readme)
        let own = [("README.txt", false), ("grid.json", false), (runner, true)].map { file, isExecutable in
            ArchiveMember(name: "\(name)/\(file)", path: "\(scratch)/\(file)", isExecutable: isExecutable)
        }
        let others = binaries.map { binary in
            let path = binary.hasPrefix("/") || folder == "." ? binary : "\(folder)/\(binary)"
            return ArchiveMember(name: "\(name)/\(places[binary] ?? "")", path: path, isExecutable: true)
        }
        let file = try OutputFile(at: path)
        try ZipArchive.write(own + others, date: Timestamp.now.seconds, to: file)
        try file.commit()
    }

    /// Places of the binaries in the archive: those of one name are kept apart.
    private var places: [String: String] {
        let pairs = binaries.enumerated().map { index, path in
            let base = path.split(separator: "/").last.map(String.init) ?? path
            let isProgram = !isWindows || base.lowercased().hasSuffix(".exe")
            return (path, "binaries/\(index + 1)/\(base)\(isProgram ? "" : ".exe")")
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private var grid: Grid {
        var grid = Grid(
            report: report, binaries: places, command: command, call: call, exitCode: measurement.exitCode,
            timeout: measurement.timeout)
        grid.report.machine = .init(target: target, processors: 0)
        if case .server(let server) = measurement.workload {
            var packed = Grid.Server(load: load ?? "", stop: server.stop.rawValue, grace: server.grace)
            switch server.ready {
            case .http(let address): packed.http = address
            case .port(let port): packed.port = port
            case .line(let text): packed.line = text
            }
            grid.server = packed
        }
        return grid
    }

    /// The file `grid.json`, which Runner/report.go reads.
    private struct Grid: Encodable {
        struct Server: Encodable {
            var http = ""
            var port = ""
            var line = ""
            var load: String
            var stop: String
            var grace: Int
        }

        var schema = "pare.measure-grid/1"
        var report: MeasureReport
        var binaries: [String: String]
        var command: [String]
        var call: [String]?
        var exitCode: Int
        var timeout: Int
        var server: Server?
    }
}
