/// The functions of a program built with `-cover`, and which of them ran.
public struct Coverage: Sendable {
    public struct Function: Sendable, Equatable {
        /// As the compiler wrote it: `F`, `T.M`, `*T.M`.
        public var name: String
        /// Import path of the package and name of the file.
        public var file: String
        /// Line of the first statement.
        public var line: Int
        public var statements: Int
        /// Of `statements`, those that ran.
        public var covered: Int
        public var isLiteral: Bool
        /// Whether any part of it ran.
        public var ran: Bool

        /// A function without a block.
        public init(name: String, file: String, line: Int, isLiteral: Bool = false) {
            self.name = name
            self.file = file
            self.line = line
            self.isLiteral = isLiteral
            statements = 0
            covered = 0
            ran = false
        }

        /// Counts a block of statements.
        public mutating func add(statements: Int, ran: Bool) {
            self.statements &+= statements
            guard ran else { return }
            covered &+= statements
            self.ran = true
        }
    }

    public struct Package: Sendable {
        public var path: String
        public var functions: [Function]

        public init(path: String, functions: [Function]) {
            self.path = path
            self.functions = functions
        }
    }

    /// By import path.
    public var packages: [String: Package]
    /// Runs that wrote counters.
    public var runs: Int

    public init() {
        packages = [:]
        runs = 0
    }

    /// Takes the functions of another coverage: one that ran in either has run.
    public mutating func merge(_ other: Coverage) {
        runs += other.runs
        for (path, package) in other.packages {
            guard var mine = packages[path] else {
                packages[path] = package
                continue
            }
            var places: [Place: Int] = [:]
            for (index, function) in mine.functions.enumerated() { places[Place(function)] = index }
            for function in package.functions {
                if let index = places[Place(function)] {
                    mine.functions[index].ran = mine.functions[index].ran || function.ran
                    mine.functions[index].covered = max(mine.functions[index].covered, function.covered)
                } else {
                    mine.functions.append(function)
                }
            }
            packages[path] = mine
        }
    }

    private struct Place: Hashable {
        var name: String
        var file: String
        var line: Int

        init(_ function: Function) { (name, file, line) = (function.name, function.file, function.line) }
    }
}
