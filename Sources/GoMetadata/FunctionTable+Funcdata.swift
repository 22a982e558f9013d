public import BinaryFormats

extension FunctionTable {
    /// Bytes from the base of funcdata to the blob that a function has at an index of FUNCDATA; nil where it has none, and where
    /// they are pointers.
    public func funcdataOffset(_ index: Int, of function: Function, _ reader: ByteReader) -> Int? {
        guard !layout.hasPointers, index < function.funcdataCount,
            let offset = reader.u32(at: pcdataFields(of: function) + 4 * (function.pcdataCount + index)), offset != .max
        else { return nil }
        return Int(offset)
    }

    /// File offsets of `go:func.*`: pointer maps, inline trees, stack objects of the functions.
    ///
    /// From 1.26 on `findfunctab` follows. Before, nothing tells the end: it is that of the last blob, by what the blob says of
    /// itself where it does.
    public func funcdata(_ image: Image, _ module: ModuleData, _ reader: ByteReader) -> Range<Int>? {
        guard let mapping = image.memory.mapping(of: module.funcdata) else { return nil }
        let start = mapping.range.lowerBound + Int(module.funcdata - mapping.address)
        if module.functionTableEnd != nil {
            let end = image.memory.offset(of: module.findFunctionTable) ?? mapping.range.upperBound
            return start < end ? start..<end : start..<mapping.range.upperBound
        }
        let limit = mapping.range.upperBound - start
        var last = (offset: 0, kind: 0, function: 0)
        for (index, function) in functions.enumerated() {
            for kind in 0..<function.funcdataCount {
                if let offset = funcdataOffset(kind, of: function, reader), offset > last.offset, offset < limit {
                    last = (offset, kind, index)
                }
            }
        }
        guard last.offset > 0 else { return nil }
        let count = blobSize(last.kind, at: start + last.offset, of: functions[last.function], reader)
        return start..<start + last.offset + min(count, limit - last.offset)
    }

    /// Bytes of a blob; 0 for the kinds that are small. (internal/abi/symtab.go `FUNCDATA_*`, runtime/symtab.go `stackmap`,
    /// runtime/stack.go `stackObjectRecord`, runtime/symtabinl.go `inlinedCall`)
    private func blobSize(_ kind: Int, at offset: Int, of function: Function, _ reader: ByteReader) -> Int {
        func product(_ count: Int, _ size: Int) -> Int {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            return overflow ? 0 : product
        }
        switch kind {
        case 0, 1:
            guard let count = reader.i32(at: offset), let bits = reader.i32(at: offset + 4), count >= 0, bits >= 0 else {
                return 0
            }
            return 8 + product(Int(count), (Int(bits) + 7) / 8)
        case 2:
            guard let count = reader.word(at: offset, size: pointerSize), count < UInt64(reader.count) else { return 0 }
            return pointerSize + product(Int(count), 16)
        case 3: return product(inlinedCalls(in: function, reader), layout.inlinedCallSize)
        default: return 0
        }
    }
}
