/// A goobj object in an archive, described by symbols and references. (cmd/internal/goobj/objfile.go)
struct ObjectBuilder {
    enum Table: Int {
        case indexed, shortHashed, hashed, named, reference
    }

    struct Symbol {
        var name: String
        var table: Table
        var kind: UInt8
        var flags: UInt16
        var abi: UInt16
        var size: UInt32
        var data: [UInt8]
        var hash: [UInt8]
        var relocations: [Relocation] = []
        var auxiliaries: [(kind: UInt8, target: Target)] = []
    }

    /// The target of a reference.
    enum Target {
        /// A symbol of this object.
        case own(String)
        /// A symbol of another package by its index there.
        case other(package: String, index: UInt32)
        case builtin(UInt32)
        case raw(package: UInt32, symbol: UInt32)
    }

    struct Relocation {
        var offset: Int32
        var type: UInt16
        var target: Target
        var addend: Int64 = 0
    }

    var package: String
    var header = "go object linux amd64 go1.27.3 GOAMD64=v1 X:regabiwrappers"
    var magic = "\0go120ld"
    var imports: [String] = []
    var packages: [String] = []
    var symbols: [Symbol] = []

    init(_ package: String, imports: [String] = []) {
        self.package = package
        self.imports = imports
    }

    // Symbol kinds of go1.25 to go1.27.
    static let text: UInt8 = 1
    static let readOnlyData: UInt8 = 3
    static let pointerFreeData: UInt8 = 5

    mutating func add(
        _ name: String, _ table: Table = .indexed, kind: UInt8 = text, flags: UInt16 = 0, abi: UInt16 = 1, size: UInt32 = 16,
        data: [UInt8] = [], hash: [UInt8] = [], auxiliaries: [(kind: UInt8, target: Target)] = [], relocations: [Relocation] = []
    ) {
        symbols.append(
            Symbol(
                name: name, table: table, kind: kind, flags: flags, abi: abi, size: size, data: data, hash: hash,
                relocations: relocations,
                auxiliaries: auxiliaries))
    }

    /// A call, by default at a separate offset.
    static func call(_ target: Target, at offset: Int32 = 1) -> Relocation {
        Relocation(offset: offset, type: 7, target: target)
    }

    func archive() -> [UInt8] {
        var member = Array("\(header)\nbuild id \"x\"\n\n!\n".utf8)
        member += object()
        func size(_ text: String, _ width: Int) -> [UInt8] {
            Array(text.utf8) + Array(repeating: 32, count: width - text.utf8.count)
        }
        var bytes = Array("!<arch>\n".utf8)
        bytes += size("_go_.o", 16) + size("0", 12) + size("0", 6) + size("0", 6) + size("644", 8) + size("\(member.count)", 10)
        bytes += [0x60, 0x0a] + member
        return bytes
    }

    private func object() -> [UInt8] {
        let ordered = (0...4).flatMap { table in symbols.filter { $0.table.rawValue == table } }
        let contents = ordered.filter { $0.table != .reference }
        var strings: [UInt8] = []
        let headerSize = 96
        func string(_ text: String) -> [UInt8] {
            defer { strings += Array(text.utf8) }
            return little(UInt32(text.utf8.count)) + little(UInt32(headerSize + strings.count))
        }
        func reference(_ target: Target) -> [UInt8] {
            switch target {
            case .raw(let package, let symbol): return little(package) + little(symbol)
            case .builtin(let index): return little(0x7fff_fffc as UInt32) + little(index)
            case .other(let package, let index):
                return little(UInt32((packages.firstIndex(of: package) ?? 0) + 1)) + little(index)
            case .own(let name):
                guard let found = ordered.first(where: { $0.name == name }) else { return little(UInt32(0)) + little(UInt32(0)) }
                let table: Table = found.table == .reference ? .named : found.table
                let peers = ordered.filter {
                    $0.table == found.table || table == .named && ($0.table == .named || $0.table == .reference)
                }
                let number: UInt32 = [0x7fff_fffb, 0x7fff_fffe, 0x7fff_fffd, 0x7fff_ffff][table.rawValue]
                return little(number) + little(UInt32(peers.firstIndex { $0.name == name } ?? 0))
            }
        }
        func symbol(_ symbol: Symbol) -> [UInt8] {
            string(symbol.name) + little(symbol.abi) + [symbol.kind] + little(symbol.flags) + little(symbol.size)
                + little(UInt32(0))
        }
        func table(_ table: Table) -> [UInt8] { ordered.filter { $0.table == table }.flatMap(symbol) }
        func index(_ counts: [Int]) -> [UInt8] {
            var total = 0
            return little(UInt32(0))
                + counts.flatMap { count -> [UInt8] in
                    total += count
                    return little(UInt32(total))
                }
        }
        func hashes(_ table: Table, _ size: Int) -> [UInt8] {
            ordered.filter { $0.table == table }.flatMap { ($0.hash + Array(repeating: 0, count: size)).prefix(size) }
        }
        func relocation(_ relocation: Relocation) -> [UInt8] {
            let place: [UInt8] = little(UInt32(bitPattern: relocation.offset)) + [4] + little(relocation.type)
            return place + little(UInt64(bitPattern: relocation.addend)) + reference(relocation.target)
        }
        var blocks: [[UInt8]] = []
        blocks.append(imports.flatMap { string($0) + Array(repeating: 0, count: 8) })
        blocks.append(([""] + packages).flatMap(string))
        blocks.append(string("a.go"))
        for number in 0...4 { blocks.append(Table(rawValue: number).map(table) ?? []) }
        blocks.append([])
        blocks.append(hashes(.shortHashed, 8))
        blocks.append(hashes(.hashed, 16))
        blocks.append(index(contents.map { $0.relocations.count }))
        blocks.append(index(contents.map { $0.auxiliaries.count }))
        blocks.append(index(contents.map { $0.data.count }))
        blocks.append(contents.flatMap { $0.relocations.flatMap(relocation) })
        blocks.append(contents.flatMap { $0.auxiliaries.flatMap { [$0.kind] + reference($0.target) } })
        blocks.append(contents.flatMap { $0.data })
        blocks.append([])
        var offset = headerSize + strings.count
        var header = Array(magic.utf8) + Array(repeating: 0, count: 8) + little(UInt32(0))
        for block in blocks {
            header += little(UInt32(offset))
            offset += block.count
        }
        header += little(UInt32(offset))
        return header + strings + blocks.flatMap { $0 }
    }
}

private func little<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> T($0 * 8)) }
}
