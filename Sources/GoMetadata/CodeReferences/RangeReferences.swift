public import BinaryFormats

extension CodeReferences {
    /// References from code that no function table describes. `code` are file offsets, one range a function; the functions of the
    /// references are indexes into it. No byte is read twice.
    public static func references(
        from code: [Range<Int>], to targets: Range<Address>, _ image: Image, _ reader: ByteReader
    ) -> [Reference] {
        guard let decoder = InstructionDecoder(image.architecture), image.wasm == nil else { return [] }
        var scan = CodeScan(targets: targets)
        var budget = reader.count
        for (index, range) in code.enumerated() {
            guard let address = image.memory.address(of: range.lowerBound), range.count <= budget else { continue }
            budget -= range.count
            scan.function = Int32(truncatingIfNeeded: index)
            scan.read(ByteReader(reader.bytes.extracting(range), order: reader.order), at: address.value, decoder)
        }
        return scan.references
    }
}
