internal import BinaryFormats
internal import GoMetadata

/// DWARF data, by compile unit: a Go unit is a package, a C unit belongs to the cgo package it was compiled for, else to C. The
/// other sections are split by the offsets in the units; unwind entries belong to the function they describe. Types, which the
/// linker collects in the unit of `runtime`, belong to the package in their name.
///
/// The bytes of a compressed section are split in proportion to the contents, one contiguous part per owner. Cannot know: the
/// compression ratios of the parts.
func debugClaims(
    _ subject: borrowing Subject, _ functions: FunctionOwners, _ native: NativeOwners, _ owners: inout OwnerTable,
    _ sources: inout SourceFiles, _ warnings: inout [FormatError]
) -> [Claim] {
    let sections = subject.image.debugSections
    var inflation = Inflation(fileSize: subject.image.size)
    var units = DebugUnits()
    do {
        units = try DebugUnits(sections, subject, functions, native, &inflation, &owners, &warnings)
    } catch {
        warnings.append(error)
    }
    var claims: [Claim] = []
    for section in sections {
        do {
            var map = DebugSectionMap(section, size: try inflation.plausibleSize(of: section))
            switch section.name {
            case "info":
                for run in units.runs { map.add(run.range, run.owner) }
            case "types":
                map.add(0..<map.size, units.hasForeign ? owners.package("C") : .unexplained)
            case "frame":
                let foreign = units.hasForeign ? owners.package("C") : Owner.unexplained
                try inflation.withContents(of: section, subject.reader) { reader, _ in
                    frameClaims(reader, subject, functions, native, foreign, &map)
                }
            case "aranges", "pubnames", "pubtypes", "gnu_pubnames", "gnu_pubtypes":
                try inflation.withContents(of: section, subject.reader) { reader, _ in
                    if section.name == "aranges", subject.options.details { sources.read(reader, units) }
                    UnitSet.forEach(in: reader) { map.add($0.range, units.owner(at: $0.unit)) }
                }
            case "names" where subject.isNative:
                try inflation.withContents(of: section, subject.reader) { reader, _ in
                    NameIndex.forEach(in: reader) { index in
                        map.add(index.range, owners.owner(sharedBy: index.units.map { units.owner(at: $0) }))
                    }
                }
            case "str": stringClaims(units.stringUses, units, &map, &owners)
            case "line_str": stringClaims(units.lineStringUses, units, &map, &owners)
            default:
                if let start = DebugUnit.start(in: section.name) {
                    unitClaims(units, start, &map, &owners)
                } else {
                    map.add(0..<map.size, .overhead(.linker))
                }
            }
            claims += map.claims
        } catch {
            warnings.append(error)
        }
    }
    if let modules = subject.image.section(named: ".swift_ast") {
        let owner = owners.owner(sharedBy: zip(units.units, units.owners).filter { $0.0.isSwift }.map(\.1))
        if owner != .unexplained { claims.append(Claim(modules.range, owner, .debug)) }
    }
    return claims
}

/// `.debug_frame`: an entry belongs to the function it describes, common entries to the linker.
private func frameClaims(
    _ reader: ByteReader, _ subject: borrowing Subject, _ functions: FunctionOwners, _ native: NativeOwners, _ foreign: Owner,
    _ map: inout DebugSectionMap
) {
    let table = subject.program.functions
    var next = 0
    FrameEntry.forEach(in: reader, addressSize: subject.image.pointerSize) { entry in
        guard let address = entry.function else { return map.add(entry.range, .overhead(.linker)) }
        guard let table else { return map.add(entry.range, native.owner(at: address) ?? foreign) }
        // Entries follow the order of the functions.
        let isNext = table.functions.indices.contains(next) && table.textStart + table.functions[next].entry == address
        guard let index = isNext ? next : table.index(of: address) else { return map.add(entry.range, foreign) }
        map.add(entry.range, functions.owners[index])
        next = index + 1
    }
}

/// A string ends where the next used string begins.
private func stringClaims(_ uses: StringUses, _ units: DebugUnits, _ map: inout DebugSectionMap, _ owners: inout OwnerTable) {
    let starts = uses.pairs.compactMap { use -> (UInt64, Owner)? in
        units.owners.indices.contains(use.unit) ? (UInt64(use.offset), units.owners[use.unit]) : nil
    }
    // Strings that no unit refers to directly (a line table or an index may) belong to all users of strings.
    let users = starts.isEmpty ? zip(units.units, units.owners).filter { !$0.0.isGo }.map(\.1) : starts.map(\.1)
    map.add(starts: starts, before: owners.owner(sharedBy: users), &owners)
}

/// Each unit's part of a section ends where the next unit's begins; a header before the first belongs to the linker.
private func unitClaims(
    _ units: DebugUnits, _ start: (DebugUnit) -> UInt64?, _ map: inout DebugSectionMap, _ owners: inout OwnerTable
) {
    let starts = zip(units.units, units.owners).compactMap { unit, owner in start(unit).map { ($0, owner) } }
        .sorted { ($0.0, $0.1.code) < ($1.0, $1.1.code) }
    let header = starts.first.map { $0.0 <= 20 } ?? false
    map.add(starts: starts, before: header ? .overhead(.linker) : .unexplained, &owners)
}

extension DebugUnit {
    /// Start of a unit's part of a section, including its header; nil for sections without parts of units.
    fileprivate static func start(in section: String) -> ((DebugUnit) -> UInt64?)? {
        switch section {
        case "abbrev": \.abbreviations
        case "line": \.lines
        case "macro": \.macros
        case "macinfo": \.macroInfo
        case "ranges": { $0.version < 5 ? $0.ranges : nil }
        case "loc": { $0.version < 5 ? $0.locations : nil }
        case "rnglists": { $0.version < 5 ? nil : $0.listStart($0.ranges, base: $0.rangeListsBase) }
        case "loclists": { $0.version < 5 ? nil : $0.listStart($0.locations, base: $0.locationListsBase) }
        case "addr": { $0.afterHeader($0.addressBase, size: 8) }
        case "str_offsets": { $0.afterHeader($0.stringOffsetsBase, size: 8) }
        default: nil
        }
    }

    /// The lists of every C unit have their own header; Go's compiler writes one for all units.
    private func listStart(_ first: UInt64?, base: UInt64?) -> UInt64? {
        let isOwn = !isGo || base != nil
        return [base, first].compactMap(\.self).min().map { isOwn ? afterHeader($0, size: 12) ?? $0 : $0 }
    }

    /// `size` is that of the header in the 32-bit DWARF format.
    private func afterHeader(_ base: UInt64?, size: UInt64) -> UInt64? {
        base.map { base in
            let size = offsetSize == 8 ? size + 8 : size
            return base >= size ? base - size : base
        }
    }
}
