/// The relocation types the linker's reachability pass treats specially, by their numbers in one release.
/// (cmd/internal/objabi/reloctype.go)
struct RelocationTypes: Sendable, Hashable {
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
    let directCalls: Set<UInt16>

    func isDirectCall(_ type: UInt16) -> Bool {
        directCalls.contains(type)
    }
}

extension RelocationTypes {
    /// `names[0]` has number 1; throws when one of the special types is missing.
    init(names: [String]) throws(LinkageError) {
        func number(_ name: String) throws(LinkageError) -> UInt16 {
            guard let index = names.firstIndex(of: name), index < 0x7fff else {
                throw .unreadableSource(file: Release.Sources.relocationTypesPath, missing: name)
            }
            return UInt16(index + 1)
        }
        let calls = [
            "R_CALL", "R_CALLARM", "R_CALLARM64", "R_CALLLOONG64", "R_CALLMIPS", "R_CALLPOWER", "R_RISCV_CALL", "R_RISCV_JAL",
            "R_RISCV_JAL_TRAMP",
        ]
        self.init(
            useType: try number("R_USETYPE"), useInterface: try number("R_USEIFACE"),
            useInterfaceMethod: try number("R_USEIFACEMETHOD"),
            useNamedMethod: try number("R_USENAMEDMETHOD"), methodOffset: try number("R_METHODOFF"),
            initOrder: try number("R_INITORDER"), directCalls: Set(calls.compactMap { try? number($0) }))
    }
}
