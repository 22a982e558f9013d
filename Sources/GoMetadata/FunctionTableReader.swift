internal import BinaryFormats

extension FunctionTable {
    /// The table by its section's name, else by its magic in the sections that may hold it.
    static func find(_ image: Image, _ reader: ByteReader, _ warnings: inout [FormatError]) -> FunctionTable? {
        let named = image.sections.filter { $0.name.hasSuffix(".gopclntab") || $0.name.hasSuffix(",__gopclntab") }
        for section in named where !section.range.isEmpty {
            do {
                return try FunctionTable(at: section.range.lowerBound, limit: section.range.upperBound, image, reader)
            } catch {
                warnings.append(error)
            }
        }
        for section in image.sections where section.role == .readOnlyData || section.role == .data {
            for layout in FunctionTableLayout.all {
                let magic = reader.encoded(UInt64(layout.magic), size: 4)
                for offset in reader.occurrences(of: magic, in: section.range, limit: 4096) {
                    if let table = try? FunctionTable(at: offset, limit: section.range.upperBound, image, reader) { return table }
                }
            }
        }
        return nil
    }

    /// Reads the header at a file offset; `limit` is the end of the section that holds it. Throws when it is malformed.
    init(at offset: Int, limit: Int, _ image: Image, _ reader: ByteReader) throws(FormatError) {
        let pointer = image.pointerSize
        let header = try reader.record("pcHeader", at: offset, size: 8 + 7 * pointer)
        guard let layout = FunctionTableLayout.all.first(where: { $0.magic == header.u32(0) }) else {
            throw FormatError(
                "pcHeader", at: offset, "magic \(hexadecimal(header.u32(0))) is of an unknown Go release")
        }
        let quantum = Int(header.u8(6))
        guard header.u16(4) == 0, [1, 2, 4].contains(quantum), Int(header.u8(7)) == pointer else {
            throw FormatError("pcHeader", at: offset + 4, "invalid minLC \(quantum) or pointer size \(header.u8(7))")
        }
        func word(_ index: Int) -> UInt64 { header.word(8 + index * pointer, size: pointer) }
        let first = layout.hasTextStart ? 3 : 2
        let starts = (first..<first + 5).map { reader.word(at: offset + 8 + $0 * pointer, size: pointer) ?? 0 }
        guard starts[0] >= UInt64(8 + (first + 5) * pointer), starts[0] <= 128,
            zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }),
            starts[4] <= UInt64(limit - offset)
        else {
            throw FormatError(
                "pcHeader", at: offset + 8 + first * pointer,
                "the table offsets are out of order or out of the section")
        }
        let count = word(0)
        let (rowBytes, overflow) = count.multipliedReportingOverflow(
            by: UInt64((layout.hasPointers ? 2 * pointer : 8) + layout.recordSize))
        guard count > 0, !overflow, rowBytes <= UInt64(limit - offset) - starts[4] else {
            throw FormatError("pcHeader.nfunc", at: offset + 8, "\(count) functions do not fit in the section")
        }
        func part(_ index: Int) -> Range<Int> { offset + Int(starts[index])..<offset + Int(starts[index + 1]) }
        self.init(
            layout: layout, quantum: quantum, pointerSize: pointer, offset: offset,
            address: image.memory.address(of: offset) ?? Address(0),
            header: offset..<offset + Int(starts[0]), names: part(0), compileUnits: part(1), files: part(2), pcTables: part(3),
            rows: offset + Int(starts[4])..<limit, functionCount: Int(count),
            textStart: Address(layout.hasTextStart ? word(2) : 0), textEnd: Address(0))
        if layout.hasPointers, let first = image.pointers.pointer(at: rows.lowerBound, reader) {
            textStart = first
            textEnd = image.pointers.pointer(at: rows.lowerBound + Int(count) * rowSize, reader) ?? first
        }
        if textStart.value == 0, let text = image.sections.first(where: { $0.role == .code }) {
            textStart = text.address
            textEnd = text.address + text.virtualSize
        }
    }

    /// Fills `functions` and truncates `rows` after the last record. A malformed row ends the reading with a warning.
    mutating func readFunctions(_ image: Image, _ reader: ByteReader, _ warnings: inout [FormatError]) {
        functions.reserveCapacity(functionCount)
        var end = rows.lowerBound
        var recordBytes = 0
        for index in 0..<functionCount {
            do throws(FormatError) {
                let function = try function(index, image, reader)
                if let last = functions.last, function.entry < last.entry {
                    throw FormatError(
                        "functab", at: rows.lowerBound + index * rowSize,
                        "entry \(hexadecimal(function.entry)) is below the previous one")
                }
                recordBytes += function.record.count
                guard recordBytes <= rows.count else {
                    throw FormatError("functab", at: rows.lowerBound + index * rowSize, "the records of its functions overlap")
                }
                functions.append(function)
                end = max(end, function.record.upperBound)
            } catch {
                warnings.append(error)
                break
            }
        }
        rows = rows.lowerBound..<max(end, min(rows.upperBound, rows.lowerBound + functionCount * rowSize + rowSize / 2))
    }

    /// Bytes from `textStart` to the entry in a row.
    private func entry(at place: Int, _ image: Image, _ reader: ByteReader) throws(FormatError) -> UInt64 {
        let entry: UInt64?
        if layout.hasPointers {
            entry = image.pointers.pointer(at: place, reader).map { $0 - textStart }
        } else if image.format == .wasm {
            // Up to Go 1.25 a program counter; from 1.26 on its upper part, the index in the table of functions.
            entry = reader.u32(at: place).map {
                (UInt64($0) < WasmModule.codeStart.value ? UInt64($0) << WasmModule.placeShift : UInt64($0)) &- textStart.value
            }
        } else {
            entry = reader.u32(at: place).map(UInt64.init)
        }
        guard let entry else { throw FormatError("functab", at: place, "the file ends here") }
        return entry
    }

    private func function(_ index: Int, _ image: Image, _ reader: ByteReader) throws(FormatError) -> Function {
        let place = rows.lowerBound + index * rowSize
        let entry = try entry(at: place, image, reader)
        let next = try self.entry(at: place + rowSize, image, reader)
        let shift = layout.shift(pointerSize)
        let size = layout.recordSize + shift
        let recordOffset = reader.word(at: place + rowSize / 2, size: rowSize / 2) ?? .max
        guard rows.count >= size, recordOffset <= UInt64(rows.count - size) else {
            throw FormatError(
                "functab", at: place + rowSize / 2, "_func at \(hexadecimal(recordOffset)) is outside of the table")
        }
        let start = rows.lowerBound + Int(recordOffset)
        let record = try reader.record("_func", at: start, size: size)
        let pcdataCount = Int(record.u32(layout.pcdataCount + shift))
        let funcdataCount = Int(record.u8(layout.funcdataCount + shift))
        var end = start + size + 4 * min(pcdataCount, 64)
        if layout.hasPointers { end += (offset - end) & (pointerSize - 1) }
        end += (layout.hasPointers ? pointerSize : 4) * funcdataCount
        guard pcdataCount <= 64, end <= rows.upperBound else {
            throw FormatError(
                "_func", at: start, "\(pcdataCount) pcdata and \(funcdataCount) funcdata entries exceed the table")
        }
        guard next >= entry else {
            throw FormatError("functab", at: place, "entry \(hexadecimal(entry)) is followed by \(hexadecimal(next))")
        }
        let unit = record.u32(layout.compileUnit + shift)
        return Function(
            entry: entry, size: next - entry, record: start..<end, nameOffset: Int(record.u32(layout.nameOffset + shift)),
            pcfile: record.u32(layout.pcsp + 4 + shift), compileUnit: unit == .max ? nil : unit, pcdataCount: pcdataCount,
            funcdataCount: funcdataCount)
    }
}
