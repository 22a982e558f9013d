internal import Host
internal import JSON
internal import Planning
internal import Reports
internal import Savings
internal import Toolchain

/// Builds of earlier runs of a pipeline and their inputs: `dist/PIPELINE/.state.json`, replaced as each build ends.
struct SavedState: Equatable {
    static let fileName = ".state.json"

    package struct Build: Equatable {
        var record: Record
        package var settings: GoSettings
        var inputs: [Input.State]
        /// Import paths of the packages compiled in, sorted; nil where go did not tell.
        package var linked: [String]?
    }

    /// By the path of the binary, relative to `dist/PIPELINE`.
    package var builds: [String: Build] = [:]

    /// The state in a folder; an empty one when there is none, or when another version has saved it.
    package init(folder: String) {
        guard let file = try? MappedFile(path: "\(folder)/\(Self.fileName)") else { return }
        builds = (try? JSONDecoder().decode(Document.self, from: file.text))?.builds ?? [:]
    }

    /// Leaves out builds whose binary is gone. Throws `FileError`.
    package func save(folder: String) throws {
        let present = builds.filter { FileStamp("\(folder)/\($0.key)") != nil }
        try replaceFile(at: "\(folder)/\(Self.fileName)", with: JSONEncoder().encode(Document(present)))
    }

    /// As it is saved: what builds have in common is there once.
    private struct Document: Codable {
        package struct Entry: Codable {
            var record: Record
            /// Index in `settings`.
            package var settings: Int
            /// Indices in `inputs`.
            var inputs: [Int]
            /// Index in `linked`.
            package var linked: Int?
        }

        static let schema = "pare.state/4"
        var schema = Document.schema
        /// Version that has saved it: another one may know of more that a build reads.
        var pare = PareVersion.number
        package var settings: [GoSettings] = []
        var inputs: [Input.State] = []
        package var linked: [[String]] = []
        var entries: [String: Entry] = [:]

        package init(_ builds: [String: Build]) {
            var places: [Input.State: Int] = [:]
            for (output, build) in builds.sorted(by: { $0.key < $1.key }) {
                let setting = settings.firstIndex(of: build.settings) ?? settings.count
                if setting == settings.count { settings.append(build.settings) }
                let indices = build.inputs.map { input in
                    if let place = places[input] { return place }
                    places[input] = inputs.count
                    inputs.append(input)
                    return inputs.count - 1
                }
                let list = build.linked.map { linked.firstIndex(of: $0) ?? linked.count }
                if list == linked.count, let packages = build.linked { linked.append(packages) }
                entries[output] = Entry(record: build.record, settings: setting, inputs: indices, linked: list)
            }
        }

        /// Empty when another version has saved it or it contradicts itself.
        package var builds: [String: Build] {
            guard schema == Self.schema, pare == PareVersion.number else { return [:] }
            return entries.compactMapValues { entry in
                guard settings.indices.contains(entry.settings), entry.inputs.allSatisfy(inputs.indices.contains),
                    entry.linked.map(linked.indices.contains) ?? true, (0..<1 << 50).contains(entry.record.peakBytes ?? 0),
                    (0..<1e9).contains(entry.record.seconds ?? 0), entry.record.work?.isPossible ?? true
                else { return nil }
                return Build(
                    record: entry.record, settings: settings[entry.settings], inputs: entry.inputs.map { inputs[$0] },
                    linked: entry.linked.map { linked[$0] })
            }
        }
    }
}

/// A build that succeeded: from what it was made, and what it made.
struct Record: Codable, Equatable {
    /// Arguments of go without the output's path.
    package var arguments: [String]
    /// The job's own variables, `NAME=VALUE`.
    package var environment: [String]
    package var workingDirectory: String
    /// Hooks before and after it, and arguments of upx.
    package var commands: [String]
    /// `WorkingFolder.tools`
    package var tools: [String]
    /// `Revision.digest`; empty for a build without a stamp of version control.
    package var revision: String
    /// Files of the build: the binary first, then those that go or hooks made next to it, as a library's header.
    package var outputs: [Input.State]
    /// Lower-case hexadecimal SHA-256 of the binary.
    package var sha256: String
    /// Wall time.
    package var seconds: Double?
    /// Peak resident memory of all its processes together, bytes.
    var peakBytes: Int?
    var work: BuildWork?

    /// First difference from `job` at `place`; nil when there is none.
    func difference(from job: BuildJob, at place: WorkingFolder) -> String? {
        if arguments != job.flags + [job.main] || workingDirectory != job.workingDirectory { return "other flags" }
        if commands != Self.commands(of: job) { return "other hooks" }
        let now = Self.environment(of: job)
        let names = Set(environment).symmetricDifference(now).map { String($0.prefix { $0 != "=" }) }
        if let name = names.min() { return "another \(name)" }
        return tools == place.tools(of: job) ? nil : "another compiler on PATH"
    }

    package static func commands(of job: BuildJob) -> [String] {
        job.before.map { "before: \($0.command)" } + (job.upx.map { ["upx"] + $0 } ?? [])
            + job.after.map { "after: \($0.command)" }
    }

    package static func environment(of job: BuildJob) -> [String] { job.environment.map { "\($0.name)=\($0.value)" } }
}

extension Record {
    init(
        _ job: BuildJob, _ place: WorkingFolder, outputs: [Input.State], sha256: String, seconds: Double?, peakBytes: Int?
    ) {
        arguments = job.flags + [job.main]
        environment = Self.environment(of: job)
        workingDirectory = job.workingDirectory
        commands = Self.commands(of: job)
        tools = place.tools(of: job)
        revision = place.revision
        self.outputs = outputs
        self.sha256 = sha256
        self.seconds = seconds
        self.peakBytes = peakBytes
    }
}
