internal import BinaryFormats

/// The places in the code of functions that hold absolute addresses, as the loader adjusts them (PE on 386).
struct RelocatedText {
    /// A bit for each byte of the code.
    private var bits: [UInt64]
    private let addresses: Range<UInt64>

    /// Nil when the loader adjusts nothing in the code.
    init?(_ image: Image, _ reader: ByteReader, _ table: FunctionTable) {
        let (start, end) = (table.textStart.value, max(table.textStart, table.textEnd).value)
        guard !image.relocations.isEmpty, end - start <= UInt64(reader.count) else { return nil }
        addresses = start..<end
        var bits = Array<UInt64>(repeating: 0, count: Int(end - start) / 64 + 1)
        var isEmpty = true
        for relocations in image.relocations {
            try? relocations.forEach(image, reader) { relocation in
                guard relocation.slot.value >= start, relocation.slot.value < end else { return }
                let place = Int(relocation.slot.value - start)
                bits[place >> 6] |= 1 << UInt64(place & 63)
                isEmpty = false
            }
        }
        if isEmpty { return nil }
        self.bits = bits
    }

    func contains(_ address: UInt64) -> Bool {
        guard addresses.contains(address) else { return false }
        let place = Int(address - addresses.lowerBound)
        return bits[place >> 6] >> UInt64(place & 63) & 1 == 1
    }
}
