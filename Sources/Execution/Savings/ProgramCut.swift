internal import Linkage
internal import Reporting

/// What a user wants gone, found in a program.
struct ProgramCut: Sendable, Hashable {
    var what: String
    var kind: Removal.Kind
    var cut: Cut
    /// Own bytes; nil for imports and functions.
    var bytes: Int?
    var isOnlyInitialised: Bool?
}
