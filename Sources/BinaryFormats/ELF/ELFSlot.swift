/// How a relocation of an object changes the bytes at its place. (psABI of each processor)
struct ELFSlot {
    private enum Operation {
        case absolute
        /// Distance from the place.
        case relative
        /// The page of `ADRP`, and the place in it of an addition (0) or an access of 1 << n bytes.
        case page
        case pageOffset(UInt64)
    }

    /// Bytes.
    let size: Int
    private let operation: Operation

    /// Nil for types that are not about addresses of the object itself, or that no evidence needs.
    init?(_ architecture: Architecture, _ type: UInt32, pointerSize: Int) {
        switch (architecture.name, type) {
        case ("amd64", 1): (size, operation) = (8, .absolute)
        case ("amd64", 10), ("amd64", 11): (size, operation) = (4, .absolute)
        case ("amd64", 2), ("amd64", 4): (size, operation) = (4, .relative)
        case ("amd64", 24): (size, operation) = (8, .relative)
        case ("arm64", 257): (size, operation) = (8, .absolute)
        case ("arm64", 258): (size, operation) = (4, .absolute)
        case ("arm64", 260): (size, operation) = (8, .relative)
        case ("arm64", 261): (size, operation) = (4, .relative)
        case ("arm64", 275): (size, operation) = (4, .page)
        case ("arm64", 277), ("arm64", 278): (size, operation) = (4, .pageOffset(0))
        case ("arm64", 284): (size, operation) = (4, .pageOffset(1))
        case ("arm64", 285): (size, operation) = (4, .pageOffset(2))
        case ("arm64", 286): (size, operation) = (4, .pageOffset(3))
        case ("arm64", 299): (size, operation) = (4, .pageOffset(4))
        case ("386", 1), ("arm", 2): (size, operation) = (4, .absolute)
        case ("riscv64", 2), ("loong64", 2), ("s390x", 22), ("ppc64", 38), ("ppc64le", 38): (size, operation) = (8, .absolute)
        case ("riscv64", 1), ("loong64", 1), ("s390x", 4), ("ppc64", 1), ("ppc64le", 1): (size, operation) = (4, .absolute)
        default: return nil
        }
    }

    /// What the slot holds after linking; without an addend in the entry it holds the addend before.
    func value(_ old: UInt64, symbol: UInt64, addend: UInt64?, place: UInt64) -> UInt64 {
        switch operation {
        case .absolute: return symbol &+ (addend ?? old)
        case .relative: return symbol &+ (addend ?? old) &- place
        case .page:
            let pages = ((symbol &+ (addend ?? 0)) >> 12) &- (place >> 12)
            return old & 0x9f00_001f | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5
        case .pageOffset(let scale):
            let offset = (symbol &+ (addend ?? 0)) & 0xfff
            return old & 0xffc0_03ff | (offset >> scale) << 10
        }
    }
}
