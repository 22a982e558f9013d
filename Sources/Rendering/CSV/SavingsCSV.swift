internal import Reports

extension SavingsReport {
    /// One row for each removal; `joint` is the one of all that were asked for.
    var csv: String {
        var table = CSVTable([
            "kind", "what", "saves", "contents", "bytes", "retained", "also gone", "only initialised",
            "enables method elimination",
        ])
        for removal in tables.flatMap(\.removals) {
            table.add([
                .text(removal.kind.rawValue), .text(removal.what), .number(removal.saves), .number(removal.contents),
                .number(removal.bytes), .number(removal.retained), .text(removal.alsoGone.joined(separator: " ")),
                .text(removal.onlyInitialised.map { "\($0)" } ?? ""), .text("\(removal.enablesMethodElimination)"),
            ])
        }
        if let joint {
            table.add([
                "joint", .text(without?.map(\.what).joined(separator: " ") ?? ""), .number(joint), .number(nil), .number(nil),
                .number(nil),
                .text(jointAlsoGone?.joined(separator: " ") ?? ""), "", "",
            ])
        }
        return table.rendered
    }
}
