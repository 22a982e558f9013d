/// A structure of a binary that lies or is cut short: which one, where, and what is wrong with it.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The structure or field under its name in the format's specification: `e_shoff`, `LC_SEGMENT_64`.
    public let structure: String
    /// File offset of the structure or field.
    public let offset: Int
    /// What was found and what was expected.
    public let problem: String

    public init(_ structure: String, at offset: Int, _ problem: String) {
        self.structure = structure
        self.offset = offset
        self.problem = problem
    }

    public var description: String {
        "\(structure) at file offset \(hexadecimal(offset)): \(problem)"
    }
}
