/// Byte strings under small numbers: open addressing over one arena, no `String` made until somebody wants to read it.
public struct NameTable: Sendable {
    private var arena: [UInt8] = []
    private var ends: [Int] = [0]
    private var hashes: [UInt64] = []
    /// Id + 1; 0 is free. A power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    public init() {}

    /// The names that lie one behind the other in `bytes`, each up to one of `ends`, the first of which is 0; nil when these are
    /// no such ends. Names are then found by looking at all of them.
    public init?(bytes: [UInt8], ends: [Int]) {
        guard ends.first == 0, ends.last == bytes.count, zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        arena = bytes
        self.ends = ends
        slots = []
    }

    public var count: Int { ends.count - 1 }

    /// The number of `name`: `count` as it was before, when the name is new.
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

    /// The number of the bytes of `numbers`.
    public mutating func intern(_ numbers: [Int]) -> Int {
        unsafe intern(numbers.span.bytes)
    }

    /// The number of `name`, nil when it has none yet.
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

    /// Where the bytes of a name are in `bytes`.
    public func range(_ id: Int) -> Range<Int> {
        ends[id]..<ends[id + 1]
    }

    /// The bytes of all names, one behind the other.
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
