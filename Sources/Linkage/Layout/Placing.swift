internal import BinaryFormats
internal import GoMetadata

/// Lays out the symbols of a run like the linker and compares them with the file.
struct Placing: ~Escapable {
    let data: LinkedData
    private let image: Image
    private let module: ModuleData
    private let reader: ByteReader

    @_lifetime(copy reader)
    init(_ data: LinkedData, _ image: Image, _ module: ModuleData, _ reader: ByteReader) {
        self.data = data
        self.image = image
        self.module = module
        self.reader = reader
    }

    struct Found {
        var places: [(index: Int, address: Address)] = []
        /// Bytes.
        var missing = 0
        var unmodelled = 0
    }

    /// Places contiguous symbols from the start of `range`, or, if other data comes first, from a later position. If a symbol is
    /// not at its position, the run continues at the next position where it and the following symbols match, or without it.
    func place(_ entries: [LinkedData.Entry], in range: Range<Address>, startsThere: Bool = true) -> Found {
        var found = Found()
        guard let mapped = image.memory.offset(of: range.lowerBound), range.upperBound.value < 1 << 62 else {
            found.missing = entries.reduce(0) { $0 + $1.size }
            return found
        }
        let shift = Int(truncatingIfNeeded: UInt64(mapped) &- range.lowerBound.value)
        let end = Int(truncatingIfNeeded: range.upperBound.value) &+ shift
        var cursor = mapped
        var failures = 0
        var index = 0
        while index < entries.count {
            let entry = entries[index]
            let place = aligned(cursor, entry.alignment, shift)
            let isCertain = startsThere || index > 0 || isRun(entries, from: 0, at: place, shift, end)
            if isCertain, matches(entry, at: place, shift, end) {
                found.places.append((index, address(place, shift)))
                cursor = place + entry.size
                index += 1
                continue
            }
            failures += 1
            if failures < 64, let next = resume(entries, from: index, at: cursor, shift, end) {
                if let skipped = next.skipped {
                    found.missing += entries[index..<index + skipped].reduce(0) { $0 + $1.size }
                    index += skipped
                }
                if next.place > cursor, !found.places.isEmpty { found.unmodelled += next.place - cursor }
                cursor = next.place
            } else {
                found.missing += entries[index...].reduce(0) { $0 + $1.size }
                break
            }
        }
        return found
    }

    /// The continuation of a run: after `skipped` entries, or at a later position. The linker may have changed the contents of a
    /// symbol, inserted one of its own, or omitted one.
    private func resume(
        _ entries: [LinkedData.Entry], from index: Int, at cursor: Int, _ shift: Int, _ end: Int
    ) -> (place: Int, skipped: Int?)? {
        func search(_ limit: Int) -> Int? {
            let entry = entries[index]
            var place = aligned(cursor, entry.alignment, shift)
            while place < min(limit, end) {
                if matches(entry, at: place, shift, end), isRun(entries, from: index, at: place, shift, end) { return place }
                place += entry.alignment
            }
            return nil
        }
        let next = aligned(cursor, entries[index].alignment, shift) + entries[index].size
        if index + 1 < entries.count, isRun(entries, from: index + 1, at: next, shift, end) { return (next, 1) }
        if let place = search(cursor + 4096) { return (place, nil) }
        for skipped in 1...4 where index + skipped <= entries.count {
            if isRun(entries, from: index + skipped, at: cursor, shift, end) { return (cursor, skipped) }
        }
        return search(end).map { ($0, nil) }
    }

    /// Whether enough symbols from `index` on match to exclude chance.
    private func isRun(_ entries: [LinkedData.Entry], from index: Int, at start: Int, _ shift: Int, _ end: Int) -> Bool {
        var cursor = start
        var evidence = 0
        for entry in entries[index...] {
            let place = aligned(cursor, entry.alignment, shift)
            guard matches(entry, at: place, shift, end) else { return false }
            cursor = place + entry.size
            evidence += entry.contents.count - data.holes[entry.holes].reduce(0) { $0 + $1.size }
            if evidence >= 96 { return true }
        }
        return true
    }

    /// The next offset whose address is aligned; `shift` converts addresses to offsets.
    private func aligned(_ offset: Int, _ alignment: Int, _ shift: Int) -> Int {
        roundUp(offset &- shift, alignment) &+ shift
    }

    private func address(_ offset: Int, _ shift: Int) -> Address { Address(UInt64(truncatingIfNeeded: offset &- shift)) }

    private func matches(_ entry: LinkedData.Entry, at place: Int, _ shift: Int, _ end: Int) -> Bool {
        guard place >= 0, place + entry.size <= min(end, reader.count) else { return false }
        guard let archive = entry.archive else { return entry.address.map { $0 == address(place, shift) } ?? true }
        let bytes = data.archives[archive].bytes
        let archived = unsafe ByteReader(bytes.span.bytes)
        let holes = data.holes[entry.holes]
        var offset = 0
        // Holes ascend in nearly all cases; others are compared as contents and do not match.
        for hole in holes {
            let part = offset..<max(offset, min(hole.offset, entry.size))
            guard equals(entry, at: place, part, archived) else { return false }
            offset = max(offset, hole.offset + hole.size)
        }
        return offset >= entry.size || equals(entry, at: place, offset..<entry.size, archived)
    }

    private func equals(
        _ entry: LinkedData.Entry, at place: Int, _ part: Range<Int>, _ archived: borrowing ByteReader
    ) -> Bool {
        let filled = part.clamped(to: 0..<entry.contents.count)
        if !filled.isEmpty {
            let start = entry.contents.lowerBound
            let expected = archived.bytes.extracting(start + filled.lowerBound..<start + filled.upperBound)
            guard reader.equals(place + filled.lowerBound..<place + filled.upperBound, expected) else { return false }
        }
        for offset in max(part.lowerBound, entry.contents.count)..<max(part.upperBound, entry.contents.count)
        where reader.u8(at: place + offset) != 0 { return false }
        return true
    }

    /// Numbers of symbols with a pointer that is not the address of its target, and of those targets.
    func contradictions(_ places: [UInt32: Address]) -> Set<UInt32> {
        var wrong: Set<UInt32> = []
        for run in data.runs {
            for entry in run where !entry.holes.isEmpty {
                guard let place = places[entry.number], let offset = image.memory.offset(of: place) else { continue }
                for hole in data.holes[entry.holes] where hole.target != 0 {
                    guard let target = places[hole.target], let pointer = image.pointers.pointer(at: offset + hole.offset, reader)
                    else { continue }
                    if pointer != target + UInt64(bitPattern: hole.addend) {
                        wrong.insert(entry.number)
                        wrong.insert(hole.target)
                    }
                }
            }
        }
        return wrong
    }

    // MARK: - Starts of runs

    /// Strings are first in the read-only data from Go 1.27 on; up to Go 1.26 they follow the types, whose end has no field.
    var strings: Range<Address> {
        let pointer = UInt64(image.pointerSize)
        let start = Address((module.readOnlyData.value &+ pointer &- 1) / pointer &* pointer)
        return start..<max(start, end(of: module.readOnlyData))
    }

    /// The constants, after the pointer programs of data and bss, which have no size when symbols are sorted.
    var constants: Range<Address>? {
        guard let first = image.memory.offset(of: module.gcdata), let second = image.memory.offset(of: module.gcbss),
            pointerProgramEnd(first) != nil, let end = pointerProgramEnd(second)
        else { return nil }
        let address = module.gcbss + UInt64(end - second)
        return address..<max(address, self.end(of: module.gcbss))
    }

    /// (runtime/mbitmap.go, "Packed GC pointer bitmaps")
    private func pointerProgramEnd(_ start: Int) -> Int? {
        var offset = start
        while let instruction = reader.u8(at: offset) {
            offset += 1
            if instruction == 0 { return offset }
            let count = Int(instruction & 0x7f)
            if instruction & 0x80 == 0 {
                offset += (count + 7) / 8
            } else {
                if count == 0 {
                    guard let length = reader.uleb128(at: offset) else { return nil }
                    offset = length.end
                }
                guard let times = reader.uleb128(at: offset) else { return nil }
                offset = times.end
            }
        }
        return nil
    }

    /// The section of constants with pointers, if the loader writes to them.
    var relocatedSection: Range<Address>? {
        for section in image.sections where section.name == ".data.rel.ro" || section.name == "__DATA_CONST,__rodata" {
            return section.address..<max(section.address, section.address + UInt64(section.range.count))
        }
        return nil
    }

    /// End of the mapping of an address.
    func end(of address: Address) -> Address {
        image.memory.mapping(of: address)?.addresses.upperBound ?? address
    }

    /// The text of a string variable.
    func text(of variable: Address) -> (start: Address, size: Int)? {
        guard let offset = image.memory.offset(of: variable), let start = image.pointers.pointer(at: offset, reader),
            let size = reader.word(at: offset + image.pointerSize, size: image.pointerSize), size < UInt64(reader.count)
        else { return nil }
        return (start, Int(size))
    }

    func alignment(_ size: Int) -> Int {
        var alignment = data.machine.dataAlignment
        while alignment > size, alignment > data.machine.leastDataAlignment { alignment /= 2 }
        return alignment
    }
}
