internal import BinaryFormats

/// The source files or objects that symbols of C come from: by the code ranges of debug data, else for local symbols by the mark
/// of their file. The linker writes marks named after the members of archives too, `deflate.o`.
struct SourceFiles {
    /// Ascending.
    private var ranges: [(addresses: Range<Address>, file: String)] = []
    /// The paths by base name, as far as it tells them apart.
    private var paths: [String: String] = [:]
    /// Index of the mark that each local symbol follows, -1 without.
    private var marks: [Int32] = []

    /// LLD marks no file for what has none itself, so that its symbols seem to belong to the file before.
    init(_ subject: borrowing Subject) {
        guard subject.options.details, subject.image.format == .elf else { return }
        let image = subject.image
        if let comment = image.section(named: ".comment"),
            !subject.reader.occurrences(of: Array("Linker: LLD".utf8), in: comment.range, limit: 1).isEmpty
        {
            return
        }
        var mark: Int32 = -1
        marks.reserveCapacity(image.symbols.symbols.count)
        for (index, symbol) in image.symbols.symbols.enumerated() {
            if symbol.kind == .marker { mark = symbol.name.isEmpty ? -1 : Int32(clamping: index) }
            marks.append(mark)
        }
    }

    /// Takes the ranges of `.debug_aranges`, which Go's compiler does not write.
    mutating func read(_ reader: ByteReader, _ units: DebugUnits) {
        var found: [(addresses: Range<Address>, file: String)] = []
        UnitSet.forEachRange(in: reader) { addresses, unit in
            if let file = units.file(at: unit), !file.isEmpty { found.append((addresses, file)) }
        }
        ranges = found.sorted { $0.addresses.lowerBound < $1.addresses.lowerBound }
        for file in Set(found.map(\.file)) {
            let name = String(file.split(separator: "/").last ?? "")
            paths[name] = paths[name] == nil ? file : ""
        }
    }

    /// Path of the source file, or name of the object, that a symbol comes from; nil where nothing tells.
    func file(of index: Int, _ subject: borrowing Subject) -> String? {
        let symbol = subject.image.symbols.symbols[index]
        if let range = ranges.last(while: { $0.addresses.lowerBound <= symbol.address }),
            range.addresses.contains(symbol.address)
        {
            return range.file
        }
        let info = symbol.entry.lowerBound + (subject.image.pointerSize == 8 ? 4 : 12)
        guard marks.indices.contains(index), marks[index] >= 0, subject.reader.u8(at: info).map({ $0 >> 4 == 0 }) ?? false else {
            return nil
        }
        let name = subject.reader.string(subject.image.symbols.symbols[Int(marks[index])].name)
        return paths[name].flatMap { $0.isEmpty ? nil : $0 } ?? name
    }
}
