internal import Host
package import Planning

extension TemplateValues {
    /// The values for the templates of a pipeline; git is asked only when one of them needs it.
    package static func look(_ pipeline: Pipeline, in folder: String, environment: [String: String]) async -> TemplateValues {
        var values = TemplateValues(environment: environment)
        guard pipeline.needsRevision else { return values }
        do {
            let git = try await GitDescription.read(in: folder, environment: environment)
            values.version = git.version
            values.lacksHistory = git.lacksHistory
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
        Timestamp(seconds: seconds).text
    }
}
