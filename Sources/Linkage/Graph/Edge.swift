/// One reference of a symbol, in 8 bytes: its action, its target and its path.
struct Edge: Sendable, Hashable {
    enum Action: UInt64 {
        /// Keeps the target.
        case keep
        /// The target, a type, is converted to an interface.
        case useInterface
        /// A method is called through an interface; the target is the number of the method's signature.
        case callMethod
        /// A method is looked up by a constant name; the target is the number of the name.
        case callNamed
    }

    let bits: UInt64

    init(_ action: Action, _ target: UInt32, path: UInt32) {
        bits = UInt64(path) << 32 | action.rawValue << 30 | UInt64(target & 0x3fff_ffff)
    }

    init(bits: UInt64) {
        self.bits = bits
    }

    var target: Int { Int(truncatingIfNeeded: bits & 0x3fff_ffff) }
    var path: Int { Int(truncatingIfNeeded: bits >> 32) }
    /// `Action.rawValue`, read in the hot loop.
    var action: UInt64 { bits >> 30 & 3 }
}
