internal import Glibc
internal import Host
package import Planning
package import Reports
internal import SystemPackage

/// The checks that a pipeline asks for, on builds that were made.
package struct BinaryChecks {
    package var verification: Verification
    package var builder: Builder

    package init(verification: Verification, builder: Builder) {
        self.verification = verification
        self.builder = builder
    }

    /// Names of the checks, as they are reported.
    package var names: [String] {
        (verification.reproducible ? [Self.reproducible] : []) + verification.smoke.map { SmokeTest.name($0) }
    }

    static let reproducible = "reproducible"
    private static let mostParts = 6

    /// Results of the check of that name for each of the builds, all of which have a binary. `progress` gets how
    /// many are done.
    ///
    /// Throws `FileError` when there is no room to build again, `CancellationError` after ending every process.
    package func run(
        _ name: String, on jobs: [BuildJob], progress: @escaping @Sendable (_ done: Int) async -> Void = { _ in }
    ) async throws -> [BuildReport.Check] {
        if name == Self.reproducible { return try await builtAgain(jobs, again: jobs, progress: progress) }
        guard let arguments = verification.smoke.first(where: { SmokeTest.name($0) == name }) else { return [] }
        let test = SmokeTest(arguments: arguments, environment: builder.environment, folder: builder.absoluteProjectFolder)
        var checks: [BuildReport.Check] = []
        for job in jobs {
            if job.isLibrary {
                checks.append(BuildReport.Check(name: name, status: .skipped, message: "a library, which nothing runs by itself"))
                continue
            }
            let binary = "\(builder.absoluteOutputFolder)/\(job.output)"
            checks.append(try await test.run(binary, target: job.target, builder.toolchain))
            await progress(checks.count)
        }
        return checks
    }

    /// Builds `again`, the same jobs, under another path with an empty cache, and compares.
    func builtAgain(
        _ jobs: [BuildJob], again: [BuildJob], progress: @escaping @Sendable (_ done: Int) async -> Void = { _ in }
    ) async throws -> [BuildReport.Check] {
        let scratch = try ScratchFolder(in: builder.absoluteOutputFolder)
        defer { scratch.remove() }
        var second = builder
        second.options.force = true
        second.options.keep = false
        second.options.timings = false
        second.outputFolder = scratch.path + "/output"
        second.environment["GOCACHE"] = scratch.path + "/cache"
        second.environment["GOCACHEPROG"] = nil
        // The sources under another path: go takes the path it is told (PWD) where that leads to its folder.
        let project = FilePath(builder.absoluteProjectFolder).lexicallyNormalized()
        // All of them: the repository, or the workspace, else the project itself.
        let top = project.enclosing(holding: [".git", "go.work", "go.mod"]).last ?? project
        let link = "\(scratch.path)/elsewhere"
        guard unsafe symlink(top.string, link) == 0 else { throw FileError(path: link, Errno(rawValue: errno)) }
        second.projectFolder = link + project.string.dropFirst(top.string.count)
        let done = Counter()
        let outcomes = try await second.build(again) { event in
            if case .finished = event { await progress(done.next()) }
        }
        return zip(jobs, outcomes).map { job, outcome in
            guard outcome.isWhole else {
                return BuildReport.Check(
                    name: Self.reproducible, status: .failed, message: "does not build again: \(outcome.reason ?? "")")
            }
            return compared(job, "\(builder.absoluteOutputFolder)/\(job.output)", "\(second.outputFolder)/\(outcome.job.output)")
        }
    }

    private func compared(_ job: BuildJob, _ first: String, _ second: String) -> BuildReport.Check {
        do {
            guard let difference = try BinaryDifference.between(first, second) else {
                return BuildReport.Check(name: Self.reproducible, status: .passed)
            }
            let untrimmed =
                job.isTrimmed || !job.main.hasPrefix(".")
                ? "" : ": without -trimpath it holds the paths of its sources; say `trimpath: true`"
            var lines = difference.parts.prefix(Self.mostParts).map { part in
                "\(part.size) bytes in \(part.section): \(part.owners.isEmpty ? "one is longer" : part.owners.joined(separator: "; "))"
            }
            let others = difference.parts.dropFirst(Self.mostParts)
            if !others.isEmpty {
                lines.append("\(others.reduce(0) { $0 + $1.size }) bytes in \(others.count) other sections")
            }
            return BuildReport.Check(
                name: Self.reproducible, status: .failed,
                message: (["built again in another folder it differs\(untrimmed)"] + lines).joined(separator: "\n"))
        } catch {
            return BuildReport.Check(name: Self.reproducible, status: .failed, message: "\(error)")
        }
    }
}

extension BuildJob {
    fileprivate var isLibrary: Bool {
        flags.contains { flag in ["c-archive", "c-shared", "shared", "plugin"].contains { flag == "-buildmode=\($0)" } }
    }
}

private actor Counter {
    private var count = 0

    package func next() -> Int {
        count += 1
        return count
    }
}
