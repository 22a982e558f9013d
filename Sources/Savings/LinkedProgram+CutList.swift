internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Rows of a list, and bytes that a row must save.
    private static let longest = 10
    private static let threshold = 16 << 10

    /// Suggested cuts, methods kept by reflection, embedded files; and the saving of every package. Throws `LinkageError`.
    package func cutItems() async throws -> (
        items: [CutList.Item], packages: [CutList.PackageSaving], elimination: SavingsReport.MethodElimination
    ) {
        let report = try await savings()
        let packages = (report.packages ?? []).filter { $0.contents > 0 && $0.what != main }.map {
            CutList.PackageSaving(path: $0.what, saves: $0.contents)
        }
        let elimination = report.methodElimination
        var items = (report.suggestions ?? []).map { suggestion in
            CutList.Item(
                what: suggestion.what, kind: suggestion.kind, saves: suggestion.saves, evidence: suggestion.evidence,
                command: suggestion.command)
        }
        let others =
            self.items(elimination)
            + report.embedded.filter { $0.bytes >= Self.threshold }.map { file in
                CutList.Item(
                    what: "\(file.package)/\(file.file)", kind: .embedded, saves: file.bytes,
                    evidence: "embedded by \(file.package)", command: command("why", [file.package]))
            }
        items = Array(items.prefix(max(Self.longest - others.count, Self.longest / 2)))
        return (Array((items + others).prefix(Self.longest)), packages, elimination)
    }

    /// The row of methods kept by reflection, where they are worth one.
    package func items(_ elimination: SavingsReport.MethodElimination) -> [CutList.Item] {
        !elimination.enabled && elimination.price >= Self.threshold ? [item(elimination)] : []
    }

    /// Of the user's module; of a program of the Go distribution, what lies below it.
    func isOwn(_ path: String) -> Bool {
        if path == main || packages[path]?.module?.isMain == true || path.hasPrefix(main + "/") { return true }
        return packages[main]?.isStandard == true && path.hasPrefix("cmd/") && !path.hasPrefix("cmd/vendor/")
    }

    func isDependency(_ path: String) -> Bool {
        packages[path]?.isStandard != true || path.hasPrefix("cmd/")
    }

    /// Packages that several of the user's packages import: alone none of the imports saves anything.
    func shared(_ report: SavingsReport) async throws -> [Removal] {
        let large = Set((report.packages ?? []).filter { $0.saves >= Self.threshold }.map(\.what))
        let importers = Dictionary(
            grouping: imports.filter { isOwn($0.from) && !isOwn($0.to) && large.contains($0.to) }, by: \.to
        ).filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        let queries = importers.map { CutQuery(cutting: $0.value.map { .importEdge(from: $0.from, to: $0.to) }) }
        let outcomes = try await analysis.outcomes(of: queries)
        return zip(importers, outcomes).map { importer, outcome in
            Removal(
                what: importer.key, kind: .package, saves: outcome.saves, contents: outcome.savedContents, bytes: nil,
                alsoGone: outcome.alsoGone.filter { $0 != importer.key }, onlyInitialised: nil,
                enablesMethodElimination: !report.methodElimination.enabled && outcome.eliminatesMethods)
        }
    }

    /// The ends of an import that is removed.
    static func edge(_ removal: Removal) -> (from: String, to: String)? {
        if case .edge(let from, let to) = removal.subject { (from, to) } else { nil }
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
