internal import GoSource
internal import Host
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Import statements of the program's own packages with the packages that come in by each on a shortest path from main, and the
    /// lines of go.mod with the module that each requires. Empty for programs of the Go distribution.
    package func origins() async -> [CutList.Origin] {
        guard packages[main]?.isStandard != true else { return [] }
        var entries: [Edge: [String]] = [:]
        for (package, edge) in firstEdges { entries[edge, default: []].append(package) }
        let statements = await WhySources(self, Set(entries.keys.map(\.from)))
        let imports = entries.compactMap { edge, packages -> CutList.Origin? in
            guard let statement = statements.statement(edge.from, edge.to), let file = statement.file, let line = statement.line
            else { return nil }
            return CutList.Origin(place: SourcePlace(file: file, line: line), packages: packages.sorted())
        }
        return (imports + requirements(of: packages[main]?.module?.file)).sorted {
            ($0.place.file, $0.place.line) < ($1.place.file, $1.place.line)
        }
    }

    private struct Edge: Hashable {
        var from: String
        var to: String
    }

    /// By package the last import of a package of one's own on a shortest path from main.
    private var firstEdges: [String: Edge] {
        var edges: [String: Edge] = [:]
        var queue = [main]
        var next = 0
        while next < queue.count {
            let from = queue[next]
            next += 1
            for to in (packages[from]?.imports ?? []).sorted() where to != main && edges[to] == nil && packages[to] != nil {
                edges[to] = isOwn(from) ? Edge(from: from, to: to) : edges[from]
                queue.append(to)
            }
        }
        return edges
    }

    private func requirements(of file: String?) -> [CutList.Origin] {
        guard let file, let contents = try? MappedFile(path: file) else { return [] }
        let here = currentFolder + "/"
        let shown = file.hasPrefix(here) ? String(file.dropFirst(here.count)) : file
        return ModuleFile(contents.text).lines.map { module, line in
            CutList.Origin(place: SourcePlace(file: shown, line: line), modules: [module])
        }
    }
}
