/// The abbreviations of a unit, each compiled into the fewest steps that lead from an entry to the next one.
struct AbbreviationTable {
    /// One step through an entry. Every step takes at least one byte of the entry.
    struct Step {
        enum Action: UInt8 {
            case skip
            case leb
            case lebThen
            case string
            case name
            case block
            case indirect
            /// An offset into the strings, the line strings, the range lists or the location lists.
            case stringUse
            case lineStringUse
            case ranges
            case locations
        }

        var action: Action
        /// Bytes to skip, or size of the length field before a block.
        var size: Int32

        init(_ action: Action, _ size: Int = 0) {
            self.action = action
            self.size = Int32(size)
        }
    }

    struct Abbreviation {
        var code: UInt64
        var hasChildren: Bool
        /// Indexes into `steps`; nil if the abbreviation has a form of unknown size.
        var steps: Range<Int>?
        /// Offsets of the attribute list in the abbreviations section.
        var attributes: Int
    }

    private(set) var abbreviations: [Abbreviation] = []
    private(set) var steps: [Step] = []
    /// Index by code, if codes do not count up from 1.
    private var sparse: [UInt64: Int] = [:]

    func index(of code: UInt64) -> Int? {
        if code > 0, code <= UInt64(abbreviations.count), abbreviations[Int(code) - 1].code == code { return Int(code) - 1 }
        return sparse[code]
    }

    /// The table at `offset` and its end: its terminator, the first malformed entry, or `limit` bytes.
    static func read(at offset: Int, limit: Int, _ reader: ByteReader, _ encoding: DebugEncoding) -> (
        table: AbbreviationTable, end: Int
    ) {
        var table = AbbreviationTable()
        var cursor = AttributeCursor(reader, at: offset)
        while cursor.offset - offset < limit, let code = reader.uleb128(at: cursor.offset), code.value != 0,
            let tag = reader.uleb128(at: code.end), let children = reader.u8(at: tag.end)
        {
            cursor.offset = tag.end + 1
            let start = cursor.offset
            let first = table.steps.count
            var isKnown = true
            while let attribute = cursor.next() {
                isKnown = isKnown && table.add(attribute, encoding, from: first)
            }
            let position = table.abbreviations.count
            if code.value != UInt64(position + 1) { table.sparse[code.value] = position }
            table.abbreviations.append(
                Abbreviation(
                    code: code.value, hasChildren: children != 0, steps: isKnown ? first..<table.steps.count : nil,
                    attributes: start))
        }
        return (table, cursor.offset)
    }

    /// Appends the step of an attribute, or extends the last one. False if the size of its form is unknown.
    private mutating func add(_ attribute: AttributeCursor.Attribute, _ encoding: DebugEncoding, from first: Int) -> Bool {
        guard let size = DebugForm.size(attribute.form, encoding) else { return false }
        switch size {
        case .fixed(0): break
        case .fixed(let count):
            if let action = AbbreviationTable.reference(attribute, encoding) {
                steps.append(Step(action, count))
            } else if steps.count > first, steps[steps.count - 1].action == .skip {
                steps[steps.count - 1].size += Int32(count)
            } else {
                steps.append(Step(.skip, count))
            }
        case .leb: steps.append(Step(.leb))
        case .lebThen(let count): steps.append(Step(.lebThen, count))
        case .string: steps.append(Step(attribute.name == DebugAttribute.name ? .name : .string))
        case .block(let count): steps.append(Step(.block, count))
        case .indirect: steps.append(Step(.indirect))
        }
        return true
    }

    private static func reference(_ attribute: AttributeCursor.Attribute, _ encoding: DebugEncoding) -> Step.Action? {
        switch attribute.form {
        case DebugForm.strp: return .stringUse
        case DebugForm.lineStrp: return .lineStringUse
        case DebugForm.secOffset: break
        // Up to DWARF 3 a section offset is a constant of its size; other location attributes take plain constants too.
        case DebugForm.data4, DebugForm.data8:
            guard encoding.version < 4, (attribute.form == DebugForm.data8) == (encoding.offsetSize == 8),
                [DebugAttribute.ranges, DebugAttribute.location, DebugAttribute.frameBase].contains(attribute.name)
            else { return nil }
        default: return nil
        }
        if attribute.name == DebugAttribute.ranges { return .ranges }
        return DebugAttribute.isLocation(attribute.name) ? .locations : nil
    }
}

/// The attribute list of an abbreviation: pairs of name and form, ended by two zeros.
struct AttributeCursor: ~Escapable {
    struct Attribute {
        var name: UInt64
        var form: UInt64
        /// Value of `implicit_const`, which is stored in the abbreviation, not in the entry.
        var constant: UInt64
    }

    let reader: ByteReader
    var offset: Int

    @_lifetime(copy reader)
    init(_ reader: ByteReader, at offset: Int) {
        self.reader = reader
        self.offset = offset
    }

    mutating func next() -> Attribute? {
        guard let name = reader.uleb128(at: offset), let form = reader.uleb128(at: name.end) else { return nil }
        offset = form.end
        guard name.value != 0 || form.value != 0 else { return nil }
        var constant: UInt64 = 0
        if form.value == DebugForm.implicitConst {
            guard let value = reader.uleb128(at: offset) else { return nil }
            constant = value.value
            offset = value.end
        }
        return Attribute(name: name.value, form: form.value, constant: constant)
    }
}

/// Codes of the attributes that Pare reads (`DW_AT_*`).
enum DebugAttribute {
    static let location: UInt64 = 0x02
    static let name: UInt64 = 0x03
    static let statementList: UInt64 = 0x10
    static let lowAddress: UInt64 = 0x11
    static let language: UInt64 = 0x13
    static let compilationDirectory: UInt64 = 0x1b
    static let frameBase: UInt64 = 0x40
    static let macroInfo: UInt64 = 0x43
    static let ranges: UInt64 = 0x55
    static let stringOffsetsBase: UInt64 = 0x72
    static let addressBase: UInt64 = 0x73
    static let rangeListsBase: UInt64 = 0x74
    static let macros: UInt64 = 0x79
    static let locationListsBase: UInt64 = 0x8c
    static let macrosGNU: UInt64 = 0x2119

    /// Whether a section offset of the attribute refers to a location list: location, string_length, return_addr,
    /// data_member_location, frame_base, segment, static_link, use_location, vtable_elem_location, GNU_locviews.
    static func isLocation(_ attribute: UInt64) -> Bool {
        [0x02, 0x19, 0x2a, 0x38, 0x40, 0x46, 0x48, 0x4a, 0x4d, 0x2137].contains(attribute)
    }
}
