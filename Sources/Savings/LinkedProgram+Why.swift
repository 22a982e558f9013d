internal import GoSource
internal import Host
internal import Linkage
internal import Planning
package import Reports
package import Toolchain

extension LinkedProgram {
    /// Why a package is in the program. Throws `ConfigurationError` when it is not, `LinkageError`.
    package func why(_ package: String) async throws -> WhyReport {
        guard package != main, package != "main", let use = analysis.packages.first(where: { $0.path == package }) else {
            let isMain = package == main || package == "main"
            throw ConfigurationError(problems: [
                Problem(
                    place: "why \(package)", what: isMain ? "that is the program itself" : absence(of: package),
                    suggestion: isMain ? nil : nearest(to: package))
            ])
        }
        let chain = importChain(to: package)
        let edges = imports
        let importers = edges.filter { $0.to == package }.map(\.from)
        // An import whose removal alone removes the package is on every chain, so on this one.
        let candidates =
            zip(chain, chain.dropFirst()).map { cut(from: $0, to: $1) } + importers.map { cut(from: $0, to: package) }
        let hasElimination = try analysis.methodElimination().isEnabled
        let removals = try await removals([cut(use)] + candidates, hasElimination: hasElimination)
        var report = WhyReport(
            package: package, target: target, go: version, main: main, size: analysis.size, bytes: use.bytes,
            isRuntime: runtime.contains(package),
            removal: removals[0], imports: zip(chain, chain.dropFirst()).map(statement),
            calls: try analysis.callChain(to: package) ?? [], importers: importers.sorted(),
            users: use.users.map { WhyReport.User(package: $0.path, references: $0.references) },
            cut: runtime.contains(package) ? nil : cheapest(Array(removals.dropFirst()), removing: package))
        report.settings = settings.shown
        await saving?.value
        return report
    }

    /// The import that removes the package with the fewest other bytes; if none does, the one into it that saves most.
    private func cheapest(_ removals: [Removal], removing package: String) -> WhyReport.Cut? {
        let complete = removals.filter { $0.alsoGone.contains(package) }
        let into = removals.filter { Self.edge($0)?.to == package }
        // Nearest to the package: the import with the fewest other bytes removed.
        let best = complete.min { ($0.contents, $0.what) < ($1.contents, $1.what) } ?? into.max { $0.contents < $1.contents }
        guard let best, let (from, to) = Self.edge(best), best.contents > 0 else { return nil }
        return WhyReport.Cut(
            edge: statement(from, to), saves: best.saves, removes: !complete.isEmpty,
            command: command("savings", ["--without", best.what]))
    }

    /// Shortest, over imports that are written in source files; empty when there is none.
    private func importChain(to goal: String) -> [String] {
        var parents: [String: String] = [:]
        var queue = [main]
        var next = 0
        while next < queue.count, parents[goal] == nil {
            for path in packages[queue[next]]?.imports ?? [] where parents[path] == nil && path != main {
                parents[path] = queue[next]
                queue.append(path)
            }
            next += 1
        }
        guard parents[goal] != nil else { return [] }
        return Array(sequence(first: goal) { parents[$0] }).reversed()
    }

    /// Where `from` imports `to`, found by reading its files.
    func statement(_ from: String, _ to: String) -> WhyReport.Import {
        guard let package = packages[from], let folder = package.folder else {
            return WhyReport.Import(from: from, to: to, file: nil, line: nil)
        }
        for name in (package.goFiles ?? []) + (package.cgoFiles ?? []) {
            guard let file = try? MappedFile(path: "\(folder)/\(name)", populated: false) else { continue }
            for statement in ImportStatements(source: file.text).statements
            where (package.importMap?[statement.path] ?? statement.path) == to {
                return WhyReport.Import(from: from, to: to, file: shown(name, of: package, in: folder), line: statement.line)
            }
        }
        return WhyReport.Import(from: from, to: to, file: nil, line: nil)
    }

    /// A file as people open it: below the working folder by its path; elsewhere, and of the distribution, by import path.
    package func shown(_ name: String, of package: GoPackage, in folder: String) -> String {
        let here = currentFolder + "/"
        if package.isStandard != true, "\(folder)/".hasPrefix(here) { return ("\(folder)/".dropFirst(here.count)) + name }
        return "\(package.path)/\(name)"
    }
}
