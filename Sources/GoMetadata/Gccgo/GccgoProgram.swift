internal import BinaryFormats

/// The metadata of a gccgo program, which has neither function table nor build info: the export data of each package, in link
/// order. (gcc/go/gofrontend/export.cc)
public struct GccgoProgram: Sendable {
    public struct Export: Sendable {
        /// Import path.
        public var package: String
        /// File offsets.
        public var range: Range<Int>
    }

    /// Release of GCC, `12.2.0`, if `.comment` states it.
    public private(set) var version: String?
    public private(set) var exports: [Export] = []

    /// Upper bound on packages, more than any program links.
    private static let limit = 1 << 16

    /// Detects a program after link-time optimisation: without export data, but with gccgo's function that initialises the
    /// packages. Nil for programs of other compilers.
    init?(optimised image: Image, _ reader: ByteReader) {
        let initialiser = "__go_init_main"
        let isThere = image.symbols.symbols.contains { symbol in
            symbol.kind == .function && symbol.section >= 0 && symbol.name.count == initialiser.utf8.count
                && reader.string(symbol.name) == initialiser
        }
        guard isThere else { return nil }
        version = image.section(named: ".comment").flatMap { GccgoProgram.version(in: $0.range, reader) }
    }

    /// Nil for files without export data of gccgo.
    init?(_ image: Image, _ reader: ByteReader) {
        guard let section = image.section(named: ".go_export") else { return nil }
        let starts = reader.occurrences(of: Array(";\npackage ".utf8), in: section.range, limit: GccgoProgram.limit)
            .map { $0 - 2 }.filter { $0 >= section.range.lowerBound && reader.u8(at: $0) == UInt8(ascii: "v") }
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : section.range.upperBound
            guard let path = GccgoProgram.path(in: start..<end, reader) else { continue }
            exports.append(Export(package: path, range: start..<end))
        }
        version = image.section(named: ".comment").flatMap { GccgoProgram.version(in: $0.range, reader) }
    }

    /// `v3;`, `package json`, `pkgpath encoding/json`, each on a line.
    private static func path(in unit: Range<Int>, _ reader: ByteReader) -> String? {
        let lines = reader.string(unit.lowerBound..<min(unit.upperBound, unit.lowerBound + 4096))
            .split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
        guard lines.count > 3, lines[2].hasPrefix("pkgpath ") else { return nil }
        return String(lines[2].dropFirst("pkgpath ".count))
    }

    /// `GCC: (Debian 12.2.0-14) 12.2.0`
    private static func version(in comment: Range<Int>, _ reader: ByteReader) -> String? {
        guard reader.has("GCC: ", at: comment.lowerBound),
            let text = reader.name(at: comment.lowerBound, limit: min(comment.upperBound, comment.lowerBound + 256))
        else { return nil }
        return reader.string(text).split(separator: " ").last.map(String.init)
    }
}
