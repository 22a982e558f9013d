public import BinaryFormats

/// The pointer bitmap of the initialised data, as a program for the garbage collector encodes it: a bit per word.
/// (runtime/mbitmap.go, "Packed GC pointer bitmaps")
///
/// The linker encodes an array by repeating the bits of its first element, so the program also shows the positions of arrays.
/// (cmd/link/internal/ld/data.go `GCProg.AddType`)
public struct PointerMask: Sendable {
    private let data: Range<Address>
    private let wordSize: UInt64
    private var bits: [Bool] = []
    /// Words of each array of elements with pointers, inner arrays before the outer ones.
    private var repeated: [Range<Int>] = []

    /// Addresses of each array of elements with pointers.
    public var arrays: [Range<Address>] {
        let start = data.lowerBound
        return repeated.map {
            start + UInt64($0.lowerBound) * wordSize..<start + UInt64($0.upperBound) * wordSize
        }
    }

    /// Nil if there is no program, or if it does not match this data.
    public init?(_ module: ModuleData, _ image: Image, _ reader: ByteReader) {
        guard let start = image.memory.offset(of: module.gcdata), let range = image.memory.range(of: module.data) else {
            return nil
        }
        self.init(module.data, wordSize: image.pointerSize, words: range.count / image.pointerSize, program: start, reader)
    }

    /// `program` is a file offset.
    init?(_ data: Range<Address>, wordSize: Int, words: Int, program: Int, _ reader: ByteReader) {
        self.data = data
        self.wordSize = UInt64(wordSize)
        guard run(at: program, words: words, reader) else { return nil }
    }

    /// Whether the mask covers the word at an address.
    public func contains(_ address: Address) -> Bool { data.contains(address) }

    /// Whether the word at an address may be a pointer; true for words that the mask does not cover.
    public func mayHoldPointer(_ address: Address) -> Bool {
        guard data.contains(address) else { return true }
        let word = Int((address - data.lowerBound) / wordSize)
        return word < bits.count ? bits[word] : false
    }

    /// Runs the program: `0nnnnnnn` and n bits; `1nnnnnnn` and the repetition count of the last n bits (n follows as a varint if
    /// it is 0); `0` to stop.
    private mutating func run(at start: Int, words: Int, _ reader: ByteReader) -> Bool {
        var offset = start
        func varint() -> Int? {
            guard let (value, end) = reader.uleb128(at: offset) else { return nil }
            offset = end
            return Int(clamping: value)
        }
        while let instruction = reader.u8(at: offset) {
            offset += 1
            if instruction == 0 { return true }
            var count = Int(instruction & 0x7F)
            if instruction & 0x80 == 0 {
                guard count <= words - bits.count else { return false }
                for bit in 0..<count {
                    guard let byte = reader.u8(at: offset + bit / 8) else { return false }
                    bits.append(byte >> (bit % 8) & 1 == 1)
                }
                offset += (count + 7) / 8
            } else {
                if count == 0 { count = varint() ?? 0 }
                guard let times = varint(), count > 0, count <= bits.count, times <= (words - bits.count) / count else {
                    return false
                }
                // Repeated zeros may be padding between variables.
                if count > 1 || bits.last == true { repeated.append(bits.count - count..<bits.count + count * times) }
                for _ in 0..<count * times { bits.append(bits[bits.count - count]) }
            }
        }
        return false
    }

    /// File offsets of the program at `start`; nil if it exceeds the file.
    public static func program(at start: Int, _ reader: ByteReader) -> Range<Int>? {
        var offset = start
        while let instruction = reader.u8(at: offset) {
            offset += 1
            if instruction == 0 { return start..<offset }
            if instruction & 0x80 == 0 {
                offset += (Int(instruction) + 7) / 8
            } else {
                for _ in 0..<(instruction == 0x80 ? 2 : 1) {
                    guard let number = reader.uleb128(at: offset) else { return nil }
                    offset = number.end
                }
            }
        }
        return nil
    }
}
