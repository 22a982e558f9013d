internal import BinaryFormats

/// Byte strings under small numbers: open addressing over one arena, no `String` made until somebody wants to read it.
struct NameTable {
    private var arena: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Id + 1; 0 is free. A power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    var count: Int { hashes.count }

    /// The number of `name`: `count` as it was before, when the name is new.
    mutating func intern(_ name: RawSpan) -> Int {
        let hash = NameTable.hash(name)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = Int(slots[slot]) - 1
            if hashes[id] == hash, equals(id, name) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        let reader = ByteReader(name)
        for offset in 0..<name.byteCount { arena.append(reader.u8(at: offset) ?? 0) }
        ends.append(arena.count)
        hashes.append(hash)
        slots[slot] = UInt32(hashes.count)
        if hashes.count * 2 > slots.count { grow() }
        return hashes.count - 1
    }

    func text(_ id: Int) -> String {
        String(decoding: arena[ends[id]..<ends[id + 1]], as: UTF8.self)
    }

    private func equals(_ id: Int, _ name: RawSpan) -> Bool {
        let stored = ends[id]..<ends[id + 1]
        guard stored.count == name.byteCount else { return false }
        return unsafe ByteReader(arena.span.bytes).equals(stored, name)
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (id, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(id + 1)
        }
    }

    /// Eight bytes at a time, folded by multiplication.
    private static func hash(_ name: RawSpan) -> UInt64 {
        let reader = ByteReader(name)
        var hash = UInt64(name.byteCount) &* 0x9e37_79b9_7f4a_7c15
        var offset = 0
        while let word = reader.u64(at: offset) {
            hash = (hash ^ word) &* 0xff51_afd7_ed55_8ccd
            hash ^= hash >> 32
            offset += 8
        }
        while let byte = reader.u8(at: offset) {
            hash = (hash ^ UInt64(byte)) &* 0xff51_afd7_ed55_8ccd
            offset += 1
        }
        return hash ^ (hash >> 29)
    }
}
