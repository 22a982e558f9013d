/// A set of queries of one replay: bit q is query q. Memory is read once for all of them, so wide masks are quick.
typealias QueryMask = UInt128

extension QueryMask {
    /// The first `count` queries.
    static func first(_ count: Int) -> QueryMask { count >= bitWidth ? max : 1 << QueryMask(Swift.max(count, 0)) - 1 }

    static func query(_ index: Int) -> QueryMask { 1 << QueryMask(index) }

    func forEach(_ body: (Int) -> Void) {
        var rest = self
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
    }
}
