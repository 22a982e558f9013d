/// A pipeline as far as its file could be read: enough to look for problems of other kinds and tell all at once.
public struct PipelineDraft: Sendable, Equatable {
    /// What could be read; nil when the text has no such form at all.
    public var pipeline: Pipeline?
    /// In the order met.
    public var problems: [Problem]

    /// The whole of it; throws the problems when there are any.
    public func whole() throws(ConfigurationError) -> Pipeline {
        guard problems.isEmpty, let pipeline else { throw ConfigurationError(ordering: problems) }
        return pipeline
    }
}
