/// A file that `//go:embed` put into a variable of type `embed.FS`.
public struct EmbeddedFile: Sendable, Hashable {
    /// Import path of the package that embeds it; nil where nothing tells, or several packages refer to the variable.
    public var package: String?
    /// Path, relative to the folder of the package.
    public var name: String
    /// Bytes of the contents, which equal files have in common.
    public var size: Int
}
