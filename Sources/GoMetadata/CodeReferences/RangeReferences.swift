public import BinaryFormats

extension CodeReferences {
    /// References from code that no function table describes. `code` are file offsets, one range a function; the functions of the
    /// references are indexes into it. No byte is read twice.
    public init(from code: [Range<Int>], to targets: Range<Address>, _ image: Image, _ reader: ByteReader) {
        var scan = CodeScan(targets: targets)
        let decoder = image.wasm == nil ? InstructionDecoder(image.architecture) : nil
        var budget = reader.count
        for (index, range) in code.enumerated() {
            guard let decoder, let address = image.memory.address(of: range.lowerBound), range.count <= budget else { continue }
            budget -= range.count
            scan.function = Int32(truncatingIfNeeded: index)
            scan.read(ByteReader(reader.bytes.extracting(range), order: reader.order), at: address.value, decoder)
        }
        self.init(scan)
    }
}
