import BinaryFormats
import GoMetadata

/// File offsets of all structures that a reader follows in a valid file, in groups.
func mutationAims(_ image: Image, _ bytes: [UInt8]) -> [[Range<Int>]] {
    let program = unsafe GoProgram(image, bytes.span.bytes)
    let symbols = image.symbols.symbols + image.dynamicSymbols.symbols
    var aims = [
        image.structures.filter { $0.role == .header }.map(\.range),
        image.structures.filter { $0.role != .header }.map(\.range),
        symbols.map(\.entry),
        symbols.map(\.name),
        image.relocations.map(\.range),
        image.unwindTables.map(\.range),
        image.sections.map(\.range),
    ]
    if let table = program.functions {
        aims.append([table.header])
        aims.append([table.rows] + table.functions.map(\.record))
        aims.append([table.names, table.compileUnits, table.files, table.pcTables])
        aims.append(table.functions.prefix(64).compactMap { image.memory.range(of: table.addresses(of: $0)) })
    }
    if let module = program.moduleData {
        aims.append([module.range])
        aims.append([module.range])
    }
    if let types = program.types {
        aims.append(types.descriptors.flatMap { [$0.fixed, $0.arrays] })
        aims.append(types.names.map(\.range) + types.links + types.itabs.map(\.range))
    }
    if !program.embeddedFiles.tables.isEmpty {
        aims.append(program.embeddedFiles.tables.map(\.range))
        aims.append(program.embeddedFiles.files.flatMap { [$0.name, $0.contents] })
    }
    if let gccgo = program.gccgo { aims.append(gccgo.exports.map(\.range)) }
    if let info = program.buildInfo { aims.append([info.range]) }
    let debug = image.debugSections
    aims.append(debug.filter { ["info", "abbrev", "types"].contains($0.name) }.map(\.range))
    aims.append(debug.map(\.range))
    aims.append(debug.compactMap(\.compression).map { $0.stream.lowerBound - 24..<$0.stream.lowerBound + 8 })
    return aims
}
