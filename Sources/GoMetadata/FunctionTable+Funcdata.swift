public import BinaryFormats

extension FunctionTable {
    /// Bytes from the base of funcdata to a function's blob at an index of FUNCDATA; nil if it has none, and for layouts with
    /// pointers.
    public func funcdataOffset(_ index: Int, of function: Function, _ reader: ByteReader) -> Int? {
        guard !layout.hasPointers, index < function.funcdataCount,
            let offset = reader.u32(at: pcdataFields(of: function) + 4 * (function.pcdataCount + index)), offset != .max
        else { return nil }
        return Int(offset)
    }

    /// File offsets of `go:func.*`: pointer maps, inline trees, stack objects of the functions.
    ///
    /// From 1.26 on `findfunctab` follows. Up to 1.25 the end is not recorded: it is computed from the size of the last blob, if
    /// its kind has one.
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

extension FunctionTable {
    /// File offsets of the name of the innermost function that the compiler inlined at `address` of `function`, or of `function`
    /// itself. (internal/abi/symtab.go `PCDATA_InlTreeIndex`, `FUNCDATA_InlTree`)
    public func innermostName(
        at address: Address, in function: Function, _ module: ModuleData, _ image: Image, _ reader: ByteReader
    )
        -> Range<Int>?
    {
        guard function.pcdataCount > 2, function.funcdataCount > 3, !layout.hasPointers,
            let program = reader.u32(at: pcdataFields(of: function) + 8), program != 0,
            let call = value(of: Int(program), at: address - addresses(of: function).lowerBound, reader), call >= 0,
            let tree = reader.u32(at: pcdataFields(of: function) + 4 * function.pcdataCount + 12), tree != .max,
            let start = image.memory.offset(of: module.funcdata + UInt64(tree)),
            let name = reader.u32(at: start + call * layout.inlinedCallSize + layout.inlinedCallName)
        else { return name(of: function, reader) }
        return reader.name(at: names.lowerBound + Int(name), limit: names.upperBound)
    }

    /// The inlined calls of a function, for look-ups at ascending places; nil if there are none.
    public func inlining(
        in function: Function, _ module: ModuleData, _ image: Image, _ reader: ByteReader
    ) -> InlinedCode? {
        guard function.pcdataCount > 2, function.funcdataCount > 3, !layout.hasPointers,
            let program = reader.u32(at: pcdataFields(of: function) + 8), program != 0,
            let tree = reader.u32(at: pcdataFields(of: function) + 4 * function.pcdataCount + 12), tree != .max,
            let start = image.memory.offset(of: module.funcdata + UInt64(tree))
        else { return nil }
        return InlinedCode(
            next: pcTables.lowerBound + Int(program), limit: pcTables.upperBound, quantum: UInt64(quantum),
            names: start + layout.inlinedCallName, size: layout.inlinedCallSize)
    }

    /// A map from the instructions of a function to inlined calls.
    public struct InlinedCode {
        fileprivate var next: Int
        fileprivate let limit: Int
        fileprivate let quantum: UInt64
        fileprivate let names: Int
        fileprivate let size: Int
        private var call: Int64 = -1
        private var end: UInt64 = 0

        fileprivate init(next: Int, limit: Int, quantum: UInt64, names: Int, size: Int) {
            (self.next, self.limit, self.quantum, self.names, self.size) = (next, limit, quantum, names, size)
        }

        /// Name offset of the innermost inlined function at `distance` bytes from the entry; nil if it is the function itself.
        /// Distances ascend.
        public mutating func name(at distance: UInt64, _ reader: ByteReader) -> Int? {
            while end <= distance {
                guard next < limit, let delta = reader.uleb128(at: next), let length = reader.uleb128(at: delta.end),
                    delta.value != 0 || end == 0
                else { return nil }
                call &+= Int64(bitPattern: delta.value >> 1) ^ -Int64(delta.value & 1)
                end &+= length.value &* quantum
                next = length.end
                if length.value == 0 { return nil }
            }
            guard call >= 0, call < 1 << 20 else { return nil }
            return reader.u32(at: names + Int(call) * size).map { Int($0) }
        }
    }

    /// Calls that the compiler inlined in a function: one more than the largest index into its inline tree.
    func inlinedCalls(in function: Function, _ reader: ByteReader) -> Int {
        guard function.pcdataCount > 2, let program = reader.u32(at: pcdataFields(of: function) + 8), program != 0 else {
            return 0
        }
        var largest: Int64 = -1
        run(Int(program), reader) { value, _ in
            largest = max(largest, value)
            return true
        }
        return Int(largest &+ 1)
    }

    /// The value of a `pctab` program at `distance` bytes after its function's entry.
    private func value(of program: Int, at distance: UInt64, _ reader: ByteReader) -> Int? {
        var found: Int?
        run(program, reader) { value, end in
            if distance < end { found = Int(clamping: value) }
            return found == nil
        }
        return found
    }

    /// Each value of a program of `pctab`, with the distance from the function's entry at which it ends, until `body` returns
    /// false.
    private func run(_ program: Int, _ reader: ByteReader, _ body: (_ value: Int64, _ end: UInt64) -> Bool) {
        var offset = pcTables.lowerBound + program
        var value: Int64 = -1
        var end: UInt64 = 0
        while offset < pcTables.upperBound, let delta = reader.uleb128(at: offset), let length = reader.uleb128(at: delta.end) {
            if delta.value == 0, end > 0 { return }
            value &+= Int64(bitPattern: delta.value >> 1) ^ -Int64(delta.value & 1)
            end &+= length.value &* UInt64(quantum)
            guard body(value, end) else { return }
            offset = length.end
        }
    }
}
