public import BinaryFormats

/// Source files and lines, from the programs of `pctab`: pairs of a value's and a program counter's change.
/// (runtime/symtab.go `pcvalue`, `funcline1`; Go 1.16 to 1.27)
extension FunctionTable {
    /// Path of the source file in which a function starts: first value of `pcfile`, through `cutab`, into `filetab`.
    public func file(of function: Function, _ reader: ByteReader) -> Range<Int>? {
        guard let value = value(function.pcfile, at: addresses(of: function).lowerBound, in: function, reader) else { return nil }
        return file(Int(value), function, reader)
    }

    /// Source file and line of the instruction at an address of a function; of inlined code those of the code.
    public func place(of address: Address, in function: Function, _ reader: ByteReader) -> (file: Range<Int>, line: Int)? {
        guard let pcln = reader.u32(at: pcTableFields(of: function) + 8),
            let line = value(pcln, at: address, in: function, reader), line > 0,
            let index = value(function.pcfile, at: address, in: function, reader),
            let file = file(Int(index), function, reader)
        else { return nil }
        return (file, Int(line))
    }

    /// The value of a program at an address; nil where it has none.
    private func value(_ program: UInt32, at address: Address, in function: Function, _ reader: ByteReader) -> Int32? {
        guard program != 0 else { return nil }
        var offset = pcTables.lowerBound + Int(program)
        var value: Int32 = -1
        var counter = addresses(of: function).lowerBound
        var isFirst = true
        while offset < pcTables.upperBound, let change = reader.uleb128(at: offset), change.value != 0 || isFirst,
            let step = reader.uleb128(at: change.end)
        {
            let delta = UInt32(truncatingIfNeeded: change.value)
            value &+= Int32(bitPattern: delta >> 1) ^ -Int32(delta & 1)
            let (length, overflow) = step.value.multipliedReportingOverflow(by: UInt64(quantum))
            guard !overflow, length <= function.size else { return nil }
            counter = counter + length
            if address < counter { return value }
            offset = step.end
            isFirst = false
        }
        return nil
    }

    private func file(_ index: Int, _ function: Function, _ reader: ByteReader) -> Range<Int>? {
        guard let unit = function.compileUnit, index >= 0, index < compileUnits.count,
            let entry = reader.u32(at: compileUnits.lowerBound + (Int(unit) + index) * 4), entry != .max
        else { return nil }
        let start = files.lowerBound + Int(entry)
        return reader.name(at: start, limit: min(files.upperBound, start + 1024))
    }
}
