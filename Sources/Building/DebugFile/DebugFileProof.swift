internal import BinaryFormats

/// The evidence that a debug file was made from a program.
enum DebugFileProof {
    /// A build id or UUID in common.
    case ids
    /// The CRC-32 that the program expects; build ids, where both files have them, agree too.
    case checksum(UInt32)
    /// For a file that the user names: ids, without ids in common the CRC-32.
    case idsOrChecksum(UInt32)
    /// For a file that the user names: ids, without ids in common the extents of all sections in memory.
    case idsOrLayout

    /// The reason to refuse a file, with the ids of both; nil if it is the debug file of the program.
    func refusal(of debug: Image, _ debugBytes: RawSpan, for program: Image, _ bytes: RawSpan) -> String? {
        let (ids, others) = (program.buildIDs(bytes), debug.buildIDs(debugBytes))
        let common = ids.lazy.compactMap { id in others.first { $0.kind == id.kind }.map { (id, $0) } }.first
        let differ = common.flatMap { id, other in
            id == other ? nil : "it has \(other), the program \(id)"
        }
        switch self {
        case .ids:
            guard common == nil else { return differ }
            return "it has \(others.first.map { "\($0)" } ?? "no id"), the program \(ids.first.map { "\($0)" } ?? "none")"
        case .checksum(let expected):
            return Self.checksumRefusal(debugBytes, expected).map { reason in
                [reason, differ].compactMap(\.self).joined(separator: "; ")
            } ?? differ
        case .idsOrChecksum(let expected):
            return common == nil ? Self.checksumRefusal(debugBytes, expected) : differ
        case .idsOrLayout:
            guard common == nil else { return differ }
            return Self.extents(of: debug) == Self.extents(of: program)
                ? nil : "the files have no id in common, and their sections have other addresses or sizes"
        }
    }

    private static func checksumRefusal(_ bytes: RawSpan, _ expected: UInt32) -> String? {
        let found = DebugLink.checksum(of: bytes)
        guard found != expected else { return nil }
        return "its CRC-32 is \(hexadecimal(found)), the program expects \(hexadecimal(expected))"
    }

    private struct Extent: Hashable {
        let name: String
        let address: Address
        let size: UInt64
    }

    /// Memory by section, which has no contents in a debug file.
    private static func extents(of image: Image) -> Set<Extent> {
        Set(
            image.sections.lazy.filter { $0.isLoaded && $0.virtualSize > 0 }.map {
                Extent(name: $0.name, address: $0.address, size: $0.virtualSize)
            })
    }
}
