/// Where jobs run: what go is told there, and what it would stamp.
struct BuildPlace: Sendable {
    /// Absolute path.
    var folder: String
    var settings: GoSettings
    var revision: String
}
