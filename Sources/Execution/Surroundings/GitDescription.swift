internal import FoundationEssentials
internal import Planning
internal import Subprocess
internal import SystemPackage

/// What git says of the commit that is checked out.
struct GitDescription: Sendable, Equatable {
    /// `v1.4.0-3-g1c2e9a4-dirty`, without a tag the short hash.
    var version: String
    /// Full hash.
    var commit: String
    /// The commit's time, seconds since 1970.
    var seconds: Int

    struct Missing: Error, Equatable, CustomStringConvertible {
        var description: String
    }

    /// Asks git in `folder`; throws `Missing` with git's own words.
    static func read(in folder: String, environment: [String: String]) async throws(Missing) -> GitDescription {
        guard let git = SearchPath(environment: environment).executable("git") else {
            throw Missing(description: "git is not on PATH")
        }
        async let log = answer(git, ["log", "-1", "--format=%H %ct"], folder, environment)
        async let described = answer(git, ["describe", "--tags", "--always", "--dirty"], folder, environment)
        let words: [Substring]
        let version: String
        do {
            words = try await log.split(separator: " ")
            version = try await described
        } catch let error as Missing {
            throw error
        } catch {
            throw Missing(description: "\(git): \(error)")
        }
        guard words.count == 2, let seconds = Int(words[1]) else { throw Missing(description: "git tells no commit") }
        return GitDescription(version: version, commit: String(words[0]), seconds: seconds)
    }

    private static func answer(
        _ git: String, _ arguments: [String], _ folder: String, _ environment: [String: String]
    ) async throws -> String {
        let result = try await run(
            .path(FilePath(git)), arguments: Arguments(arguments), environment: .exactly(environment),
            workingDirectory: FilePath(folder), output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            let said = result.standardError.split(separator: "\n").first.map(String.init) ?? "\(result.terminationStatus)"
            throw Missing(description: "git says \"\(said)\"")
        }
        return String(result.standardOutput.prefix { $0 != "\n" })
    }
}

extension TemplateValues {
    /// The values for the templates of a pipeline; git is asked only when one of them needs it.
    static func look(_ pipeline: Pipeline, in folder: String, environment: [String: String]) async -> TemplateValues {
        var values = TemplateValues(environment: environment)
        guard pipeline.needsRevision else { return values }
        do {
            let git = try await GitDescription.read(in: folder, environment: environment)
            values.version = git.version
            values.commit = git.commit
            values.date = date(git.seconds)
        } catch {
            values.absence = "\(error)"
        }
        if let epoch = environment["SOURCE_DATE_EPOCH"], !epoch.isEmpty {
            values.date = Int(epoch).map(date)
            if values.date == nil { values.absence = "SOURCE_DATE_EPOCH is `\(epoch)`, not seconds since 1970" }
        }
        return values
    }

    /// `2026-11-23T10:55:00Z`
    private static func date(_ seconds: Int) -> String {
        Date(timeIntervalSince1970: Double(seconds)).ISO8601Format()
    }
}
