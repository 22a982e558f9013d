/// What is checked of each build of a pipeline: its `verify:` key.
public struct Verification: Codable, Sendable, Equatable {
    /// Built a second time in another folder with an empty cache, it must be the same to the byte.
    public var reproducible: Bool
    /// Arguments of runs that must end with exit code 0; one entry a run.
    public var smoke: [[String]]

    public init(reproducible: Bool = false, smoke: [[String]] = []) {
        self.reproducible = reproducible
        self.smoke = smoke
    }
}
