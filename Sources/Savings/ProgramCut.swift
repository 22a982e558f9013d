package import Linkage
package import Reports

/// What a user wants gone, found in a program.
package struct ProgramCut: Sendable, Hashable {
    package var what: String
    package var kind: Removal.Kind
    package var cut: Cut
    /// Own bytes; nil for imports and functions.
    package var bytes: Int?
    var isOnlyInitialised: Bool?
}
