public import BinaryFormats

extension CodeReferences {
    /// Address of the last byte of the first instruction of `function` that names `target`; nil where none does, or code has no
    /// addresses (WebAssembly).
    public static func place(
        of target: Address, in function: FunctionTable.Function, _ table: FunctionTable, _ image: Image, _ reader: ByteReader
    ) -> Address? {
        guard image.wasm == nil, let decoder = InstructionDecoder(image.architecture),
            let range = image.memory.range(of: table.addresses(of: function))
        else { return nil }
        let start = table.addresses(of: function).lowerBound
        /// Whether the first `length` bytes of the code name the target.
        func names(_ length: Int) -> Bool {
            var scan = CodeScan(targets: target..<target + 1)
            let code = range.lowerBound..<range.lowerBound + length
            scan.read(ByteReader(reader.bytes.extracting(code), order: reader.order), at: start.value, decoder)
            return !scan.references.isEmpty
        }
        guard names(range.count) else { return nil }
        return start + UInt64((0..<range.count).partitioningIndex { names($0 + 1) })
    }
}
