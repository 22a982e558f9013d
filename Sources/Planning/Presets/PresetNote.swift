/// A preset as the readers of a report have to know it.
public struct PresetNote: Codable, Sendable, Equatable {
    public var name: String
    /// One sentence: what it does and what it costs.
    public var about: String

    public init(name: String, about: String) {
        self.name = name
        self.about = about
    }
}
