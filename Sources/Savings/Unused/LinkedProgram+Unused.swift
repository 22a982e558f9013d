internal import Host
internal import Linkage
package import Reports
internal import Toolchain

extension LinkedProgram {
    /// Functions that the linker keeps and that did not run, and what the file would save without them. Throws `LinkageError`.
    package func unused(_ evidence: RunEvidence, sources: [String]) async throws -> UnusedReport {
        var found: [String: UnusedReport.Package] = [:]
        var functions: [UnusedReport.Function] = []
        let linked = Set(analysis.packages.map(\.path))
        for use in analysis.functionUses()
        where linked.contains(use.package) && evidence.hasEvidence(of: use.package) && !runtime.contains(use.package) {
            var package =
                found[use.package]
                ?? UnusedReport.Package(path: use.package, module: packages[use.package]?.module?.path)
            defer { found[use.package] = package }
            if evidence.ran[use.package]?.contains(use.name) ?? false {
                package.ran.functions += 1
                package.ran.bytes += use.bytes
            } else if !use.isKept {
                package.dropped += 1
            } else if let place = evidence.counted?[use.package]?[use.name] {
                package.neverRan.functions += 1
                package.neverRan.bytes += use.bytes
                functions.append(
                    UnusedReport.Function(
                        package: use.package, name: use.name, file: place.file, line: place.line, bytes: use.bytes))
            } else if evidence.counted == nil {
                package.neverRan.functions += 1
                package.neverRan.bytes += use.bytes
                functions.append(
                    UnusedReport.Function(package: use.package, name: use.name, file: nil, line: nil, bytes: use.bytes))
            }
        }
        let joint = try await price(&found, Dictionary(grouping: functions, by: \.package))
        let bytes = Dictionary(analysis.packages.map { ($0.path, $0.bytes) }) { first, _ in first }
        await saving?.value
        return UnusedReport(
            target: target, go: version, main: main, size: size, evidence: evidence.counted == nil ? .samples : .coverage,
            sources: sources, runs: evidence.runs,
            packages: found.values.filter { $0.ran.functions + $0.neverRan.functions > 0 }.sorted {
                ($1.neverRan.bytes, $0.path) < ($0.neverRan.bytes, $1.path)
            },
            functions: functions.sorted { ($1.bytes, $0.package, $0.name) < ($0.bytes, $1.package, $1.name) }, joint: joint,
            withoutEvidence: bytes.filter { found[$0.key] == nil })
    }

    /// Sets what each package would save, and returns what all of them would save together, bytes.
    private func price(
        _ found: inout [String: UnusedReport.Package], _ functions: [String: [UnusedReport.Function]]
    ) async throws -> Int {
        let paths = functions.keys.sorted()
        let cuts = paths.map { path in
            Cut.declarations(
                Declarations(
                    package: path, names: Set((functions[path] ?? []).map(\.name)), types: [], inits: [], imports: []))
        }
        let whole = paths.filter { found[$0]?.ran.functions == 0 && $0 != main && isLinked($0) }
        let queries =
            cuts.map { CutQuery(cutting: [$0]) } + whole.map { CutQuery(cutting: [.package($0)]) }
            + [CutQuery(cutting: cuts)]
        let outcomes = try await analysis.outcomes(of: queries, width: processorCount)
        for (index, path) in paths.enumerated() { found[path]?.saves = outcomes[index].savedContents }
        for (index, path) in whole.enumerated() { found[path]?.savesWhole = outcomes[paths.count + index].savedContents }
        return paths.isEmpty ? 0 : outcomes[outcomes.count - 1].savedContents
    }
}
