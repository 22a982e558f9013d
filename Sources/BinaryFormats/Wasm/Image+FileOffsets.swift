/// Addresses and the bytes of the file itself, also where `memory` leads to unpacked memory.
extension Image {
    /// File offset of the byte that an address has at the start of the program; nil where the file has no such byte.
    public func fileOffset(of address: Address) -> Int? {
        guard let wasm else { return memory.offset(of: address) }
        if address >= WasmModule.codeStart {
            let index = (address - WasmModule.codeStart) >> WasmModule.placeShift
            return index < UInt64(wasm.code.count) ? wasm.code[Int(index)].lowerBound : nil
        }
        guard
            let segment = wasm.segments.first(where: {
                address.value >= $0.address && address.value - UInt64($0.address) < UInt64($0.payload.count)
            })
        else { return nil }
        return segment.payload.lowerBound + Int(address.value - UInt64(segment.address))
    }

    /// Where the byte at a file offset is in memory; nil where it is not loaded.
    public func address(ofFileOffset offset: Int) -> Address? {
        guard let wasm else { return memory.address(of: offset) }
        return wasm.segments.first { $0.payload.contains(offset) }
            .map { Address(UInt64($0.address) + UInt64(offset - $0.payload.lowerBound)) }
    }
}
