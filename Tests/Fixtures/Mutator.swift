public import BinaryFormats

/// Corrupts a file as an attacker would: at fields that refer to others, with values that overflow sums.
///
/// Equal seeds give equal mutants.
public struct Mutator: Sendable {
    private let bytes: [UInt8]
    private let order: ByteOrder
    /// File offsets of structures to corrupt, in groups that are chosen with equal probability.
    private let aims: [[Range<Int>]]

    /// Aims are the structures that the readers find in `bytes`; in containers their headers and the starts and ends of members.
    public init(_ bytes: [UInt8]) throws {
        if let container = try unsafe Container(bytes.span.bytes) {
            self.init(bytes, .big, aims: Mutator.aims(container))
        } else {
            let image = try unsafe Image(bytes.span.bytes)
            self.init(bytes, image.order, aims: mutationAims(image, bytes))
        }
    }

    private static func aims(_ container: Container) -> [[Range<Int>]] {
        let members = container.members.map(\.range)
        return [
            zip([0] + members.map(\.upperBound), members.map(\.lowerBound)).map { $0..<max($0, $1) },
            members.map { $0.lowerBound..<min($0.upperBound, $0.lowerBound + 256) },
            members.map { max($0.lowerBound, $0.upperBound - 512)..<$0.upperBound },
        ]
    }

    public init(_ bytes: [UInt8], _ order: ByteOrder, aims: [[Range<Int>]]) {
        self.bytes = bytes
        self.order = order
        self.aims = (aims + [[0..<min(bytes.count, 512)]]).map { $0.filter { !$0.isEmpty } }.filter { !$0.isEmpty }
    }

    public func mutant(seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        var mutant = bytes
        for _ in 0..<([1, 1, 1, 2, 3, 8].randomElement(using: &random) ?? 1) where !mutant.isEmpty { damage(&mutant, &random) }
        return mutant
    }

    private func damage(_ mutant: inout [UInt8], _ random: inout SeededGenerator) {
        let aim = range(&random)
        let place = place(in: aim, &random)
        switch Int.random(in: 0..<16, using: &random) {
        case 0..<3: write([byte(mutant, place) ^ 1 << UInt8.random(in: 0..<8, using: &random)], at: place, &mutant)
        case 3..<9: writeNumber(at: place, &mutant, &random)
        case 9..<11:
            let width = [2, 4, 8].randomElement(using: &random) ?? 4
            let other = self.place(in: range(&random), &random)
            let (a, b) = (slice(mutant, place, width), slice(mutant, other, width))
            write(b, at: place, &mutant)
            write(a, at: other, &mutant)
        case 11..<13:
            let source = self.place(in: range(&random), &random)
            write(slice(mutant, source, Int.random(in: 1...96, using: &random)), at: place, &mutant)
        case 13:
            let count = Int.random(in: 1...12, using: &random)
            write(Array(repeating: 0xff, count: count) + (Bool.random(using: &random) ? [0x01] : [0x80]), at: place, &mutant)
        case 14:
            let copy = slice(mutant, aim.lowerBound, aim.count)
            let target = min(place, mutant.count)
            if mutant.count < 2 * bytes.count { mutant.insert(contentsOf: copy, at: target) }
        default:
            let end = [place, aim.lowerBound, aim.upperBound, aim.upperBound - 1].randomElement(using: &random) ?? place
            mutant.removeSubrange(max(0, min(end, mutant.count))...)
        }
    }

    private func writeNumber(at place: Int, _ mutant: inout [UInt8], _ random: inout SeededGenerator) {
        let width = [1, 2, 4, 4, 8, 8].randomElement(using: &random) ?? 4
        let top: UInt64 = 1 << (UInt64(width) * 8 - 1)
        let size = UInt64(bytes.count)
        let found = slice(mutant, place, width)
        let old = (order == .little ? found.reversed() : found).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let values = [
            0, 1, 2, top - 1, top, top + 1, .max, .max - 1, .max - 7, size, size - 1, size + 1, size / 2, old &+ 1, old &- 1,
            old &* 2, old / 2,
            old ^ top, old &+ 0x1000, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 1 << 20, 1 << 40, UInt64(range(&random).lowerBound),
            random.next(),
        ]
        var writer = ByteWriter(order)
        writer.put(values.randomElement(using: &random) ?? 0, width)
        write(writer.bytes, at: place, &mutant)
    }

    private func range(_ random: inout SeededGenerator) -> Range<Int> {
        if Int.random(in: 0..<12, using: &random) == 0 { return 0..<bytes.count }
        return aims.randomElement(using: &random)?.randomElement(using: &random) ?? 0..<bytes.count
    }

    /// An offset in most cases at a word of the structure, and in most cases near its start.
    private func place(in range: Range<Int>, _ random: inout SeededGenerator) -> Int {
        let near = Bool.random(using: &random) ? min(range.count, 64) : range.count
        let distance = Int.random(in: 0..<max(near, 1), using: &random)
        return range.lowerBound + (Int.random(in: 0..<4, using: &random) == 0 ? distance : distance / 4 * 4)
    }

    private func byte(_ mutant: [UInt8], _ place: Int) -> UInt8 {
        mutant.indices.contains(place) ? mutant[place] : 0
    }

    private func slice(_ mutant: [UInt8], _ start: Int, _ count: Int) -> [UInt8] {
        Array(mutant[min(start, mutant.count)..<min(start + count, mutant.count)])
    }

    private func write(_ new: [UInt8], at place: Int, _ mutant: inout [UInt8]) {
        for (offset, byte) in new.enumerated() where mutant.indices.contains(place + offset) { mutant[place + offset] = byte }
    }
}
