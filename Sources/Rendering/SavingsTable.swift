internal import Reports

/// The lists of a savings report in the order they are shown, each with what its figures mean; all renderings read it.
struct SavingsTable {
    var title: String
    /// The experiment that the rows are results of.
    var question: String
    var removals: [Removal]
}

extension SavingsReport {
    /// Lists with something in them.
    var tables: [SavingsTable] {
        if let without {
            return [
                SavingsTable(
                    title: "What goes with each, alone", question: Self.questions(without), removals: without)
            ]
        }
        let lists: [(String, [Removal]?)] = [("Packages", packages), ("Modules", modules), ("Imports", edges)]
        return lists.compactMap { title, removals in
            guard let removals, let first = removals.first else { return nil }
            return SavingsTable(title: title, question: first.question, removals: removals)
        }
    }

    /// Each question once.
    private static func questions(_ removals: [Removal]) -> String {
        var seen: [Removal.Kind] = []
        for removal in removals where !seen.contains(removal.kind) { seen.append(removal.kind) }
        return seen.compactMap { kind in
            removals.first { $0.kind == kind }.map { seen.count > 1 ? "\(kind.rawValue): \($0.question)" : $0.question }
        }.joined(separator: "\n")
    }

    static let caveat =
        "Savings are not additive: what two removals share goes only when both are made; ask with several --without."

    /// Packages linked in only because something imports them for their side effects, as they are ranked.
    var onlyInitialised: [Removal] { (packages ?? []).filter { $0.onlyInitialised == true } }

    /// `linux/amd64 · go1.27.3 · 13.64 MiB stripped, modelled`.
    var identity: String {
        ([target, go] + (settings ?? []) + ["\(size.iec) stripped, modelled"]).joined(separator: " · ").visible
    }

    /// Estimated savings of a file with symbols and debug data; nil without a query.
    var unstrippedText: String? {
        guard let saved = jointUnstripped, let size = unstrippedSize else { return nil }
        return "With symbols and debug data: about \(saved.iec) of \(size.iec) (estimate: debug data at its mean compression)"
    }

    /// One sentence on methods that cannot be called.
    var methodEliminationText: String {
        guard !methodElimination.enabled else { return "on, methods that nobody can call are dropped" }
        let price = "\(methodElimination.price.iec) (\(methodElimination.price.share(of: size)))"
        if methodElimination.plugins {
            return "off, as the program can load plugins, which may call any method; that keeps \(price)"
        }
        let callers = counted(methodElimination.culprits.count, "function")
        return
            "off, as \(callers) call\(methodElimination.culprits.count == 1 ? "s" : "") methods by names that are not constant; "
            + "that keeps \(price)"
    }
}

extension Removal {
    /// `57: crypto/tls, net/textproto, …`; empty when nothing goes with it.
    func companions(shown: Int = 2) -> String {
        guard !alsoGone.isEmpty else { return "" }
        let names = alsoGone.prefix(shown).map(\.visible).joined(separator: ", ")
        return "\(alsoGone.count.grouped): \(names)" + (alsoGone.count > shown ? ", …" : "")
    }

    /// Consequences without a figure: packages that are removed as well, and other changes.
    var consequences: String {
        [companions(), remark].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    var remark: String {
        var remarks: [String] = []
        if onlyInitialised == true { remarks.append("only initialised") }
        if enablesMethodElimination { remarks.append("turns method elimination on") }
        return remarks.joined(separator: ", ")
    }
}
