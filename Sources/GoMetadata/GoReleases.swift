/// The Go releases that Pare supports, by the second number of their versions. docs/new-go-release.md lists the changes for a new
/// one.
public enum GoReleases {
    /// Releases whose links are replayed from their object files. Tables of binaries are read from Go 1.2 on, independent of this
    /// range.
    public static let replayed = 22...27
    /// Oldest release that can build pipelines.
    public static let oldestBuilding = 24

    /// `go1.22 to go1.27`
    public static var replayedText: String { "go1.\(replayed.lowerBound) to go1.\(replayed.upperBound)" }
}
