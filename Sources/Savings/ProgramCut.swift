package import Linkage
package import Reports

/// A removal that a user names, found in a program.
package struct ProgramCut: Sendable, Hashable {
    package var subject: RemovalSubject
    package var cut: Cut
    /// Own bytes; nil for imports and functions.
    package var bytes: Int?
    var isOnlyInitialised: Bool?
}
