/// The Go releases that Pare supports, by the second number of their versions. docs/new-go-release.md lists what a new one changes.
public enum GoReleases {
    /// Those whose object files and linkers are replayed. Tables of binaries are read from Go 1.2 on and do not depend on this.
    public static let replayed = 22...27
    /// The oldest that builds pipelines.
    public static let oldestBuilding = 24

    /// `go1.22 to go1.27`
    public static var replayedText: String { "go1.\(replayed.lowerBound) to go1.\(replayed.upperBound)" }
}
