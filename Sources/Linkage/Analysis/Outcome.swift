/// What is left of a program after some cuts.
public struct Outcome: Sendable, Hashable {
    /// Bytes of the stripped file, modelled.
    public let size: Int
    /// Bytes less than as it is; negative when the file grows.
    public let saves: Int
    /// The same before segments are rounded to pages, which hides what is small: rank by this.
    public let savedContents: Int
    /// Bytes less of the file with symbols and debug data, estimated.
    public let savesUnstripped: Int
    /// Packages that go too, apart from those cut, by path.
    public let alsoGone: [String]
    /// Whether the linker drops methods nobody can call.
    public let eliminatesMethods: Bool
}
