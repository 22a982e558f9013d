internal import Host
package import Reports

/// One build of a program at one commit: a row of a history.
package struct RecordedBuild: Sendable, Equatable {
    package var pipeline: String
    /// Import path of the main package.
    package var main: String
    package var target: String
    package var preset: String
    /// Full hash; nil outside of a repository.
    package var commit: String?
    /// Files differed from the commit.
    package var isChanged: Bool
    package var branches: Set<String> = []
    package var tags: Set<String> = []
    /// Time of the commit, of the run where it is not known; seconds since 1970.
    package var time: Int
    /// Start of the run.
    package var recorded: Int
    package var go: String?
    /// Version of Pare.
    package var pare: String
    package var size: Int
    package var compressed: Int?
    package var sha256: String?
    package var seconds: Double?
    package var peakBytes: Int?
    /// Nil without budgets.
    package var verdict: Verdict.State?
    var contents: Contents?

    /// The last second of the year 9999.
    static let lastTime = 253_402_300_799

    /// Equal for builds of the same sources with the same toolchain and settings, on whatever machine. Builds of changed files are
    /// the same only if their binaries are.
    var identity: String {
        var writer = RecordWriter()
        for text in [pipeline, main, target, preset] { writer.write(text) }
        writer.write(go)
        writer.write(commit)
        writer.write(isChanged ? 1 : 0)
        if commit == nil || isChanged {
            writer.write(sha256)
            if sha256 == nil { writer.write([time, size].map { "\($0)" }) }
        }
        writer.write(buildSettings)
        return unsafe SHA256.hexadecimal(of: writer.bytes.span.bytes)
    }

    /// Settings of the binary's build info that are the same on every machine.
    private var buildSettings: [String] {
        guard let contents, let shape = try? Shape(unsafe contents.shape.span.bytes) else { return [] }
        let others = ["DefaultGODEBUG", "-ldflags", "-pgo"]
        return shape.settings.filter { !others.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }

    /// Digest of all but branches and tags. Of two rows with one identity a history keeps the one recorded first, of two recorded
    /// in the same second the one with the lower digest: the same one in whatever order histories are merged.
    var digest: String {
        var writer = RecordWriter()
        write(to: &writer)
        return unsafe SHA256.hexadecimal(of: writer.bytes.span.bytes)
    }

    func isPreferred(to other: RecordedBuild) -> Bool { (recorded, digest) < (other.recorded, other.digest) }

    /// The build as a report has it, its contents reduced to what `Contents` keeps.
    func build() throws(RecordError) -> BuildReport.Build {
        var build = BuildReport.Build(
            main: main, target: target, preset: preset, status: .elsewhere, command: "", size: size, compressed: compressed,
            sha256: sha256, seconds: seconds, peakBytes: peakBytes)
        if let contents {
            var report = try contents.report(path: build.title)
            guard report.total == size else { throw RecordError("size", at: 0) }
            report.file.compressed = compressed
            report.file.sha256 = sha256
            build.weigh = report
        }
        return build
    }
}

extension RecordedBuild {
    func write(to writer: inout RecordWriter) {
        for text in [pipeline, main, target, preset] { writer.write(text) }
        writer.write(commit)
        writer.write(isChanged ? 1 : 0)
        writer.write(time)
        writer.write(recorded)
        writer.write(go)
        writer.write(pare)
        writer.write(size)
        writer.write(compressed)
        writer.write(sha256)
        writer.write(seconds.map { Int(bitPattern: UInt($0.bitPattern)) })
        writer.write(peakBytes)
        writer.write(verdict?.rawValue)
        writer.write(contents == nil ? 0 : 1)
        for part in contents.map({ [$0.shape, $0.sizes, $0.details] }) ?? [] { writer.write(part) }
    }

    @_lifetime(reader: copy reader)
    init(_ reader: inout RecordReader) throws(RecordError) {
        pipeline = try reader.text("pipeline")
        main = try reader.text("main")
        target = try reader.text("target")
        preset = try reader.text("preset")
        commit = try reader.optionalText("commit")
        isChanged = try reader.number("changed") != 0
        time = min(max(try reader.number("time"), 0), Self.lastTime)
        recorded = min(max(try reader.number("recorded"), 0), Self.lastTime)
        go = try reader.optionalText("go")
        pare = try reader.text("pare")
        size = try reader.size("size")
        compressed = try reader.optionalSize("compressed")
        sha256 = try reader.optionalText("sha256")
        seconds = try reader.optionalNumber("seconds").map { Double(bitPattern: UInt64(UInt(bitPattern: $0))) }
            .flatMap { (0...1e9).contains($0) ? $0 : nil }
        peakBytes = try reader.optionalSize("peak")
        verdict = try reader.optionalText("verdict").flatMap { Verdict.State(rawValue: $0) }
        guard try reader.number("contents") != 0 else { return }
        contents = Contents(
            shape: try reader.part("shape"), sizes: try reader.part("sizes"), details: try reader.part("details"))
    }
}
