/// Values of a program's profiles by package, function and line, with its bytes in the file: schema `pare.heap/1`.
///
/// The values of a row are in the order of `columns`. Flat values are those of samples whose innermost call is in the row; they
/// sum to the column's total, over packages, over functions and over lines.
public struct HeapReport: Codable, Sendable, Equatable {
    public static let schema = "pare.heap/1"

    /// A type of sample: `inuse_space` in `bytes`, `cpu` in `nanoseconds`.
    public struct Column: Codable, Sendable, Equatable {
        public var name: String
        public var unit: String
        public var total: Int

        public init(name: String, unit: String, total: Int) {
            self.name = name
            self.unit = unit
            self.total = total
        }
    }

    public struct Row: Codable, Sendable, Equatable {
        /// Import path, or linker's name of a function.
        public var name: String
        /// Import path of a function's package; absent in rows of packages.
        public var package: String?
        public var module: String?
        /// Source file and line of a place in the code; absent in rows of packages and functions.
        public var file: String?
        public var line: Int?
        /// Bytes in the binary; absent where no binary was given, and where it has none of that name.
        public var size: Int?
        public var flat: [Int]
        /// Of samples that have it anywhere on the stack; absent in rows of lines.
        public var cumulative: [Int]?

        public init(
            name: String, package: String? = nil, module: String? = nil, file: String? = nil, line: Int? = nil, size: Int? = nil,
            flat: [Int], cumulative: [Int]? = nil
        ) {
            self.name = name
            self.package = package
            self.module = module
            self.file = file
            self.line = line
            self.size = size
            self.flat = flat
            self.cumulative = cumulative
        }
    }

    public struct Binary: Codable, Sendable, Equatable {
        public var path: String
        public var size: Int
        public var main: String?

        public init(path: String, size: Int, main: String?) {
            self.path = path
            self.size = size
            self.main = main
        }
    }

    public var schema = HeapReport.schema
    /// Paths of the profiles, whose values are summed.
    public var profiles: [String]
    /// Paths of earlier profiles, whose values are subtracted.
    public var base: [String]
    public var binary: Binary?
    public var columns: [Column]
    /// Largest first, by the last column.
    public var packages: [Row]
    public var functions: [Row]
    public var lines: [Row]
    public var warnings: [String]

    public init(
        profiles: [String], base: [String], binary: Binary?, columns: [Column], packages: [Row], functions: [Row], lines: [Row],
        warnings: [String]
    ) {
        self.profiles = profiles
        self.base = base
        self.binary = binary
        self.columns = columns
        self.packages = packages
        self.functions = functions
        self.lines = lines
        self.warnings = warnings
    }

    /// Position of a column by name.
    public func column(named name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// Rows of one level: `package`, `function` or `line`.
    public enum Level: String, Sendable, CaseIterable {
        case package, function, line
    }

    public func rows(of level: Level) -> [Row] {
        switch level {
        case .package: packages
        case .function: functions
        case .line: lines
        }
    }
}

extension HeapReport {
    /// Bytes that a place in the code allocated and that are free again: candidates for reuse.
    package struct Churn: Equatable {
        package var row: Row
        /// Bytes and objects, allocated since the base or the start and not live any more.
        package var bytes: Int
        package var objects: Int
    }

    /// The lines with the most freed bytes, largest first; nil without a profile of the heap.
    package var churn: [Churn]? {
        guard let allocated = column(named: "alloc_space"), let live = column(named: "inuse_space") else { return nil }
        let (objects, liveObjects) = (column(named: "alloc_objects"), column(named: "inuse_objects"))
        return lines.compactMap { row in
            let bytes = row.flat[allocated] &- row.flat[live]
            let count = objects.flatMap { all in liveObjects.map { row.flat[all] &- row.flat[$0] } } ?? 0
            return bytes > 0 ? Churn(row: row, bytes: bytes, objects: count) : nil
        }.sorted { ($1.bytes, $0.row.name) < ($0.bytes, $1.row.name) }
    }
}
