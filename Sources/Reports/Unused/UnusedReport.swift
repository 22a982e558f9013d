/// Functions of a program that are linked and did not run in some runs: schema `pare.unused/1`. Sizes are bytes of the stripped file,
/// modelled.
public struct UnusedReport: Codable, Sendable, Equatable {
    public static let schema = "pare.unused/1"

    /// Source of the knowledge that a function ran. Samples of a profile miss functions that ran for a short time.
    public enum Evidence: String, Codable, Sendable {
        case coverage, samples
    }

    /// Number of functions and their linked bytes.
    public struct Part: Codable, Sendable, Equatable {
        public var functions: Int
        public var bytes: Int

        public init(functions: Int = 0, bytes: Int = 0) {
            self.functions = functions
            self.bytes = bytes
        }
    }

    public struct Package: Codable, Sendable, Equatable {
        /// Import path.
        public var path: String
        public var module: String?
        /// Functions that ran; those of which all calls are inlined have no bytes.
        public var ran: Part
        /// Functions that are linked and did not run.
        public var neverRan: Part
        /// Functions that the linker dropped.
        public var dropped: Int
        /// Bytes saved without the functions that did not run, by the linker's reachability without them.
        public var saves: Int
        /// Bytes saved without the package; absent where any of it ran.
        public var savesWhole: Int?

        public init(path: String, module: String?) {
            self.path = path
            self.module = module
            ran = Part()
            neverRan = Part()
            dropped = 0
            saves = 0
        }
    }

    public struct Function: Codable, Sendable, Equatable {
        public var package: String
        /// Name in the source: `Client.Do`.
        public var name: String
        /// Place of the first statement, where it is known.
        public var file: String?
        public var line: Int?
        public var bytes: Int

        public init(package: String, name: String, file: String?, line: Int?, bytes: Int) {
            self.package = package
            self.name = name
            self.file = file
            self.line = line
            self.bytes = bytes
        }
    }

    public var schema = UnusedReport.schema
    public var units = "bytes of the stripped file, modelled"
    public var target: String
    public var go: String
    public var main: String
    public var size: Int
    public var evidence: Evidence
    /// Files and folders that tell what ran.
    public var sources: [String]
    /// Runs that are known of; 0 where the files do not tell.
    public var runs: Int
    /// Packages with evidence, those first of which most bytes did not run.
    public var packages: [Package]
    /// Linked functions that did not run, largest first.
    public var functions: [Function]
    /// Bytes saved without all functions that did not run.
    public var joint: Int
    /// Packages that the runs tell nothing of, with their bytes.
    public var withoutEvidence: [String: Int]
    public var warnings: [String] = []

    public init(
        target: String, go: String, main: String, size: Int, evidence: Evidence, sources: [String], runs: Int,
        packages: [Package], functions: [Function], joint: Int, withoutEvidence: [String: Int]
    ) {
        self.target = target
        self.go = go
        self.main = main
        self.size = size
        self.evidence = evidence
        self.sources = sources
        self.runs = runs
        self.packages = packages
        self.functions = functions
        self.joint = joint
        self.withoutEvidence = withoutEvidence
    }

    /// Sums over all packages with evidence.
    package var neverRan: Part { sum(\.neverRan) }
    package var ran: Part { sum(\.ran) }

    private func sum(_ part: KeyPath<Package, Part>) -> Part {
        packages.reduce(into: Part()) {
            $0.functions += $1[keyPath: part].functions
            $0.bytes += $1[keyPath: part].bytes
        }
    }
}
