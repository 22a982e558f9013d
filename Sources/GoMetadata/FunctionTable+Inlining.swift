public import BinaryFormats

extension FunctionTable {
    /// File offsets of the name of the function that the source has at `address` of `function`: the innermost of those that
    /// the compiler inlined there, or `function` itself. (internal/abi/symtab.go `PCDATA_InlTreeIndex`, `FUNCDATA_InlTree`)
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

    /// The inlined calls of a function, for look-ups at ascending places; nil when there are none.
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

    /// Which inlined call the instructions of a function come from.
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

        /// Offset in the names of the innermost function that the source has at `distance` bytes from the entry; nil where it is
        /// the function itself. Distances ascend.
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

    /// The value that a program of `pctab` has `distance` bytes behind the entry of its function.
    private func value(of program: Int, at distance: UInt64, _ reader: ByteReader) -> Int? {
        var found: Int?
        run(program, reader) { value, end in
            if distance < end { found = Int(clamping: value) }
            return found == nil
        }
        return found
    }

    /// Each value of a program of `pctab`, with the distance from the function's entry at which it ends, until `body` says no.
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
