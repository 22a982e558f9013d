/// What the sizes of values depend on, from the header of a unit.
struct DebugEncoding: Hashable, Sendable {
    /// 2 to 5.
    var version: Int
    /// 4 in the 32-bit DWARF format, 8 in the 64-bit one.
    var offsetSize: Int
    /// 2, 4 or 8.
    var addressSize: Int
}
