/// A header or table that the format places outside of its sections.
public struct Structure: Sendable, Hashable {
    public enum Role: Sendable, Hashable {
        case header
        case symbolTable
        case stringTable
        case relocations
        case codeSignature
        /// Tables for the dynamic loader: bindings, exports, function starts.
        case dynamicLinking
    }

    /// As the specification names it: `program headers`, `LC_DYLD_INFO_ONLY rebase`.
    public var name: String
    public var role: Role
    /// File offsets.
    public var range: Range<Int>

    public init(_ name: String, _ role: Role, _ range: Range<Int>) {
        self.name = name
        self.role = role
        self.range = range
    }
}
