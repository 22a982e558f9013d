internal import Planning
internal import Reports

extension MeasurePack {
    private var namesGoroot: Bool {
        let words = command + (call ?? []) + [load ?? ""]
        return words.contains { $0.contains("{{goroot}}") }
    }

    /// The file `README.txt`.
    var readme: String {
        let separator = isWindows ? "\\" : "/"
        let points = report.points.filter { $0.skipped == nil }.count
        var text = """
            Measures  \(report.entry.map { "\($0): " } ?? "")\(report.workload)
            on \(target): \(points) settings, each run \(report.warmUp) + \(report.rounds) times.

            1. On that machine, in the folder from which the command finds its files:

                   PATH\(separator)\(name)\(separator)\(runner)

               It writes measure.json into that folder (-o FILE: another place). Other programs should rest meanwhile.

            2. Where Pare is:

                   pare measure --read measure.json

            """
        if report.entry != nil, let pipeline = report.pipeline {
            text += """

                In the project of the pipeline \(pipeline), with the budgets of its entry:

                       pare gate measure.json

                """
        }
        if namesGoroot {
            text += """

                The command names {{goroot}}: Go must be installed there, on PATH or in GOROOT.

                """
        }
        if case .server(let server) = measurement.workload {
            let shell = isWindows ? "cmd" : "/bin/sh"
            let stop =
                isWindows && server.stop != .kill
                ? "CTRL+BREAK, which Go programs get as os.Interrupt" : "SIG\(server.stop.rawValue)"
            text += """

                The load runs in \(shell) there, with what is installed there:

                       \(load ?? "")

                The server is stopped by \(stop), and killed after \(server.grace) seconds.

                """
        }
        if target.hasPrefix("darwin/") {
            text += """

                macOS refuses programs of an archive that came by a browser, until this was run in the folder with the archive's contents:

                       xattr -dr com.apple.quarantine \(name)

                """
        }
        return text
    }
}
