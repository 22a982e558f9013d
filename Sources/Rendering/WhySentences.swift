internal import Reports

extension WhyReport {
    var isMain: Bool { package == main }

    var mainPackage: String {
        "It is the program's main package: the linker starts there, and no package imports it. It holds "
            + "\(bytes.iec) (\(bytes.share(of: size)) of \(size.iec) stripped, modelled)."
    }

    var importedBy: String {
        guard let ways, let paths else { return "by the shortest chain" }
        return ways.count == 1 && paths == 1
            ? "by one chain"
            : "by \(counted(ways.count, "package")), on \(paths.pathCount) path\(paths == 1 ? "" : "s") of imports"
    }

    /// Packages between main and the package that every path leads through, where there are several paths.
    var everyPath: String? {
        guard let paths, paths > 1, let every = onEveryPath?.dropFirst().dropLast(), !every.isEmpty else { return nil }
        return "every path leads through \(listed(every.map(\.visible), limit: 5))"
    }

    var waysIn: String {
        guard !importers.isEmpty else { return "no package of the program imports it" }
        if let ways { return "\(counted(ways.count, "package")) import\(ways.count == 1 ? "s" : "") it" }
        let others = importers.filter { $0 != imports.last?.from }
        return "\(counted(importers.count, "package")) import\(importers.count == 1 ? "s" : "") it"
            + (others.isEmpty ? "; there is no other" : "; \(counted(others.count, "other way"))")
    }

    var usersText: String {
        let shown = users.prefix(6).map { "\($0.package.visible) (\($0.references.grouped))" }.joined(separator: ", ")
        return "references from \(shown)" + (users.count > 6 ? ", and \(users.count - 6) more" : "")
    }
}

extension WhyReport.Way {
    /// `2 functions, 1 field`
    var usesText: String {
        let kinds = uses.prefix(2).map { counted($0.count, $0.kind) }.joined(separator: ", ")
        return kinds + (uses.count > 2 ? ", …" : "") + (isOnlyWay ? (kinds.isEmpty ? "" : "; ") + "only way" : "")
    }

    var placesText: String {
        (places.first?.shortPlace ?? "") + (places.count > 1 ? " and \(places.count - 1) more" : "")
    }
}

extension WhyReport {
    /// The single import to cut, unless only several remove the package, or remove it without a package of the program itself.
    var singleCut: Cut? {
        guard let cutSet, cutSet.removes else { return cut }
        return cut?.removes == false || cutSet.ownGone.isEmpty ? nil : cut
    }
}

extension WhyReport.Without {
    func sentence(_ package: String) -> String {
        let subjects = listed(subjects.map(\.visible), limit: 6)
        return removes
            ? "Without \(subjects), which saves \(saves.iec), it is gone too: nothing else keeps it."
            : "Without \(subjects), which saves \(saves.iec), it is still there; what follows keeps it."
    }
}

extension WhyReport.CutSet {
    var sentence: String {
        let imports = edges.count == 1 ? "1 import" : "\(edges.count.grouped) imports together"
        let effect =
            removes
            ? "remove\(edges.count == 1 ? "s" : "") it, and save\(edges.count == 1 ? "s" : "") \(saves.iec)"
            : "save \(saves.iec), but a part of it stays"
        let lost = ownGone.isEmpty ? "" : "; also removes \(listed(ownGone.map(\.visible))) of the program itself"
        return "\(imports) \(effect)\(lost)"
    }
}

extension WhyReport.Import {
    /// `main.go:12`
    var place: String? {
        guard let file, let line else { return nil }
        return "\(file.visible):\(line)"
    }

    /// The place without the import path of the importer, which is shown with it.
    var shortPlace: String? {
        guard let file, let place, file.hasPrefix(from + "/") else { return place }
        return String(place.dropFirst(from.visible.count + 1))
    }
}

extension WhyReport.Cut {
    var sentence: String {
        let place = edge.place.map { " (\($0))" } ?? ""
        let effect = removes ? "removes it, and saves \(saves.iec)" : "saves \(saves.iec), but another way in keeps it"
        return "the import of \(edge.to.visible) in \(edge.from.visible)\(place): \(effect)"
    }
}

extension [String] {
    /// A chain of references from `main.main` on: how the runtime gets there is the same in every program.
    var fromMain: ArraySlice<String> { firstIndex(of: "main.main").map { self[$0...] } ?? self[...] }
}

extension Int {
    /// A count of paths: the largest that is kept stands for more.
    var pathCount: String {
        self >= 1_000_000_000 ? ">10⁹" : grouped
    }
}
