internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Rows of a list, and bytes that a row must save.
    private static let longest = 10
    private static let threshold = 16 << 10

    /// What to cut, largest first: what the program's own packages import of others', what dependencies import, modules,
    /// methods kept by reflection, embedded files. What goes with a larger cut of nearly the same size is the same cut, named
    /// once; imports inside the standard library are nobody's to cut.
    package func cutItems() async throws -> (items: [CutList.Item], elimination: SavingsReport.MethodElimination) {
        let report = try await savings()
        let edges = (report.edges ?? []).filter { removal in
            guard let (from, to) = Self.edge(removal) else { return false }
            return !isOwn(to) && (isOwn(from) || isDependency(from) && packages[from]?.module?.path != packages[to]?.module?.path)
        }
        let candidates = try await (edges + (report.modules ?? []) + shared(report))
            .filter { $0.saves >= Self.threshold }.sorted { Self.rank($0) < Self.rank($1) }
        var listed: [Removal] = []
        for candidate in candidates where listed.count < Self.longest {
            let goal = Set(goals(candidate))
            let isKnown = listed.contains { known in
                candidate.saves > known.saves / 5 * 4 && !goal.isDisjoint(with: known.alsoGone + goals(known))
            }
            if !isKnown { listed.append(candidate) }
        }
        var items = listed.map(item)
        let elimination = report.methodElimination
        items += self.items(elimination)
        items += report.embedded.filter { $0.bytes >= Self.threshold }.map { file in
            CutList.Item(
                what: "\(file.package)/\(file.file)", kind: .embedded, saves: file.bytes,
                evidence: "embedded by \(file.package)", command: command("why", [file.package]))
        }
        items.sort { ($1.saves, $0.what) < ($0.saves, $1.what) }
        return (Array(items.prefix(Self.longest)), elimination)
    }

    /// The row of methods kept by reflection, where they are worth one.
    package func items(_ elimination: SavingsReport.MethodElimination) -> [CutList.Item] {
        !elimination.enabled && elimination.price >= Self.threshold ? [item(elimination)] : []
    }

    private static func rank(_ removal: Removal) -> (Int, Int, String) {
        (-removal.saves, Removal.Kind.allCases.reversed().firstIndex(of: removal.kind) ?? 0, removal.what)
    }

    /// Of the user's module; of a program of the Go distribution, what lies below it.
    private func isOwn(_ path: String) -> Bool {
        path == main || packages[path]?.module?.isMain == true || path.hasPrefix(main + "/")
    }

    private func isDependency(_ path: String) -> Bool {
        packages[path]?.isStandard != true || path.hasPrefix("cmd/")
    }

    /// Packages that several of the user's packages import: alone none of the imports saves anything.
    private func shared(_ report: SavingsReport) async throws -> [Removal] {
        let large = Set((report.packages ?? []).filter { $0.saves >= Self.threshold }.map(\.what))
        let importers = Dictionary(
            grouping: imports.filter { isOwn($0.from) && !isOwn($0.to) && large.contains($0.to) }, by: \.to
        ).filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        let questions = importers.map { Question(cutting: $0.value.map { .importEdge(from: $0.from, to: $0.to) }) }
        let outcomes = try await analysis.outcomes(of: questions)
        return zip(importers, outcomes).map { importer, outcome in
            Removal(
                what: importer.key, kind: .package, saves: outcome.saves, contents: outcome.savedContents, bytes: nil,
                alsoGone: outcome.alsoGone.filter { $0 != importer.key }, onlyInitialised: nil,
                enablesMethodElimination: !report.methodElimination.enabled && outcome.eliminatesMethods)
        }
    }

    /// Packages that a removal names.
    private func goals(_ removal: Removal) -> [String] {
        switch removal.subject {
        case .module(let path): (modules[path] ?? []).map(\.path)
        case .edge(_, let to): [to]
        case .package, .function, .file, .tag, nil: [removal.what]
        }
    }

    /// The ends of an import that is removed.
    static func edge(_ removal: Removal) -> (from: String, to: String)? {
        if case .edge(let from, let to) = removal.subject { (from, to) } else { nil }
    }

    private func item(_ removal: Removal) -> CutList.Item {
        var evidence: [String] = []
        var command = self.command("why", goals(removal))
        switch removal.subject {
        case .edge(let from, let to):
            evidence.append(imported(from, to))
            let use = analysis.packages.first { $0.path == to }
            if use?.isOnlyInitialised == true {
                evidence.append("nothing calls it")
            } else if let count = use?.users.first(where: { $0.path == from })?.references {
                evidence.append(count == 1 ? "1 reference" : "\(count) references")
            }
        case .package(let path):
            let importers = imports.filter { $0.to == path && isOwn($0.from) }.map(\.from)
            evidence.append("imported by \(importers.count) packages of yours, \(imported(importers[0], path))")
        case .function, .file, .tag, nil: command = self.command("savings", ["--without", removal.what])
        case .module(let path):
            evidence.append("\(goals(removal).count == 1 ? "1 package" : "\(goals(removal).count) packages") linked in")
            if let others = duplicates.first(where: { $0.contains { $0.path == path } })?.filter({ $0.path != path }) {
                evidence.append("beside \(others.map { "\($0.path) \($0.version ?? "")" }.joined(separator: ", "))")
            }
            command = self.command("savings", ["--without", removal.what])
        }
        if !removal.alsoGone.isEmpty {
            let names = removal.alsoGone.prefix(2).joined(separator: ", ")
            evidence.append(
                "takes along \(removal.alsoGone.count == 1 ? names : "\(removal.alsoGone.count) packages: \(names)")"
                    + (removal.alsoGone.count > 2 ? ", …" : ""))
        }
        if removal.enablesMethodElimination { evidence.append("turns method elimination on") }
        return CutList.Item(
            what: removal.what, kind: CutList.Kind(removal.kind), saves: removal.saves,
            evidence: evidence.joined(separator: "; "), command: command)
    }

    /// `imported at web/web.go:5`.
    private func imported(_ from: String, _ to: String) -> String {
        let place = statement(from, to)
        guard let file = place.file, let line = place.line else { return "imported by \(from)" }
        return "imported at \(file):\(line)"
    }

    private func item(_ elimination: SavingsReport.MethodElimination) -> CutList.Item {
        var evidence: [String] = []
        if elimination.plugins {
            evidence.append("plugins may call any method")
        } else if let culprit = elimination.culprits.first {
            let others = elimination.culprits.count - 1
            evidence.append(
                "\(culprit.symbol)\(others > 0 ? " and \(others) more" : "") call\(others > 0 ? "" : "s") methods by names that are not constant"
            )
        }
        if !elimination.packagesKept.isEmpty {
            evidence.append(
                elimination.packagesKept.count == 1
                    ? "\(elimination.packagesKept[0]) is there only for it"
                    : "\(elimination.packagesKept.count) packages are there only for it")
        }
        return CutList.Item(
            what: "methods that nobody calls", kind: .methods, saves: elimination.price,
            evidence: evidence.joined(separator: "; "), command: command("savings", []))
    }

    /// A command about this program and target, for a shell in the folder that the request's is relative to.
    package func command(_ verb: String, _ words: [String]) -> String {
        let place = target == Project.native ? [] : ["--target", target]
        return (["pare", verb] + words + arguments + place).map(shellQuoted).joined(separator: " ")
    }

    /// How commands name the program, wherever it runs, in the project's folder.
    package var arguments: [String] {
        var all: [String] = []
        if pattern != "." { all.append(pattern) }
        if request.folder != "." { all += ["-C", request.folder] }
        if let tags = request.flags.last(where: { $0.hasPrefix("-tags=") }) { all += ["--tags", String(tags.dropFirst(6))] }
        return all
    }
}

extension CutList.Kind {
    fileprivate init(_ kind: Removal.Kind) {
        switch kind {
        case .edge: self = .edge
        case .module: self = .module
        case .package, .function, .file, .tag: self = .package
        }
    }
}
