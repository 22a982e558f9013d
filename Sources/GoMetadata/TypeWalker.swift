internal import BinaryFormats

/// Follows pointers and offsets from descriptor to descriptor, each visited once.
struct TypeWalker: ~Escapable {
    private let reader: ByteReader
    private let image: Image
    private let module: ModuleData
    private let pointer: Int
    /// The mapping that holds the types; descriptors elsewhere belong to another module.
    private let mapping: AddressMap.Mapping
    private let hasLargeMaps: Bool
    private var queue: [Int] = []
    private(set) var found: FoundTypes

    /// Nil if the types are not in the file.
    @_lifetime(copy reader)
    init?(_ image: Image, _ reader: ByteReader, _ module: ModuleData, from found: FoundTypes? = nil) {
        guard let mapping = image.memory.mapping(of: module.types.lowerBound),
            module.types.upperBound <= mapping.addresses.upperBound,
            !module.types.isEmpty
        else { return nil }
        self.image = image
        self.reader = reader
        self.module = module
        self.mapping = mapping
        pointer = image.pointerSize
        self.found = found ?? FoundTypes(mapping.range.count, types: Int(module.types.upperBound - module.types.lowerBound))
        hasLargeMaps = if case .descriptors = module.typeLinks { true } else { false }
    }

    /// Visits all types and itabs that moduledata lists.
    mutating func walkLinks() {
        switch module.typeLinks {
        case .offsets(let address, let count):
            if let start = image.memory.offset(of: address),
                let range = reader.range(at: UInt64(start), count: count.multipliedReportingOverflow(by: 4).partialValue)
            {
                found.table.links.append(range)
                for offset in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
                    visit(module.types.lowerBound + UInt64(reader.u32(at: offset) ?? 0))
                }
            }
        case .descriptors(let addresses):
            var address = addresses.lowerBound
            while address < addresses.upperBound, let index = visit(address) {
                let descriptor = found.table.descriptors[index]
                let end = max(descriptor.fixed.upperBound, descriptor.arrays.upperBound)
                let size = (end - descriptor.fixed.lowerBound + pointer - 1) / pointer * pointer
                address = address + UInt64(size)
            }
        }
        drain()
        switch module.itabs {
        case .pointers(let address, let count):
            let size = count.multipliedReportingOverflow(by: UInt64(pointer)).partialValue
            if let start = image.memory.offset(of: address), let range = reader.range(at: UInt64(start), count: size) {
                found.table.links.append(range)
                for offset in stride(from: range.lowerBound, to: range.upperBound, by: pointer) {
                    if let itab = word(offset).flatMap({ image.memory.offset(of: Address($0)) }) { _ = visitItab(at: itab) }
                }
            }
        case .tables(let addresses):
            if let range = image.memory.range(of: addresses) {
                var offset = range.lowerBound
                while offset < range.upperBound, let end = visitItab(at: offset) { offset = end }
            }
        }
        drain()
        found.table.extent = found.table.bounds()
    }

    /// Visits unlisted types between the listed ones, by addresses from code, for example.
    mutating func walk(from addresses: some Sequence<Address>) {
        guard let extent = found.table.extent else { return }
        for address in addresses where offset(of: address).map(extent.contains) ?? false { visit(address) }
        drain()
    }

    private mutating func drain() {
        while let index = queue.popLast() { follow(index) }
    }

    private func word(_ offset: Int) -> UInt64? { image.pointers.pointer(at: offset, reader)?.value }

    private func offset(of address: Address) -> Int? {
        guard mapping.addresses.contains(address) else { return nil }
        return mapping.range.lowerBound + Int(address - mapping.address)
    }

    /// Index of the descriptor at `address`, read if it is new; nil if there is none.
    @discardableResult
    private mutating func visit(_ address: Address) -> Int? {
        guard module.types.contains(address), address.value % 4 == 0, address > module.types.lowerBound,
            let start = offset(of: address)
        else { return nil }
        let slot = Int(address - module.types.lowerBound) / 4
        if found.indexes[slot] != 0 { return Int(found.indexes[slot]) - 1 }
        guard found.budget > 0, let descriptor = read(at: start, address) else { return nil }
        found.budget -= descriptor.fixed.count
        found.table.descriptors.append(descriptor)
        found.indexes[slot] = Int32(found.table.descriptors.count)
        queue.append(found.table.descriptors.count - 1)
        return found.table.descriptors.count - 1
    }

    /// Bytes of the fixed part before the common header, by kind.
    private func extraSize(_ kind: UInt8, at start: Int) -> Int {
        switch kind {
        case TypeTable.Kind.pointer, TypeTable.Kind.slice, TypeTable.Kind.function: pointer
        case TypeTable.Kind.array: 3 * pointer
        case TypeTable.Kind.chan: 2 * pointer
        case TypeTable.Kind.interface, TypeTable.Kind.structure: 4 * pointer
        case TypeTable.Kind.map: mapSize(at: start)
        default: 0
        }
    }

    /// Swiss maps from 1.24 (their `GroupSize` is the size of the group type), longer ones from 1.27, bucket maps before.
    private func mapSize(at start: Int) -> Int {
        let tail = pointer == 8 ? 8 : 4
        if hasLargeMaps { return 10 * pointer + tail }
        let header = 4 * pointer + 16
        if let group = word(start + header + 2 * pointer).flatMap({ offset(of: Address($0)) }), let size = word(group),
            size == word(start + header + 4 * pointer)
        {
            return 7 * pointer + tail
        }
        return 4 * pointer + 8
    }

    private func read(at start: Int, _ address: Address) -> TypeTable.Descriptor? {
        let header = 4 * pointer + 16
        guard let record = try? reader.record("abi.Type", at: start, size: header) else { return nil }
        let kind = record.u8(2 * pointer + 7) & 31
        // Code also refers to other data between the types, such as strings.
        guard (1...26).contains(kind), record.word(pointer, size: pointer) <= record.word(0, size: pointer),
            [1, 2, 4, 8].contains(record.u8(2 * pointer + 5)), [1, 2, 4, 8].contains(record.u8(2 * pointer + 6)),
            let text = name(Int32(bitPattern: record.u32(4 * pointer + 8)))?.text, !text.isEmpty
        else { return nil }
        let flags = record.u8(2 * pointer + 4)
        var end = start + header + extraSize(kind, at: start)
        var package: Range<Int>?
        var arrays = 0..<0
        func extend(_ from: Int, _ count: Int, _ size: Int) {
            let to = from + count * size
            guard count > 0, from >= start, to <= mapping.range.upperBound, count < 1 << 20 else { return }
            arrays = arrays.isEmpty ? from..<to : min(arrays.lowerBound, from)..<max(arrays.upperBound, to)
        }
        if flags & 1 != 0 {
            guard let uncommon = try? reader.record("abi.UncommonType", at: end, size: 16) else { return nil }
            package = name(Int32(bitPattern: uncommon.u32(0))).flatMap { TypeWalker.path($0) }
            extend(end &+ Int(uncommon.u32(8)), Int(uncommon.u16(4)), 16)
            end += 16
        }
        switch kind {
        case TypeTable.Kind.function:
            let inputs = Int(reader.u16(at: start + header) ?? 0)
            let outputs = Int(reader.u16(at: start + header + 2) ?? 0) & 0x7fff
            extend(end, inputs + outputs, pointer)
        case TypeTable.Kind.structure, TypeTable.Kind.interface:
            if package == nil {
                package = word(start + header).flatMap { offset(of: Address($0)) }.flatMap { name(at: $0) }.flatMap {
                    TypeWalker.path($0)
                }
            }
            if let fields = array(at: start + header + pointer) {
                extend(fields.start, fields.count, kind == TypeTable.Kind.structure ? 3 * pointer : 8)
            }
        default: break
        }
        return TypeTable.Descriptor(
            address: address, fixed: start..<min(end, mapping.range.upperBound), arrays: arrays, kind: kind, package: package,
            references: 0..<0,
            equal: Address(word(start + 2 * pointer + 8) ?? 0),
            pointers: pointerBitmap(at: start, flags: flags, kind: record.u8(2 * pointer + 7)))
    }

    /// `GCData`: a bit for each word up to `PtrBytes`; nil if it is a program or computed at run time.
    private func pointerBitmap(at start: Int, flags: UInt8, kind: UInt8) -> Range<Int>? {
        guard let bytes = reader.word(at: start + pointer, size: pointer),
            let address = word(start + 3 * pointer + 8).map({ Address($0) }),
            bytes > 0, flags & 0x10 == 0, kind & 0x40 == 0, let start = image.memory.offset(of: address)
        else { return nil }
        return reader.range(at: UInt64(start), count: (bytes / UInt64(pointer) + 7) / 8)
    }

    /// A slice header: the start and the number of its elements.
    private func array(at header: Int) -> (start: Int, count: Int)? {
        guard let address = word(header), let count = word(header + pointer), count < 1 << 20,
            let start = offset(of: Address(address))
        else { return nil }
        return (start, Int(count))
    }

    /// The name blob at an offset from `types`.
    private func name(_ fromTypes: Int32) -> (blob: Range<Int>, text: Range<Int>)? {
        guard fromTypes > 0, let start = offset(of: module.types.lowerBound + UInt64(fromTypes)) else { return nil }
        return name(at: start)
    }

    /// A name: flags, length, text, optionally a tag with its length and the offset of a package path.
    private func name(at start: Int) -> (blob: Range<Int>, text: Range<Int>)? {
        guard let flags = reader.u8(at: start), let length = reader.uleb128(at: start + 1), length.value < 1 << 20,
            let text = reader.range(at: UInt64(length.end), count: length.value)
        else { return nil }
        var end = text.upperBound
        if flags & 2 != 0 {
            guard let tag = reader.uleb128(at: end), tag.value < 1 << 20 else { return nil }
            end = tag.end + Int(tag.value)
        }
        if flags & 4 != 0 { end += 4 }
        return end <= reader.count ? (start..<end, text) : nil
    }

    /// The text of a name, if it can be an import path.
    private static func path(_ name: (blob: Range<Int>, text: Range<Int>)) -> Range<Int>? {
        name.text.count <= 1024 ? name.text : nil
    }

    private mutating func use(_ name: (blob: Range<Int>, text: Range<Int>)?, by index: Int) {
        guard let name else { return }
        found.table.names.append((index, name.blob))
    }

    /// Visits the types that descriptor `index` points to and records the names it uses.
    private mutating func follow(_ index: Int) {
        let descriptor = found.table.descriptors[index]
        let start = descriptor.fixed.lowerBound
        let header = 4 * pointer + 16
        let first = found.table.references.count
        let flags = reader.u8(at: start + 2 * pointer + 4) ?? 0
        use(name(reader.i32(at: start + 4 * pointer + 8) ?? 0), by: index)

        var pointers: [Int] = []
        switch descriptor.kind {
        case TypeTable.Kind.pointer, TypeTable.Kind.slice, TypeTable.Kind.chan: pointers = [start + header]
        case TypeTable.Kind.array: pointers = [start + header, start + header + pointer]
        case TypeTable.Kind.map: pointers = [start + header, start + header + pointer, start + header + 2 * pointer]
        case TypeTable.Kind.function:
            let uncommon = flags & 1 != 0 ? 16 : 0
            let parameters = start + header + pointer + uncommon
            let count = Int(reader.u16(at: start + header) ?? 0) + Int(reader.u16(at: start + header + 2) ?? 0) & 0x7fff
            pointers = elements(from: parameters, count, size: pointer, in: descriptor)
        case TypeTable.Kind.structure:
            use(word(start + header).flatMap { offset(of: Address($0)) }.flatMap { name(at: $0) }, by: index)
            for field in elements(at: start + header + pointer, size: 3 * pointer, in: descriptor) {
                use(word(field).flatMap { offset(of: Address($0)) }.flatMap { name(at: $0) }, by: index)
                pointers.append(field + pointer)
            }
        case TypeTable.Kind.interface:
            use(word(start + header).flatMap { offset(of: Address($0)) }.flatMap { name(at: $0) }, by: index)
            for method in elements(at: start + header + pointer, size: 8, in: descriptor) {
                use(name(reader.i32(at: method) ?? 0), by: index)
                reference(fromTypes: reader.i32(at: method + 4) ?? 0)
            }
        default: break
        }
        for place in pointers { if let address = word(place) { reference(Address(address)) } }
        if flags & 1 != 0 { followMethods(of: descriptor, index: index) }
        found.table.descriptors[index].references = first..<found.table.references.count
        // The pointer type is not a component of this type, but often its descriptor can be found only from here.
        if let pointerType = reader.i32(at: start + 4 * pointer + 12), pointerType > 0 {
            visit(module.types.lowerBound + UInt64(pointerType))
        }
    }

    private mutating func followMethods(of descriptor: TypeTable.Descriptor, index: Int) {
        let uncommon = descriptor.fixed.upperBound - 16
        use(name(reader.i32(at: uncommon) ?? 0), by: index)
        let methods = uncommon + Int(reader.u32(at: uncommon + 8) ?? 0)
        for method in elements(from: methods, Int(reader.u16(at: uncommon + 4) ?? 0), size: 16, in: descriptor) {
            use(name(reader.i32(at: method) ?? 0), by: index)
            if let type = reader.i32(at: method + 4), type > 0 { visit(module.types.lowerBound + UInt64(type)) }
        }
    }

    private mutating func elements(at header: Int, size: Int, in descriptor: TypeTable.Descriptor) -> [Int] {
        guard let array = array(at: header) else { return [] }
        return elements(from: array.start, array.count, size: size, in: descriptor)
    }

    /// Offsets of `count` elements, limited to the descriptor's arrays.
    private mutating func elements(from start: Int, _ count: Int, size: Int, in descriptor: TypeTable.Descriptor) -> [Int] {
        guard descriptor.arrays.contains(start) else { return [] }
        let room = (descriptor.arrays.upperBound - start + size - 1) / size
        let number = min(count, room, max(0, found.budget / size))
        found.budget -= number * size
        return (0..<number).map { start + $0 * size }
    }

    private mutating func reference(_ address: Address) {
        if let index = visit(address) { found.table.references.append(index) }
    }

    private mutating func reference(fromTypes offset: Int32) {
        if offset > 0 { reference(module.types.lowerBound + UInt64(offset)) }
    }

    /// `abi.ITab`: interface, type, hash, and a code pointer for each method of the interface. Returns the offset after it.
    private mutating func visitItab(at start: Int) -> Int? {
        guard let interface = word(start).flatMap({ visit(Address($0)) }),
            let type = word(start + pointer).flatMap({ visit(Address($0)) }),
            found.table.descriptors[interface].kind == TypeTable.Kind.interface
        else { return nil }
        let header = 4 * pointer + 16
        let methods = Int(clamping: word(found.table.descriptors[interface].fixed.lowerBound + header + 2 * pointer) ?? 0)
        guard methods < 1 << 16 else { return nil }
        // 32-bit: 12 bytes before the code pointers, 16 up to Go 1.22; only the pointers themselves could distinguish the two.
        let end = start + (2 * pointer + 4 + pointer - 1) / pointer * pointer + max(methods, 1) * pointer
        guard end <= reader.count else { return nil }
        found.table.itabs.append(TypeTable.Itab(range: start..<end, type: type))
        return end
    }
}
