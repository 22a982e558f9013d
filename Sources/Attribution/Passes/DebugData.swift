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
    var inflation = Inflation(fileSize: subject.image.contentSize)
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

/// The owners of one DWARF section's contents, converted to claims on its bytes in the file.
struct DebugSectionMap {
    let section: DebugSection
    /// Bytes of the contents.
    let size: Int
    /// Claims on uncompressed contents, in order.
    private var exact: [Claim] = []
    /// Bytes of compressed contents by owner.
    private var shares: [UInt32: Int] = [:]
    private var last: (owner: Owner, count: Int) = (.unexplained, 0)
    private var cursor = 0

    init(_ section: DebugSection, size: Int) {
        self.section = section
        self.size = size
    }

    /// Assigns a range of the contents to an owner. Ranges come in order; overlaps and parts outside of the section are dropped.
    mutating func add(_ range: Range<Int>, _ owner: Owner) {
        let start = max(cursor, range.lowerBound)
        let end = min(size, range.upperBound)
        guard start < end else { return }
        cursor = end
        guard owner != .unexplained else { return }
        if section.compression != nil {
            if owner != last.owner {
                shares[last.owner.code, default: 0] += last.count
                last = (owner, 0)
            }
            last.count += end - start
        } else {
            let base = section.range.lowerBound
            if let previous = exact.last, previous.owner == owner, previous.range.upperBound == base + start {
                exact[exact.count - 1].range = previous.range.lowerBound..<base + end
            } else {
                exact.append(Claim(base + start..<base + end, owner, .debug))
            }
        }
    }

    /// Assigns the bytes from each start (ascending) to the next one to its owner; owners with equal starts share them.
    mutating func add(starts: [(offset: UInt64, owner: Owner)], before: Owner, _ owners: inout OwnerTable) {
        add(0..<Int(clamping: starts.first?.offset ?? UInt64(size)), before)
        var first = 0
        while first < starts.count {
            var next = first + 1
            while next < starts.count, starts[next].offset == starts[first].offset { next += 1 }
            let end = next < starts.count ? Int(clamping: starts[next].offset) : size
            let start = Int(clamping: starts[first].offset)
            if start < end { add(start..<end, owners.owner(sharedBy: starts[first..<next].lazy.map(\.owner))) }
            first = next
        }
    }

    /// Claims in file order. Compressed bytes are split in proportion, to within one byte per owner.
    var claims: [Claim] {
        guard section.compression != nil, size > 0 else { return exact }
        var shares = shares
        shares[last.owner.code, default: 0] += last.count
        shares[Owner.unexplained.code] = nil
        var claims: [Claim] = []
        var used = 0
        var start = section.range.lowerBound
        for (code, count) in shares.sorted(by: { $0.key < $1.key }) {
            used += count
            let product = UInt64(used).multipliedFullWidth(by: UInt64(section.range.count))
            let end = section.range.lowerBound + Int(UInt64(size).dividingFullWidth(product).quotient)
            if start < end { claims.append(Claim(start..<end, Owner(code: code), .debug)) }
            start = end
        }
        return claims
    }
}
