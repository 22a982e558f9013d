/// Reads the units of `.debug_info` in order, entry by entry, in one pass.
///
/// A malformed entry ends its unit; `problem` holds the first one.
public struct DebugInfoReader: ~Escapable {
    /// A use of a string: offset into `str`, index of the unit.
    public private(set) var stringUses = StringUses()
    /// Uses of strings in `line_str`.
    public private(set) var lineStringUses = StringUses()
    public private(set) var problem: FormatError?

    private let info: ByteReader
    private let abbreviations: ByteReader
    private var offset = 0
    private var unitIndex = 0
    private var tables: [TableKey: AbbreviationTable] = [:]
    private var last: (key: TableKey, table: AbbreviationTable)?
    /// Bytes of abbreviations that may still be read: valid tables do not overlap, though two encodings may share one.
    private var abbreviationBudget: Int
    /// Bytes of names that may still be kept.
    private var textBudget = 16 << 20
    private static let unitLimit = 1 << 17
    private static let textLimit = 1024

    private struct TableKey: Hashable {
        var offset: UInt64
        var encoding: DebugEncoding
    }

    /// `info` and `abbreviations` are the contents of the sections.
    @_lifetime(copy info, copy abbreviations)
    public init(_ info: ByteReader, abbreviations: ByteReader) {
        self.info = info
        self.abbreviations = abbreviations
        abbreviationBudget = min(2 * abbreviations.count, 4 << 20)
    }

    /// The next unit, with the offsets that its entries refer to.
    ///
    /// If `wantsChildren` is true for a unit, `child` is called for each child of its first entry, with the offsets of the entry
    /// and its descendants, and those of its name if that is inline.
    public mutating func next(
        wantsChildren: (DebugUnit) -> Bool, child: (_ entry: Range<Int>, _ name: Range<Int>?) -> Void
    ) -> DebugUnit? {
        guard var unit = nextHeader() else { return nil }
        guard let table = table(of: unit), readFirstEntry(of: &unit, table) else {
            unitIndex += 1
            return unit
        }
        walk(&unit, table, tellsChildren: wantsChildren(unit), child)
        unitIndex += 1
        return unit
    }

    private mutating func report(_ text: String, at offset: Int) {
        if problem == nil { problem = FormatError(".debug_info", at: offset, text) }
    }

    private mutating func nextHeader() -> DebugUnit? {
        while offset < info.count {
            guard unitIndex < DebugInfoReader.unitLimit else {
                report("more than \(unitIndex) units; the rest is not read", at: offset)
                return nil
            }
            guard let header = DebugUnitHeader(at: offset, info) else {
                report("malformed unit header; the rest of the section is not read", at: offset)
                return nil
            }
            offset = header.range.upperBound
            if header.isCut { report("the unit is longer than its section", at: header.range.lowerBound) }
            if let unit = unit(header) { return unit }
            report("unsupported unit of DWARF version \(header.version); not read", at: header.range.lowerBound)
        }
        return nil
    }

    private func unit(_ header: DebugUnitHeader) -> DebugUnit? {
        let size = header.offsetSize
        var addressSize: UInt8?
        var abbreviations: UInt64?
        var entries = header.end
        switch header.version {
        case 2...4:
            abbreviations = info.word(at: entries, size: size)
            addressSize = info.u8(at: entries + size)
            entries += size + 1
        case 5:
            addressSize = info.u8(at: entries + 1)
            abbreviations = info.word(at: entries + 2, size: size)
            let type = info.u8(at: entries) ?? 0
            entries += 2 + size
            switch type {
            case 1, 3: break  // compile, partial
            case 4, 5: entries += 8  // skeleton, split_compile
            case 2, 6: entries += 8 + size  // type, split_type
            default: return nil
            }
        default: return nil
        }
        guard let addressSize, let abbreviations, [2, 4, 8].contains(addressSize), entries <= header.range.upperBound else {
            return nil
        }
        return DebugUnit(
            range: header.range,
            encoding: DebugEncoding(version: header.version, offsetSize: size, addressSize: Int(addressSize)),
            entries: entries, abbreviations: abbreviations)
    }

    private mutating func table(of unit: DebugUnit) -> AbbreviationTable? {
        let key = TableKey(offset: unit.abbreviations, encoding: unit.encoding)
        if let last, last.key == key { return last.table }
        var table = tables[key]
        if table == nil {
            guard unit.abbreviations < UInt64(abbreviations.count), abbreviationBudget > 0 else {
                report(
                    "the abbreviations at \(hexadecimal(unit.abbreviations)) are out of their section, overlap others or are too many",
                    at: unit.range.lowerBound)
                return nil
            }
            let start = Int(unit.abbreviations)
            let read = AbbreviationTable.read(at: start, limit: abbreviationBudget, abbreviations, unit.encoding)
            abbreviationBudget -= max(1, read.end - start)
            tables[key] = read.table
            table = read.table
        }
        last = table.map { (key, $0) }
        return table
    }
}

extension DebugInfoReader {
    /// Reads the attributes of the unit's own entry. False if the entry is truncated.
    private mutating func readFirstEntry(of unit: inout DebugUnit, _ table: AbbreviationTable) -> Bool {
        guard let code = info.uleb128(at: unit.entries), code.end <= unit.range.upperBound,
            let index = table.index(of: code.value)
        else {
            if unit.entries < unit.range.upperBound {
                report("the unit has an entry of an unknown abbreviation", at: unit.entries)
            }
            return false
        }
        var cursor = AttributeCursor(abbreviations, at: table.abbreviations[index].attributes)
        var position = code.end
        while let attribute = cursor.next() {
            var form = attribute.form
            if form == 0x16 {
                guard let indirect = info.uleb128(at: position) else { return false }
                form = indirect.value
                position = indirect.end
            }
            guard let size = DebugForm.size(form, unit.encoding),
                let end = info.end(of: size, at: position, limit: unit.range.upperBound, unit.encoding)
            else {
                report("the unit's first entry cannot be read", at: position)
                return false
            }
            read(attribute, form, position..<end, into: &unit)
            position = end
        }
        return true
    }

    private mutating func read(
        _ attribute: AttributeCursor.Attribute, _ form: UInt64, _ value: Range<Int>, into unit: inout DebugUnit
    ) {
        switch form {
        case DebugForm.strp: note(value, unit, isLine: false)
        case DebugForm.lineStrp: note(value, unit, isLine: true)
        default: break
        }
        switch attribute.name {
        case DebugAttribute.name: unit.name = text(form, value)
        case DebugAttribute.compilationDirectory: unit.folder = text(form, value)
        case DebugAttribute.language: unit.language = form == DebugForm.implicitConst ? attribute.constant : number(form, value)
        case DebugAttribute.statementList: unit.lines = number(form, value)
        case DebugAttribute.lowAddress where form == 0x01: unit.lowAddress = number(form, value)
        case DebugAttribute.lowAddress: unit.lowAddressIndex = number(form, value)
        case DebugAttribute.ranges where form == 0x23: unit.codeRangesIndex = number(form, value)
        case DebugAttribute.ranges:
            unit.ranges = number(form, value)
            unit.codeRanges = unit.ranges
        case DebugAttribute.rangeListsBase: unit.rangeListsBase = number(form, value)
        case DebugAttribute.locationListsBase: unit.locationListsBase = number(form, value)
        case DebugAttribute.addressBase: unit.addressBase = number(form, value)
        case DebugAttribute.stringOffsetsBase: unit.stringOffsetsBase = number(form, value)
        case DebugAttribute.macros, DebugAttribute.macrosGNU: unit.macros = number(form, value)
        case DebugAttribute.macroInfo: unit.macroInfo = number(form, value)
        default: break
        }
    }

    private mutating func text(_ form: UInt64, _ value: Range<Int>) -> DebugUnit.Text? {
        switch form {
        case DebugForm.string:
            let count = value.count - 1
            guard count <= DebugInfoReader.textLimit, count <= textBudget else { return nil }
            textBudget -= count
            return .inline(info.string(value.dropLast()))
        case DebugForm.strp: return number(form, value).map { .string($0) }
        case DebugForm.lineStrp: return number(form, value).map { .lineString($0) }
        case _ where DebugForm.isStringIndex(form): return number(form, value).map { .index($0) }
        default: return nil
        }
    }

    private func number(_ form: UInt64, _ value: Range<Int>) -> UInt64? {
        if case .leb = DebugForm.size(form, DebugEncoding(version: 5, offsetSize: 4, addressSize: 8)) {
            return info.uleb128(at: value.lowerBound)?.value
        }
        switch value.count {
        case 1: return info.u8(at: value.lowerBound).map(UInt64.init)
        case 2: return info.u16(at: value.lowerBound).map(UInt64.init)
        case 4: return info.u32(at: value.lowerBound).map(UInt64.init)
        case 8: return info.u64(at: value.lowerBound)
        default: return nil
        }
    }

    private mutating func note(_ value: Range<Int>, _ unit: DebugUnit, isLine: Bool) {
        guard let string = info.word(at: value.lowerBound, size: unit.offsetSize) else { return }
        if isLine { lineStringUses.note(string, unit: unitIndex) } else { stringUses.note(string, unit: unitIndex) }
    }
}

extension DebugInfoReader {
    /// Reads the entries from the first one to the end of the unit.
    private mutating func walk(
        _ unit: inout DebugUnit, _ table: AbbreviationTable, tellsChildren: Bool, _ child: (Range<Int>, Range<Int>?) -> Void
    ) {
        let limit = unit.range.upperBound
        let offsetSize = unit.offsetSize
        var ranges = unit.ranges ?? .max
        var locations = UInt64.max
        var position = unit.entries
        var depth = 0
        var open: (start: Int, name: Range<Int>?)?
        defer {
            if let open { child(open.start..<min(position, limit), open.name) }
            unit.ranges = ranges == .max ? nil : ranges
            unit.locations = locations == .max ? nil : locations
        }
        entries: while position < limit {
            let start = position
            guard let code = info.smallNumber(at: &position) else { return report("an entry is cut short", at: start) }
            if code == 0 {
                depth -= 1
                if depth == 1, let closed = open {
                    child(closed.start..<position, closed.name)
                    open = nil
                }
                if depth <= 0 {
                    if let last = open { child(last.start..<start, last.name) }
                    open = nil
                    return
                }
                continue
            }
            guard let index = table.index(of: code), let steps = table.abbreviations[index].steps else {
                return report("an entry of abbreviation \(code), which is unknown or has an unknown form", at: start)
            }
            var name: Range<Int>?
            for step in steps {
                let step = table.steps[step]
                let size = Int(step.size)
                switch step.action {
                case .skip: position += size
                case .stringUse:
                    if let string = info.word(at: position, size: offsetSize) { stringUses.note(string, unit: unitIndex) }
                    position += size
                case .lineStringUse:
                    if let string = info.word(at: position, size: offsetSize) { lineStringUses.note(string, unit: unitIndex) }
                    position += size
                case .ranges:
                    ranges = min(ranges, info.word(at: position, size: size) ?? .max)
                    position += size
                case .locations:
                    locations = min(locations, info.word(at: position, size: size) ?? .max)
                    position += size
                case .name:
                    guard let end = info.stringEnd(at: position) else { return report("a string is cut short", at: start) }
                    name = position..<end - 1
                    position = end
                default:
                    guard let end = info.end(of: DebugForm.Size(step), at: position, limit: limit, unit.encoding) else {
                        return report("a value is cut short", at: start)
                    }
                    position = end
                }
                if position > limit {
                    position = limit
                    return report("an entry exceeds its unit", at: start)
                }
            }
            if depth == 1, tellsChildren {
                if let closed = open { child(closed.start..<start, closed.name) }
                open = (start, name)
            }
            if table.abbreviations[index].hasChildren { depth += 1 } else if depth == 0 { return }
        }
    }
}

extension DebugForm.Size {
    fileprivate init(_ step: AbbreviationTable.Step) {
        self =
            switch step.action {
            case .leb: .leb
            case .lebThen: .lebThen(Int(step.size))
            case .string, .name: .string
            case .block: .block(Int(step.size))
            case .indirect: .indirect
            case .skip, .stringUse, .lineStringUse, .ranges, .locations: .fixed(Int(step.size))
            }
    }
}
