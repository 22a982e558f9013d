extension Image {
    /// Upper bound of the offsets that have owners: the file and unpacked memory, without a debug file.
    public var ownedSize: Int { debugStart ?? contentSize }

    /// Whether the symbols are those of a separate debug file.
    public var hasDebugFile: Bool { debugStart != nil }

    /// Takes symbols and DWARF data from the debug file of this program, as far as the program has none itself. The contents of
    /// the debug file follow those of the program and have no owners.
    ///
    /// A file without symbols, or of another format or processor, changes nothing: the result is false.
    public mutating func adopt(_ debug: Image, _ debugBytes: RawSpan, _ bytes: RawSpan) -> Bool {
        guard debug.format == format, debug.architecture == architecture, debug.order == order,
            debug.pointerSize == pointerSize, contents.isEmpty, debug.contents.isEmpty, !symbols.hasDefinitions
        else { return false }
        let table = debug.symbols.moved(by: size, sections: placement(of: debug.sections))
        guard table.hasDefinitions else { return false }
        symbols = table
        if debugSections.isEmpty {
            sections += debug.sections.filter { $0.role == .debug }.map { $0.moved(by: size) }
        }
        debugStart = size
        contents.reserveCapacity(size + debugBytes.byteCount)
        contents += ByteReader(bytes).copy()
        contents += ByteReader(debugBytes).copy()
        return true
    }

    /// The index of each section of a debug file in this image; -1 for those that only the debug file has. Names are not unique.
    private func placement(of others: [Section]) -> [Int32] {
        var known: [Section.Place: Int32] = [:]
        for (index, section) in sections.enumerated() where section.isLoaded {
            known[section.place] = Int32(clamping: index)
        }
        return others.map { $0.isLoaded ? known[$0.place] ?? -1 : -1 }
    }
}

extension Section {
    fileprivate struct Place: Hashable {
        let name: String
        let address: Address
    }

    fileprivate var place: Place { Place(name: name, address: address) }

    fileprivate func moved(by distance: Int) -> Section {
        var section = self
        section.range = range.moved(by: distance)
        section.compression?.stream = compression?.stream.moved(by: distance) ?? 0..<0
        return section
    }
}

extension SymbolTable {
    /// The table with file offsets `distance` higher, and the indexes of sections looked up in `sections`.
    fileprivate func moved(by distance: Int, sections: [Int32]) -> SymbolTable {
        var table = self
        for index in table.symbols.indices {
            let symbol = symbols[index]
            table.symbols[index] = Symbol(
                kind: symbol.kind,
                section: sections.indices.contains(Int(symbol.section)) ? sections[Int(symbol.section)] : -1,
                address: symbol.address, size: symbol.size, entry: symbol.entry.moved(by: distance),
                name: symbol.name.moved(by: distance), nameIsInStringTable: symbol.nameIsInStringTable)
        }
        return table
    }
}

extension Range<Int> {
    fileprivate func moved(by distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}
