/// The relocation types the linker's reachability pass treats specially, by their numbers in one release.
/// (cmd/internal/objabi/reloctype.go)
struct RelocationTypes: Sendable {
    /// Bit of a reference that does not keep its target.
    static let weak: UInt16 = 0x8000
    /// `R_ADDR`, a pointer in data.
    static let address: UInt16 = 1

    let useType: UInt16
    let useInterface: UInt16
    let useInterfaceMethod: UInt16
    let useNamedMethod: UInt16
    let methodOffset: UInt16
    let initOrder: UInt16
    private let directCalls: Set<UInt16>

    /// `names[0]` has number 1.
    init(names: [String]) {
        func number(_ name: String) -> UInt16 {
            names.firstIndex(of: name).flatMap { UInt16(exactly: $0 + 1) } ?? 0
        }
        useType = number("R_USETYPE")
        useInterface = number("R_USEIFACE")
        useInterfaceMethod = number("R_USEIFACEMETHOD")
        useNamedMethod = number("R_USENAMEDMETHOD")
        methodOffset = number("R_METHODOFF")
        initOrder = number("R_INITORDER")
        directCalls = Set(
            [
                "R_CALL", "R_CALLARM", "R_CALLARM64", "R_CALLLOONG64", "R_CALLMIPS", "R_CALLPOWER", "R_RISCV_CALL", "R_RISCV_JAL",
                "R_RISCV_JAL_TRAMP",
            ].map(number).filter { $0 != 0 })
    }

    func isDirectCall(_ type: UInt16) -> Bool {
        directCalls.contains(type)
    }
}
