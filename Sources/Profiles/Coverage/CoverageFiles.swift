public import BinaryFormats

/// Files of runs with coverage, as they are read: descriptions of programs, counters of runs, profiles as text.
public struct CoverageFiles: Sendable {
    private var metas: [(name: String, meta: CoverageMeta)] = []
    private var counters: [(name: String, counters: CoverageCounters)] = []

    public init() {}

    /// Whether the file begins like one of `GOCOVERDIR`.
    public static func isCoverage(_ bytes: [UInt8]) -> Bool {
        let reader = unsafe ByteReader(bytes.span.bytes)
        return reader.has(CoverageMeta.magic, at: 0) || reader.has(CoverageCounters.magic, at: 0)
    }

    /// Adds a file. Throws when it is neither a description nor counters, or is damaged.
    public mutating func add(_ bytes: [UInt8], name: String) throws(FormatError) {
        let reader = unsafe ByteReader(bytes.span.bytes)
        if reader.has(CoverageCounters.magic, at: 0) {
            counters.append((name, try CoverageCounters(reader)))
        } else {
            metas.append((name, try CoverageMeta(reader)))
        }
    }

    /// Names of counters that no description belongs to: those of a program whose `covmeta` file is missing.
    public var orphans: [String] {
        counters.filter { counter in !metas.contains { $0.meta.hash == counter.counters.hash } }.map(\.name)
    }

    /// The functions of all programs, and what ran in any of the runs.
    public var coverage: Coverage {
        metas.reduce(into: Coverage()) { coverage, meta in coverage.merge(self.coverage(of: meta.meta)) }
    }

    private func coverage(of meta: CoverageMeta) -> Coverage {
        let runs = counters.map(\.counters).filter { $0.hash == meta.hash }
        var coverage = Coverage()
        coverage.runs = runs.count
        for (number, package) in meta.packages.enumerated() {
            let functions = package.functions.enumerated().map { index, function in
                let place = CoverageCounters.Function(package: UInt32(number), function: UInt32(index))
                var ran = Array(repeating: false, count: function.blocks.count)
                for run in runs {
                    for (block, isCounted) in (run.counts[place] ?? []).enumerated() where isCounted && block < ran.count {
                        ran[block] = true
                    }
                }
                var result = Coverage.Function(
                    name: function.name, file: function.file, line: function.blocks.first?.line ?? 0,
                    isLiteral: function.isLiteral)
                for (block, ran) in zip(function.blocks, ran) { result.add(statements: block.statements, ran: ran) }
                return result
            }
            coverage.merge(only(Coverage.Package(path: package.path, functions: functions)))
        }
        return coverage
    }

    private func only(_ package: Coverage.Package) -> Coverage {
        var coverage = Coverage()
        coverage.packages[package.path] = package
        return coverage
    }
}
