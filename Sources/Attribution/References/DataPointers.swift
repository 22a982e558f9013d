internal import BinaryFormats
internal import GoMetadata

/// The words of an arena that are pointers, by evidence in the file: relocations, if the loader adjusts every pointer; the
/// pointer mask of the initialised data; `.noptrdata` and the texts of strings have none.
///
/// For read-only data of a program at a fixed address there is no such evidence: a word counts as a pointer if it is consistent
/// with other evidence.
struct DataPointers {
    /// Words and the positions they point to, unordered.
    private(set) var data: [(place: Int, target: Int)] = []
    /// Words and the addresses of code they hold.
    private(set) var code: [(place: Int, target: Address)] = []
    /// Extents known from the lengths next to pointers: headers of strings, headers of slices without pointers, arrays.
    private(set) var extents = DataExtents()
    /// Words that look like addresses, without evidence that they are pointers.
    private(set) var doubtful: [(place: Int, target: Int)] = []
    /// Start of a string << 32 | its length, by headers.
    private var strings: [UInt64] = []

    init(_ arena: DataArena, _ subject: borrowing Subject, _ mask: PointerMask?, code: Range<Address>) {
        for array in mask?.arrays ?? [] {
            guard let start = arena.position(of: array.lowerBound), let piece = arena.piece(at: start) else { continue }
            let end = min(start + Int(array.upperBound - array.lowerBound), piece.base + piece.range.count)
            extents.add(start..<end, isWhole: false)
        }
        let relocated = RelocatedWords(subject)
        let freeRanges = arena.pieces.filter(\.isPointerFree).map { $0.base..<$0.base + $0.range.count }
        for piece in arena.pieces {
            let certainty: Certainty =
                if let relocated { .relocated(relocated) } else if piece.isReadOnly { .doubtful } else if let mask {
                    .masked(mask)
                } else {
                    .none
                }
            read(piece, arena, subject, code, certainty, freeRanges)
        }
        strings.sortByHighHalf()
        settleStrings(arena, subject)
    }

    /// The evidence for the pointers of a piece.
    private enum Certainty {
        case relocated(RelocatedWords)
        case masked(PointerMask)
        case doubtful
        /// No evidence: each word that looks like an address counts as one.
        case none
    }

    private mutating func read(
        _ piece: DataArena.Piece, _ arena: DataArena, _ subject: borrowing Subject, _ code: Range<Address>,
        _ certainty: Certainty,
        _ free: [Range<Int>]
    ) {
        guard let span = arena.span else { return }
        let (image, reader, size) = (subject.image, subject.reader, subject.image.pointerSize)
        let skip = Int(truncatingIfNeeded: (UInt64(size) - piece.address.value % UInt64(size)) % UInt64(size))
        let texts = arena.strings
        var offset = piece.range.lowerBound + skip
        while offset + size <= piece.range.upperBound {
            let place = piece.base + offset - piece.range.lowerBound
            if texts.contains(place) {
                offset += (texts.upperBound - place + size - 1) / size * size
                continue
            }
            defer { offset += size }
            if case .relocated(let words) = certainty, !words.contains(offset) { continue }
            guard let value = image.pointers.pointer(at: offset, reader) else { return }
            guard span.contains(value) else {
                if code.contains(value) { self.code.append((place, value)) }
                continue
            }
            guard let target = arena.position(of: value) else { continue }
            switch certainty {
            case .doubtful: doubtful.append((place, target))
            case .masked(let mask):
                guard !piece.isPointerFree, mask.mayHoldPointer(piece.address + UInt64(offset - piece.range.lowerBound)) else {
                    continue
                }
                data.append((place, target))
                readHeader(at: offset, of: target, texts, free, reader, size)
            case .relocated, .none:
                if case .none = certainty, piece.isPointerFree { continue }
                data.append((place, target))
                readHeader(at: offset, of: target, texts, free, reader, size)
            }
        }
    }

    /// Reads the length after a pointer: a pointer to text is followed by its length; a pointer to data without pointers may be
    /// followed by a length and an equal capacity, as each element takes at least a byte.
    private mutating func readHeader(
        at offset: Int, of target: Int, _ texts: Range<Int>, _ free: [Range<Int>], _ reader: ByteReader, _ size: Int
    ) {
        if texts.contains(target) {
            guard let length = reader.word(at: offset + size, size: size), length > 0,
                length <= UInt64(texts.upperBound - target)
            else { return }
            addString(target, Int(length))
        } else if let piece = free.first(where: { $0.contains(target) }),
            let length = reader.word(at: offset + size, size: size), length > 0, length <= UInt64(piece.upperBound - target),
            reader.word(at: offset + 2 * size, size: size) == length
        {
            extents.add(target..<target + Int(length), isWhole: false)
        }
    }

    private mutating func addString(_ start: Int, _ length: Int) {
        strings.append(UInt64(start) << 32 | UInt64(length))
        extents.add(start..<start + length, isWhole: true)
    }

    /// Accepts the doubtful words that are headers of strings: texts are sorted by length, so known headers leave few possible
    /// lengths for a text at a position.
    private mutating func settleStrings(_ arena: DataArena, _ subject: borrowing Subject) {
        let known = strings
        let size = subject.image.pointerSize
        let words = doubtful
        doubtful = []
        for word in words {
            guard arena.strings.contains(word.target) else {
                doubtful.append(word)
                continue
            }
            guard let length = subject.reader.word(at: arena.fileOffset(word.place) + size, size: size), length > 0,
                length <= UInt64(arena.strings.upperBound - word.target),
                DataPointers.fits(word.target, Int(length), between: known)
            else { continue }
            data.append(word)
            addString(word.target, Int(length))
        }
    }

    private static func fits(_ start: Int, _ length: Int, between known: [UInt64]) -> Bool {
        let next = known.partitioningIndex { $0 >> 32 > UInt64(start) }
        if next > 0 {
            let (before, size) = (Int(known[next - 1] >> 32), Int(known[next - 1] & 0xffff_ffff))
            if before == start { return size == length }
            guard before + size <= start, size <= length else { return false }
        }
        guard next < known.count else { return true }
        return start + length <= Int(known[next] >> 32) && length <= Int(known[next] & 0xffff_ffff)
    }
}

/// The words of a file that the loader adjusts, if it adjusts every pointer.
private struct RelocatedWords {
    /// A bit for each word of the file.
    private var bits: [UInt64]
    private let size: Int

    /// Nil for a program at a fixed address: the first word of moduledata, which is a pointer, is not among the words.
    init?(_ subject: borrowing Subject) {
        let image = subject.image
        guard let module = subject.program.moduleData, !image.relocations.isEmpty else { return nil }
        let (size, count) = (image.pointerSize, image.contentSize)
        var bits = Array<UInt64>(repeating: 0, count: count / size / 64 + 1)
        for table in image.relocations {
            var slots = image.memory.cursor()
            try? table.forEach(image, subject.reader) { relocation in
                guard let offset = slots.offset(of: relocation.slot), offset < count else { return }
                let word = offset / size
                bits[word >> 6] |= 1 << UInt64(word & 63)
            }
        }
        self.bits = bits
        self.size = size
        if !contains(module.range.lowerBound) { return nil }
    }

    func contains(_ offset: Int) -> Bool {
        let word = offset / size
        return bits[word >> 6] >> UInt64(word & 63) & 1 == 1
    }
}
