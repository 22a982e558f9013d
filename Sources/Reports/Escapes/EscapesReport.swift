/// Values that the compiler places on the heap, by line: schema `pare.escapes/1`.
public struct EscapesReport: Codable, Sendable, Equatable {
    public static let schema = "pare.escapes/1"

    public struct Value: Codable, Sendable, Equatable {
        public var column: Int
        /// Name of a variable, or an expression.
        public var value: String
        /// True for a variable that is moved, false for an expression that is allocated.
        public var isVariable: Bool
        /// The last step of its way to the heap, in the compiler's words.
        public var reason: String?

        public init(column: Int, value: String, isVariable: Bool, reason: String?) {
            self.column = column
            self.value = value
            self.isVariable = isVariable
            self.reason = reason
        }
    }

    /// A line of the source with such values.
    public struct Line: Codable, Sendable, Equatable {
        /// Import path of the compiled package, into which the code may be inlined.
        public var package: String
        /// Declared function that the line is in; absent where the source does not tell.
        public var function: String?
        public var file: String
        public var line: Int
        public var values: [Value]
        /// Bytes and objects that the line allocated in the profiles; absent without one.
        public var allocated: Int?
        public var objects: Int?

        public init(package: String, function: String?, file: String, line: Int, values: [Value]) {
            self.package = package
            self.function = function
            self.file = file
            self.line = line
            self.values = values
        }
    }

    /// Values by package or function.
    public struct Count: Codable, Sendable, Equatable {
        public var name: String
        public var values: Int
        public var allocated: Int?

        public init(name: String, values: Int, allocated: Int?) {
            self.name = name
            self.values = values
            self.allocated = allocated
        }
    }

    public var schema = EscapesReport.schema
    public var target: String
    public var go: String
    public var main: String
    /// Pattern of the packages that were asked about.
    public var pattern: String
    /// Paths of the profiles that the lines are joined with.
    public var profiles: [String]
    /// Most allocated bytes first, then most values.
    public var packages: [Count]
    public var functions: [Count]
    public var lines: [Line]

    public init(target: String, go: String, main: String, pattern: String, profiles: [String], lines: [Line]) {
        self.target = target
        self.go = go
        self.main = main
        self.pattern = pattern
        self.profiles = profiles
        // Code that the compiler adds has no line to look at.
        func rank(_ line: Line) -> (Int, Int, Int) { (line.allocated ?? 0, line.file.hasPrefix("<") ? 0 : 1, line.values.count) }
        self.lines = lines.sorted { a, b in
            rank(a) != rank(b) ? rank(a) > rank(b) : (a.file, a.line) < (b.file, b.line)
        }
        packages = Self.counts(lines) { $0.package }
        functions = Self.counts(lines) { line in line.function.map { "\(line.package).\($0)" } ?? line.package }
    }

    private static func counts(_ lines: [Line], _ name: (Line) -> String) -> [Count] {
        Dictionary(grouping: lines, by: name).map { name, lines in
            Count(
                name: name, values: lines.reduce(0) { $0 + $1.values.count },
                allocated: lines.contains { $0.allocated != nil } ? lines.reduce(0) { $0 &+ ($1.allocated ?? 0) } : nil)
        }.sorted { ($1.allocated ?? 0, $1.values, $0.name) < ($0.allocated ?? 0, $0.values, $1.name) }
    }

    package var values: Int { packages.reduce(0) { $0 + $1.values } }
}
