/// The pointers of an image after loading: most are stored in the file, the rest come from relocations.
///
/// Only the words that differ are stored, so the map is empty for images at fixed addresses.
public struct PointerMap: Sendable {
    /// File offsets, ascending.
    @usableFromInline var offsets: [Int] = []
    @usableFromInline var values: [UInt64] = []
    @usableFromInline let pointerSize: Int

    init(pointerSize: Int) {
        self.pointerSize = pointerSize
    }

    init(_ image: Image, _ reader: ByteReader, _ warnings: inout [FormatError]) {
        pointerSize = image.pointerSize
        var words: [(offset: Int, value: UInt64)] = []
        for table in image.relocations where table.changesPointers {
            var cursor = image.memory.cursor()
            do {
                try table.forEach(image, reader) { relocation in
                    let value: UInt64
                    switch relocation.value {
                    case .inPlace: return
                    case .pointer(let pointer): value = pointer
                    case .imported: value = 0
                    }
                    guard let offset = cursor.offset(of: relocation.slot), let word = reader.word(at: offset, size: pointerSize),
                        word != value
                    else { return }
                    words.append((offset, value))
                }
            } catch {
                warnings.append(error)
            }
        }
        if zip(words, words.dropFirst()).contains(where: { $0.offset >= $1.offset }) { words.sort { $0.offset < $1.offset } }
        offsets = words.map(\.offset)
        values = words.map(\.value)
    }

    /// The pointer in the slot at a file offset; nil if the slot exceeds the file.
    @inlinable @inline(__always)
    public func pointer(at offset: Int, _ reader: ByteReader) -> Address? {
        if !offsets.isEmpty, let value = value(at: offset) { return Address(value) }
        return reader.word(at: offset, size: pointerSize).map { Address($0) }
    }

    @usableFromInline
    func value(at offset: Int) -> UInt64? {
        let index = firstIndex(from: offset)
        return index < offsets.count && offsets[index] == offset ? values[index] : nil
    }

    /// File offsets in `range` of slots that hold `address`, ascending; at most `limit` of those whose pointer is stored in the
    /// file.
    public func slots(holding address: Address, in range: Range<Int>, limit: Int, _ reader: ByteReader) -> [Int] {
        let found = reader.occurrences(of: reader.encoded(address.value, size: pointerSize), in: range, limit: limit)
        guard !offsets.isEmpty else { return found }
        var changed: [Int] = []
        for index in firstIndex(from: range.lowerBound)..<firstIndex(from: range.upperBound) where values[index] == address.value
        {
            changed.append(offsets[index])
        }
        return (found.filter { pointer(at: $0, reader) == address } + changed).sorted()
    }

    private func firstIndex(from offset: Int) -> Int {
        offsets.partitioningIndex { $0 >= offset }
    }
}
