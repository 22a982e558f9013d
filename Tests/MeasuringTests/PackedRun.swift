import Fixtures
import Foundation
import Host
import Measuring
import Planning
import Reports
import Subprocess
import SystemPackage
import Testing

/// Foundation has one as well.
typealias Measurement = Planning.Measurement

/// A pack that is written, unpacked and run.
struct PackedRun {
    var folder: TemporaryFolder
    var pack: MeasurePack

    /// Without a target for this machine.
    init(
        _ workload: Measurement.Workload, in folder: TemporaryFolder, settings: [Measurement.Setting] = [], rounds: Int = 1,
        timeout: Int = 60, load: String? = nil, target: String = native, binary: String = "known"
    ) {
        let measurement = Measurement(workload: workload, settings: settings, rounds: rounds, warmUp: 0, timeout: timeout)
        let path = "\(folder.path)/\(binary)"
        let run = MeasuringRun(
            measurement, programs: [.init(binary: path)], environment: [:], workingDirectory: ".", scratch: folder.path)
        let words: [String]
        var isServer = false
        switch workload {
        case .batch(let command): words = command
        case .server(let server): (words, isServer) = (server.start, true)
        }
        self.folder = folder
        pack = MeasurePack(
            target: target, measurement: measurement, command: words, load: load,
            report: MeasureReport(
                machine: .init(target: target, processors: 0), workload: words.joined(separator: " "), isServer: isServer,
                rounds: rounds, warmUp: 0, slower: 5, container: nil, points: run.planned), binaries: [path])
    }

    static var native: String {
        #if arch(arm64)
            "linux/arm64"
        #else
            "linux/amd64"
        #endif
    }

    /// Members of the archive, which go of a release builds the runner for.
    func members(release: String? = nil) async throws -> [(name: String, contents: [UInt8])] {
        let go = try #require(release.map(GoBuild.go(of:)) ?? GoBuild.go)
        let scratch = try ScratchFolder.temporary()
        defer { scratch.remove() }
        let archive = "\(folder.path)/pack.zip"
        let environment = ProcessInfo.processInfo.environment.merging(["GOTOOLCHAIN": "local"]) { $1 }
        try await pack.write(to: archive, go: go, environment: environment, scratch: scratch.path)
        return try #require(try ArchiveContents(path: archive)).members
    }

    /// Unpacks the archive.
    func unpack(release: String? = nil) async throws {
        for (name, contents) in try await members(release: release) {
            let path = try folder.write(contents, to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    /// The runner's place.
    var runner: String { "\(folder.path)/\(pack.name)/\(pack.runner)" }

    /// The exit code, what the runner says and the report that it writes.
    func run(environment: [String: String] = [:]) async throws -> (code: Int32, said: String, report: MeasureReport) {
        var variables: [Environment.Key: String] = ["PATH": "/usr/bin:/bin"]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .path(FilePath(runner)), environment: .custom(variables), workingDirectory: FilePath(folder.path),
            output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        let code: Int32 =
            switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): -signal
            }
        let said = result.standardOutput + result.standardError
        let text = try #require(folder.read("measure.json"), "\(said)")
        return (code, said, try MeasureReport(json: text, name: "measure.json"))
    }

    /// Checks the runner's document against the schema.
    func validate() throws { try expectValid([try #require(folder.read("measure.json"))]) }
}
