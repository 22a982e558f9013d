/// The function of each offset of a table that one function alone uses; without details none.
struct SoleUsers {
    /// Codes of items: that of `.none` for offsets without users, `shared` for those with several.
    private var users: [UInt32]
    private static let shared = Claim.Item.none.code - 1

    /// `size` is the number of offsets, in the unit of the table.
    init(size: Int, _ subject: borrowing Subject) {
        users = Array(repeating: Claim.Item.none.code, count: subject.options.details ? size : 0)
    }

    /// Records a use. Offsets out of the table are hostile and ignored.
    mutating func note(_ offset: Int, _ function: Int) {
        guard users.indices.contains(offset) else { return }
        let user = Claim.Item.function(function).code
        if users[offset] == Claim.Item.none.code {
            users[offset] = user
        } else if users[offset] != user {
            users[offset] = Self.shared
        }
    }

    func item(at offset: Int) -> Claim.Item {
        guard users.indices.contains(offset), users[offset] < Self.shared else { return .none }
        return Claim.Item(code: users[offset])
    }
}
