/// Mach-O, 32 and 64 bit, both byte orders. (mach-o/loader.h)
enum MachOReader {
    static func image(_ bytes: RawSpan, order: ByteOrder, pointerSize: Int) throws(FormatError) -> Image {
        let reader = ByteReader(bytes, order: order)
        var warnings: [FormatError] = []
        let header = try MachOHeader(reader, pointerSize: pointerSize)
        var contents = MachOContents()
        let commands = header.commands(reader, &warnings)
        for command in commands {
            do {
                try contents.add(command, reader, pointerSize: pointerSize, &warnings)
            } catch {
                warnings.append(error)
            }
        }
        let headerEnd = commands.last.map { $0.offset + $0.size } ?? header.size
        let structures = [Structure("Mach-O header and load commands", .header, 0..<headerEnd)] + contents.structures
        return Image(
            format: .macho, architecture: header.architecture, operatingSystem: contents.operatingSystem ?? "darwin",
            order: order,
            pointerSize: pointerSize, size: reader.count, sections: contents.sections, memory: AddressMap(contents.mappings),
            symbols: contents.symbols, relocations: contents.relocations,
            unwindTables: contents.unwindTables, pointers: PointerMap(pointerSize: pointerSize), structures: structures,
            warnings: warnings)
    }
}
