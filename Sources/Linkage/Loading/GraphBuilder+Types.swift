internal import BinaryFormats

/// Methods of type descriptors. (internal/abi/type.go; cmd/link/internal/ld/decodesym.go)
extension GraphBuilder {
    /// Three relocations for `Mtyp`, `Ifn` and `Tfn` of an `abi.Method`, whose first field, the name, is 4 bytes before.
    mutating func readMethod(
        _ type: UInt32, _ object: Int, _ first: Int, _ relocations: Range<Int>, _ root: UInt32, _ reader: borrowing ByteReader
    ) throws(FormatError) {
        let methodType = ObjectFile.relocation(at: first, reader)
        var targets: [Edge] = []
        for index in 0..<3 {
            let relocation = ObjectFile.relocation(at: first + index * ObjectFile.relocationSize, reader)
            let target = try resolution.resolve(relocation.target, from: object)
            // A method is of its type's package, or of the one that embeds it there.
            let path = paths.ends(root, in: packageOf[Int(target)], compilers: compilersOf[Int(type)])
            targets.append(Edge(.keep, target, path: path.lowerBound))
        }
        guard let name = try relocation(at: methodType.offset &- 4, in: relocations, near: first, object, reader) else {
            throw FormatError("R_METHODOFF", at: first, "a method without a name")
        }
        let number = try methodName(name)
        methods.append(owner: type, name: number, type: UInt32(targets[0].target), edges: targets)
    }

    /// Target of the relocation at `offset` of a symbol. They are sorted nearly always, so the one before is tried first.
    private func relocation(
        at offset: Int32, in relocations: Range<Int>, near: Int, _ object: Int, _ reader: borrowing ByteReader
    ) throws(FormatError) -> UInt32? {
        let before = near - ObjectFile.relocationSize
        if before >= relocations.lowerBound, ObjectFile.relocation(at: before, reader).offset == offset {
            return try resolution.resolve(ObjectFile.relocation(at: before, reader).target, from: object)
        }
        for place in stride(from: relocations.lowerBound, to: relocations.upperBound, by: ObjectFile.relocationSize)
        where ObjectFile.relocation(at: place, reader).offset == offset {
            return try resolution.resolve(ObjectFile.relocation(at: place, reader).target, from: object)
        }
        return nil
    }

    /// Targets of the relocations at some offsets of any symbol, 0 where there is none.
    private func relocations(of symbol: UInt32, at offsets: [Int64]) throws(FormatError) -> [UInt32] {
        let object = Int(resolution.symbols.object[Int(symbol)])
        let (archive, file) = resolution.objects[object]
        let bytes = resolution.archives[archive].bytes
        let reader = unsafe ByteReader(bytes.span.bytes)
        let range = try file.relocations(Int(resolution.symbols.local[Int(symbol)]), reader)
        var found: [UInt32] = []
        for offset in offsets {
            found.append(try relocation(at: Int32(clamping: offset), in: range, near: range.lowerBound, object, reader) ?? 0)
        }
        return found
    }

    /// A type, or the type of an itab, which is its second pointer.
    func usedType(_ target: UInt32) throws(FormatError) -> UInt32? {
        guard resolution.symbols.flags[Int(target)].contains(.itab) else { return target }
        return try relocations(of: target, at: [Int64(machine.pointerSize)]).first { $0 != 0 }
    }

    /// The signature of the `abi.Imethod` at `offset` of an interface type: name, then function type.
    mutating func interfaceMethod(of type: UInt32, at offset: Int64) throws(FormatError) -> UInt32? {
        let found = try relocations(of: type, at: [offset, offset &+ 4])
        guard found[0] != 0 else { return nil }
        return methods.number(ofSignature: try methodName(found[0]), found[1])
    }

    /// `abi.Name`: flags, LEB128 length, bytes.
    private mutating func methodName(_ symbol: UInt32) throws(FormatError) -> UInt32 {
        if let known = methodNames[symbol] { return known }
        let name = try withData(symbol) { range, reader throws(FormatError) in
            guard let length = reader.uleb128(at: range.lowerBound + 1),
                let text = reader.range(at: UInt64(length.end), count: length.value), text.upperBound <= range.upperBound
            else {
                throw FormatError(
                    "abi.Name", at: range.lowerBound, "the name does not fit in the \(range.count) bytes of its symbol")
            }
            return Array(reader.string(text).utf8)
        }
        let number = methods.number(ofName: name)
        methodNames[symbol] = number
        return number
    }
}
