internal import Planning
internal import Reports

extension WeighReport {
    /// By package alone: everything known of each. Other nestings: one row for each leaf. The sizes sum to the file.
    func csv(_ query: BreakdownQuery, _ breakdown: Breakdown, file: String? = nil) -> CSVTable {
        guard query.dimensions != [.package] else { return packagesCSV(query, breakdown, file) }
        var table = CSVTable(
            ["owner"] + breakdown.dimensions.map(\.rawValue) + ["size"] + breakdown.columns.csvTitles, file: file)
        breakdown.leaves { names, owner, row in
            let names = breakdown.dimensions.map { CSVTable.Cell.text(names[$0] ?? "") }
            let values = breakdown.columns.indices.map { column in
                CSVTable.Cell.number(row.values.indices.contains(column) ? row.values[column] : nil)
            }
            table.add([.text(owner)] + names + [.number(row.size)] + values)
        }
        return table
    }

    private func packagesCSV(_ query: BreakdownQuery, _ breakdown: Breakdown, _ file: String?) -> CSVTable {
        let types = breakdown.columns
        var table = CSVTable(
            ["owner", "package", "module", "version", "class", "size", "exclusive", "shared"] + types.csvTitles, file: file)
        for package in allPackages where shows(package, query.filter) {
            let cells: [CSVTable.Cell] = [
                "package", .text(package.path), .text(package.module ?? ""), .text(package.version ?? ""),
                .text(package.class.rawValue), .number(package.size), .number(package.exclusive), .number(package.shared),
            ]
            table.add(cells + package.values(types).map { .number($0) })
        }
        breakdown.leaves { names, owner, row in
            guard names.isEmpty else { return }
            let cells: [CSVTable.Cell] = [.text(owner), "", "", "", "", .number(row.size), .number(nil), .number(nil)]
            table.add(
                cells + types.indices.map { .number(row.values.indices.contains($0) ? row.values[$0] : nil) })
        }
        return table
    }
}

extension [HeapReport.Column] {
    /// `inuse_space bytes`, `cpu nanoseconds`.
    var csvTitles: [String] { map { "\($0.name) \($0.unit)" } }
}

extension Breakdown {
    /// Calls with the names by dimension and the owner: `package`, `overhead: padding`, `unexplained: .data`.
    fileprivate func leaves(_ body: (_ names: [Dimension: String], _ owner: String, _ row: Row) -> Void) {
        func visit(_ rows: [Row], _ names: [Dimension: String], _ owner: String) {
            for row in rows {
                var names = names
                var owner = owner
                if case .group(let dimension) = row.label.role {
                    names[dimension] = row.label.name
                } else {
                    owner = owner == "package" ? row.label.name : "\(owner): \(row.label.name)"
                }
                if row.children.isEmpty { body(names, owner, row) } else { visit(row.children, names, owner) }
            }
        }
        visit(rows, [:], dimensions == [.section] ? "file" : "package")
    }
}

extension Comparison {
    var csv: String {
        var table = CSVTable(["dimension", "name", "status", "old", "new", "change"])
        for (dimension, changes) in [
            ("package", packages), ("overhead", overhead), ("unexplained", [unexplained]), ("kind", kinds), ("section", sections),
            ("total", [total]),
        ] {
            for change in changes { table.add([.text(dimension)] + change.csv) }
        }
        return table.rendered
    }
}

extension BuildComparison {
    var csv: String {
        var table = CSVTable(["main", "target", "preset", "dimension", "name", "status", "old", "new", "change"])
        for pair in pairs {
            let build: [CSVTable.Cell] = [.text(pair.main), .text(pair.target), .text(pair.preset)]
            table.add(build + ["total"] + pair.size.csv)
            for change in pair.contents?.packages ?? [] { table.add(build + ["package"] + change.csv) }
            for change in pair.contents?.overhead ?? [] { table.add(build + ["overhead"] + change.csv) }
            if let unexplained = pair.contents?.unexplained { table.add(build + ["unexplained"] + unexplained.csv) }
        }
        for build in old.builds where onlyOld.contains(build.title) {
            table.add(build.csv + ["total"] + Change(name: build.title, old: build.size, new: nil).csv)
        }
        for build in new.builds where onlyNew.contains(build.title) {
            table.add(build.csv + ["total"] + Change(name: build.title, old: nil, new: build.size).csv)
        }
        return table.rendered
    }
}

extension Change {
    fileprivate var csv: [CSVTable.Cell] { [.text(name), .text(word), .number(old), .number(new), .number(change)] }
}

extension BuildReport.Build {
    fileprivate var csv: [CSVTable.Cell] { [.text(main), .text(target), .text(preset)] }
}

extension BuildReport {
    /// One row for each build.
    var csv: String {
        var table = CSVTable([
            "main", "target", "preset", "status", "path", "size", "compressed", "sha256", "seconds", "peak", "package",
            "overhead",
            "unexplained", "baseline", "change",
        ])
        for build in builds {
            table.add(
                build.csv + [
                    .text(build.status.rawValue), .text(build.path ?? ""),
                    .number(build.size), .number(build.compressed), .text(build.sha256 ?? ""), .decimal(build.seconds),
                    .number(build.peakBytes), .number(build.weigh?.coverage.package), .number(build.weigh?.coverage.overhead),
                    .number(build.weigh?.coverage.unexplained), .number(build.baselineSize), .number(build.growth),
                ])
        }
        return table.rendered
    }
}

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
