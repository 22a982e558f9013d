internal import Planning
internal import Reports

/// Sizes of packages in recorded builds. Names are read once for all builds that have the same ones.
final class PackageSizes {
    private let database: Database
    private var shapes: [Int: Shape] = [:]
    private var selections: [Int: [Bool]] = [:]
    private var statement: Statement?

    init(_ database: Database) { self.database = database }

    /// Bytes of the packages whose path or module matches.
    func sum(_ contents: Int, _ kind: HistoryReport.Subject.Kind, _ glob: Glob) throws -> Int {
        try read(contents) { shape, reader in
            let selection = try selection(shape, kind, glob)
            var sum = 0
            for isSelected in selection {
                let size = try reader.size("size")
                if isSelected { sum = min(sum + size, WeighReport.largestSize) }
            }
            return sum
        }
    }

    /// The largest changes of packages that belong to the subject, at most five; none where a side is not known.
    func changes(from old: Int?, to new: Int?, of subject: HistoryReport.Subject) throws -> [Change] {
        guard let old, let new, old != new else { return [] }
        return Array(Change.list(try sizes(old, subject), try sizes(new, subject)).prefix { $0.change != 0 }.prefix(5))
    }

    private func sizes(_ contents: Int, _ subject: HistoryReport.Subject) throws -> [String: Int] {
        try read(contents) { shape, reader in
            let selection = try subject.name.map { try self.selection(shape, subject.kind, Glob($0)) }
            var sizes: [String: Int] = [:]
            for (index, package) in try self.shape(shape).packages.enumerated() {
                let size = try reader.size("size")
                guard selection?[index] ?? true else { continue }
                sizes[package.path, default: 0] = min(sizes[package.path, default: 0] + size, WeighReport.largestSize)
            }
            return sizes
        }
    }

    private func read<Result>(
        _ contents: Int, _ body: (_ shape: Int, _ sizes: inout RecordReader) throws -> Result
    ) throws -> Result {
        let statement = try self.statement ?? database.prepare("SELECT shape, sizes FROM contents WHERE id = ?")
        self.statement = statement
        let result = try statement.first([.int(contents)]) {
            let shape = statement.int(0)
            return try statement.blob(1) { bytes in
                var reader = RecordReader(bytes)
                return try body(shape, &reader)
            }
        }
        guard let result else { throw RecordError("contents \(contents)", at: 0) }
        return result
    }

    private func selection(_ id: Int, _ kind: HistoryReport.Subject.Kind, _ glob: Glob) throws -> [Bool] {
        if let known = selections[id] { return known }
        let selection = try shape(id).packages.map { package in
            kind == .module ? package.module.map(glob.matches) ?? false : glob.matches(package.path)
        }
        selections[id] = selection
        return selection
    }

    private func shape(_ id: Int) throws -> Shape {
        if let known = shapes[id] { return known }
        let statement = try database.prepare("SELECT names FROM shape WHERE id = ?")
        let names = try statement.first([.int(id)]) { try statement.blob(0) { try unpacked($0, "names") } }
        guard let names else { throw RecordError("shape \(id)", at: 0) }
        let shape = try Shape(unsafe names.span.bytes)
        shapes[id] = shape
        return shape
    }
}
