public import BinaryFormats

extension CodeReferences {
    /// References from code that no function table describes. `code` are file offsets, one range a function; the functions of the
    /// references are indexes into it. Not more bytes are read than the file has.
    public init(from code: [Range<Int>], to targets: Range<Address>, _ image: Image, _ reader: ByteReader) {
        var scan = CodeScan(targets: targets)
        let decoder = image.wasm == nil ? InstructionDecoder(image.architecture) : nil
        var budget = reader.count
        var mapping = AddressMap.Mapping(address: Address(0), range: 0..<0)
        for (index, range) in code.enumerated() {
            if !mapping.range.contains(range.lowerBound) {
                mapping = image.memory.mappings.first { $0.range.contains(range.lowerBound) } ?? mapping
            }
            guard let decoder, mapping.range.contains(range.lowerBound), range.count <= budget else { continue }
            budget -= range.count
            let address = mapping.address + UInt64(range.lowerBound - mapping.range.lowerBound)
            scan.function = Int32(truncatingIfNeeded: index)
            scan.read(ByteReader(reader.bytes.extracting(range), order: reader.order), at: address.value, decoder)
        }
        self.init(scan)
    }
}
