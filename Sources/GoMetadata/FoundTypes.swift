/// What a walk through the types has found, for the next one to go on from.
struct FoundTypes: Sendable {
    var table = TypeTable()
    /// Index of the descriptor at `types + 4 * n`, plus 1.
    var indexes: [Int32]
    /// Bytes that descriptors and their arrays may still take: honest ones do not overlap.
    var budget: Int

    /// Of types that take `types` of the `bytes` of their mapping.
    init(_ bytes: Int, types: Int) {
        indexes = Array(repeating: 0, count: types / 4 + 1)
        budget = bytes
        table.descriptors.reserveCapacity(types / 96)
        table.names.reserveCapacity(types / 32)
    }
}
