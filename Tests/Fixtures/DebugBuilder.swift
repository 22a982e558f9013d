public import BinaryFormats

/// DWARF data of a small program, written entry by entry, together with the owner of each byte.
public struct DebugBuilder: Sendable {
    public var order: ByteOrder
    /// Bytes of an address.
    public var pointerSize: Int
    /// 2 to 5.
    public var version: Int
    /// Bytes of an offset: 4, or 8 in the 64-bit DWARF format.
    public var offsetSize: Int

    public init(_ order: ByteOrder, pointerSize: Int, version: Int, offsetSize: Int) {
        self.order = order
        self.pointerSize = pointerSize
        self.version = version
        self.offsetSize = offsetSize
    }

    /// Contents of a section and its bytes by package; the rest (`""`) has no owner.
    public struct Section: Sendable {
        public var name: String
        public var bytes: [UInt8]
        public var owners: [String: Int] = [:]
    }

    private struct Unit {
        var name: String
        var folder = "."
        var language = 0x16
        var owner: String
        /// Name of a child and, if it differs from the unit's, its owner.
        var children: [(name: String, owner: String?)]
        /// Bytes of its line table and of its lists.
        var size: Int
    }

    private static let units = [
        Unit(
            name: "runtime", owner: "runtime",
            children: [
                ("runtime.g", nil), ("int", nil), ("*main.T", "example.com/app"),
                ("map[string]example.com/x/yaml%2ev3.Node", "example.com/x/yaml.v3"),
                ("[]go.shape.struct { slices.a int }", "slices"), ("go.shape.int", nil), ("struct { F uintptr }", nil),
            ], size: 100),
        Unit(
            name: "example.com/x/yaml.v3", owner: "example.com/x/yaml.v3", children: [("example.com/x/yaml%2ev3.(*T).M", nil)],
            size: 33),
        Unit(
            name: "main", owner: "example.com/app", children: [("main.main", nil), ("slices.Sort[go.shape.int]", "slices")],
            size: 47),
        Unit(
            name: "_cgo_export.c", folder: "/tmp/go-build", language: 0x1d, owner: "example.com/app", children: [("int", nil)],
            size: 21),
        Unit(
            name: "own.c", folder: "/_/example.com/app", language: 0x1d, owner: "example.com/app", children: [("own", nil)],
            size: 22),
        Unit(name: "inflate.c", folder: "/build/zlib-1.2.13", language: 0x1d, owner: "C", children: [("inflate", nil)], size: 23),
    ]

    /// All sections; the functions described by unwind entries are those of `ProgramBuilder.sample`.
    public func sections() -> [Section] {
        var info = ByteWriter(order)
        var strings: [UInt8] = []
        var starts: [Int] = []
        var infoOwners: [String: Int] = [:]
        let listHeader = version < 5 ? 0 : offsetSize == 8 ? 20 : 12
        let lineOwners = Self.units.reduce(into: [:]) { $0[$1.owner, default: 0] += $1.size }
        var line = 0
        // Go units share one header for all their lists, each C unit has its own.
        var list = listHeader
        var listOwners: [String: Int] = [:]
        for unit in Self.units {
            let start = info.bytes.count
            starts.append(start)
            if unit.language != 0x16 { list += listHeader }
            putHeader(&info)
            info.put(1, 1)
            if unit.language == 0x16 {
                info.bytes += [8] + Array(unit.name.utf8) + [0]
            } else {
                info.put(14, 1)
                info.put(strings.count, offsetSize)
                strings += Array(unit.name.utf8) + [0]
            }
            info.put(unit.language, 1)
            info.put([line, list], offsetSize)
            info.bytes += Array(unit.folder.utf8) + [0]
            line += unit.size
            var others = 0
            for (index, child) in unit.children.enumerated() {
                let start = info.bytes.count
                info.put(2 + index % 3, 1)
                info.bytes += Array(child.name.utf8) + [0]
                if index % 3 == 1 { info.bytes += [0x85, 0x01] }
                if index % 3 == 2 {
                    info.put(5, 1)
                    info.put(list, offsetSize)
                    info.bytes += [3, 0xee, 0xee, 0xee, 0]
                }
                guard let owner = child.owner else { continue }
                infoOwners[owner, default: 0] += info.bytes.count - start
                others += info.bytes.count - start
            }
            info.put(0, 1)
            patchLength(&info, at: start)
            infoOwners[unit.owner, default: 0] += info.bytes.count - start - others
            list += unit.size
            let own = unit.language == 0x16 ? 0 : listHeader
            listOwners[unit.owner, default: 0] += unit.size + own
        }
        return [
            Section(name: "abbrev", bytes: abbreviations()),
            Section(name: "info", bytes: info.bytes, owners: infoOwners),
            Section(name: "line", bytes: Array(repeating: 0x11, count: line), owners: lineOwners),
            Section(name: version < 5 ? "ranges" : "rnglists", bytes: Array(repeating: 0x22, count: list), owners: listOwners),
            Section(name: "str", bytes: strings, owners: ["C": 10, "example.com/app": 20]),
            frames(),
            aranges(starts),
            Section(name: "gdb_scripts", bytes: Array("\u{1}/go/src/runtime/runtime-gdb.py\0".utf8)),
        ]
    }

    private func putHeader(_ info: inout ByteWriter) {
        if offsetSize == 8 { info.put(UInt32.max, 4) }
        info.put(0, offsetSize)
        info.put(version, 2)
        if version == 5 { info.put([1, pointerSize], 1) }
        info.put(0, offsetSize)
        if version < 5 { info.put(pointerSize, 1) }
    }

    private func patchLength(_ out: inout ByteWriter, at start: Int) {
        let header = offsetSize == 8 ? 12 : 4
        out.patch(out.bytes.count - start - header, offsetSize, at: start + header - offsetSize)
    }

    /// 1: the unit, whose name has an indirect form; 2, 3, 4: children without and with more attributes and entries; 5: below 4.
    private func abbreviations() -> [UInt8] {
        let offset: UInt8 = version >= 4 ? 0x17 : offsetSize == 8 ? 0x07 : 0x06
        return [1, 0x11, 1, 0x03, 0x16, 0x13, 0x0b, 0x10, offset, 0x55, offset, 0x1b, 0x08, 0, 0]
            + [2, 0x24, 0, 0x03, 0x08, 0, 0]
            + [3, 0x16, 0, 0x03, 0x08, 0x0b, 0x0f, 0, 0]
            + [4, 0x13, 1, 0x03, 0x08, 0, 0]
            + [5, 0x34, 0, 0x55, offset, 0x02, 0x0a, 0, 0]
            + [0]
    }

    private func frames() -> Section {
        var out = ByteWriter(order)
        var owners: [String: Int] = [:]
        let packages = ["runtime", "runtime", "example.com/x/yaml.v3", "example.com/app", "slices"]
        out.put(12, 4)
        out.put(UInt32.max, 4)
        out.bytes += Array(repeating: 0, count: 8)
        var address = ProgramBuilder.textAddress
        for (index, function) in ProgramBuilder.sample.functions.enumerated() {
            let start = out.bytes.count
            out.put([4 + 2 * pointerSize + index, 0], 4)
            out.put([Int(address), function.size], pointerSize)
            out.bytes += Array(repeating: 0, count: index)
            owners[packages[index], default: 0] += out.bytes.count - start
            address += UInt64(function.size)
        }
        let start = out.bytes.count
        out.put([4 + 2 * pointerSize, 0], 4)
        out.put([0x1000, 16], pointerSize)
        owners["C"] = out.bytes.count - start
        return Section(name: "frame", bytes: out.bytes, owners: owners)
    }

    private func aranges(_ units: [Int]) -> Section {
        var out = ByteWriter(order)
        var owners: [String: Int] = [:]
        for (unit, start) in zip(Self.units, units).reversed() {
            let begin = out.bytes.count
            if offsetSize == 8 { out.put(UInt32.max, 4) }
            out.put(0, offsetSize)
            out.put(2, 2)
            out.put(start, offsetSize)
            out.put([pointerSize, 0, 0, 0], 1)
            patchLength(&out, at: begin)
            owners[unit.owner, default: 0] += out.bytes.count - begin
        }
        return Section(name: "aranges", bytes: out.bytes, owners: owners)
    }
}
