/// Interned byte strings: open addressing over one arena; a `String` is created only on request.
public struct NameTable: Sendable {
    private var arena: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Id + 1 by slot, 0 for a free slot. The count is a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    public init() {}

    /// Restores concatenated names: each ends at one of `ends`, the first of which is 0. Nil for other ends. `find` is a linear search
    /// in the result.
    public init?(bytes: [UInt8], ends: [Int]) {
        guard ends.first == 0, ends.last == bytes.count, zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        arena = bytes
        self.ends = ends
        slots = []
    }

    public var count: Int { ends.count - 1 }

    /// The id of `name`; for a new name, the previous `count`.
    public mutating func intern(_ name: RawSpan) -> Int {
        if slots.isEmpty { index() }
        let hash = NameTable.hash(name)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = Int(slots[slot]) - 1
            if hashes[id] == hash, equals(id, name) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        unsafe name.withUnsafeBytes { unsafe arena.append(contentsOf: $0) }
        ends.append(arena.count)
        hashes.append(hash)
        slots[slot] = UInt32(hashes.count)
        if hashes.count * 2 > slots.count { grow() }
        return hashes.count - 1
    }

    /// The id of the bytes of `numbers`.
    public mutating func intern(_ numbers: [Int]) -> Int {
        unsafe intern(numbers.span.bytes)
    }

    /// The id of `name`, nil if it is not interned.
    public func find(_ name: String) -> Int? {
        let bytes = Array(name.utf8)
        if slots.isEmpty { return (0..<count).first { unsafe equals($0, bytes.span.bytes) } }
        let hash = unsafe NameTable.hash(bytes.span.bytes)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let id = Int(slots[slot]) - 1
            if hashes[id] == hash, unsafe equals(id, bytes.span.bytes) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    public func text(_ id: Int) -> String {
        String(decoding: arena[range(id)], as: UTF8.self)
    }

    /// Range of a name in `bytes`.
    public func range(_ id: Int) -> Range<Int> {
        ends[id]..<ends[id + 1]
    }

    /// The concatenated bytes of all names.
    public var bytes: RawSpan {
        @_lifetime(borrow self) get { unsafe arena.span.bytes }
    }

    private func equals(_ id: Int, _ name: RawSpan) -> Bool {
        let stored = ends[id]..<ends[id + 1]
        guard stored.count == name.byteCount else { return false }
        return unsafe ByteReader(arena.span.bytes).equals(stored, name)
    }

    private mutating func index() {
        let arena = arena
        let reader = unsafe ByteReader(arena.span.bytes)
        hashes = (0..<count).map { NameTable.hash(reader.bytes.extracting(range($0))) }
        var size = 1024
        while size < count * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size / 2)
        grow()
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (id, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(id + 1)
        }
    }

    /// A hash over eight bytes at a time, folded by multiplication.
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
