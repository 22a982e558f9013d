/// Savings by removals from one program: schema `pare.savings/1`, the JSON contract others build on.
///
/// All sizes are bytes of the stripped file, modelled by replaying the linker. Savings are not additive: what two removals
/// share goes only when both are made, which `joint` tells.
public struct SavingsReport: Codable, Sendable, Equatable {
    public static let schema = "pare.savings/1"

    public struct Module: Codable, Sendable, Equatable {
        public var path: String
        public var version: String?
        /// Whether `go.mod` calls it indirect.
        public var indirect: Bool?

        public init(path: String, version: String?, indirect: Bool? = nil) {
            self.path = path
            self.version = version
            self.indirect = indirect
        }
    }

    public struct MethodElimination: Codable, Sendable, Equatable {
        public var enabled: Bool
        /// Whether the program can load plugins, which keeps every method.
        public var plugins: Bool
        /// Bytes the file would be smaller without the culprits' calls.
        public var price: Int
        public var culprits: [Culprit]
        /// Packages that only methods kept by reflection need.
        public var packagesKept: [String]
        /// The cheapest cuts that turn it on together; nil when it is on, or was not looked for.
        public var plan: CutPlan?

        public init(enabled: Bool, plugins: Bool, price: Int, culprits: [Culprit], packagesKept: [String]) {
            self.enabled = enabled
            self.plugins = plugins
            self.price = price
            self.culprits = culprits
            self.packagesKept = packagesKept
        }
    }

    /// A file that `//go:embed` puts into the program.
    public struct EmbeddedFile: Codable, Sendable, Equatable {
        public var package: String
        /// Relative to the package's folder.
        public var file: String
        public var bytes: Int

        public init(package: String, file: String, bytes: Int) {
            self.package = package
            self.file = file
            self.bytes = bytes
        }
    }

    /// A function that calls a method by a name which is not constant.
    public struct Culprit: Codable, Sendable, Equatable {
        /// Linker name.
        public var symbol: String
        public var package: String
        /// Linker names from the entry of the program to `symbol`.
        public var chain: [String]
        /// The way it calls methods: `template`, `methodByName` or `method` of `reflect.Value`, `typeMethod` of `reflect.Type`; nil in
        /// reports of an earlier Pare.
        public var kind: String?

        public init(symbol: String, package: String, chain: [String], kind: String? = nil) {
            self.kind = kind
            self.symbol = symbol
            self.package = package
            self.chain = chain
        }
    }

    public var schema = SavingsReport.schema
    public var units = "bytes of the stripped file, modelled"
    /// `linux/amd64`
    public var target: String
    public var go: String
    /// Build settings that change what is linked: `CGO_ENABLED=0`, `-buildmode=pie`.
    public var settings: [String]?
    /// Import path of the main package.
    public var main: String
    public var size: Int
    /// Bytes of the file with symbols and debug data, estimated.
    public var unstrippedSize: Int?
    /// The removals of the query, in its order, each alone; nil when everything was ranked.
    public var without: [Removal]?
    /// Joint savings of all of `without`.
    public var joint: Int?
    /// Joint savings of the file with symbols and debug data, estimated; nil if tags are among them.
    public var jointUnstripped: Int?
    /// Packages that go with all of `without`, apart from those named.
    public var jointAlsoGone: [String]?
    /// `without`, built; nil unless that was asked for.
    public var proof: Proof?
    /// Cuts worth a maintainer's time, the best first; nil when something was asked for.
    public var suggestions: [Suggestion]?
    /// Cuts that make the file small enough; nil unless a size was asked for.
    public var sizePlan: CutPlan?
    /// Ranked, largest first; nil when something was asked for. Edges: those that save more than `edgeThreshold`.
    public var packages: [Removal]?
    public var modules: [Removal]?
    public var edges: [Removal]?
    /// Bytes an import must save to be among `edges`.
    public var edgeThreshold: Int?
    /// Packages of the runtime itself, which every program has: they are not ranked.
    public var runtime: [String]?
    public var methodElimination: MethodElimination
    /// Modules that go.mod requires and that put no byte into this program for this target.
    public var deadModules: [Module]
    /// Major versions of one module that are linked in side by side.
    public var duplicates: [[Module]]
    /// Largest first.
    public var embedded: [EmbeddedFile] = []

    /// The report with its suggestions alone, of what was ranked.
    public var withoutRankings: SavingsReport {
        var copy = self
        (copy.packages, copy.modules, copy.edges) = (nil, nil, nil)
        return copy
    }

    public init(
        target: String, go: String, main: String, size: Int, methodElimination: MethodElimination,
        deadModules: [Module], duplicates: [[Module]]
    ) {
        self.target = target
        self.go = go
        self.main = main
        self.size = size
        self.methodElimination = methodElimination
        self.deadModules = deadModules
        self.duplicates = duplicates
    }
}

extension SavingsReport {
    /// A removal that was built: predicted against actual, bytes of the stripped file.
    public struct Proof: Codable, Sendable, Equatable {
        /// A line of a source file, and the function there.
        public struct Place: Codable, Sendable, Equatable {
            public var file: String
            public var line: Int
            /// With its package: `example.com/app/web.(*Client).Do`.
            public var function: String?

            public init(file: String, line: Int, function: String? = nil) {
                self.file = file
                self.line = line
                self.function = function
            }
        }

        /// By replay, with the functions of `stubbed` empty as well.
        public var predicted: Int
        /// By two builds.
        public var actual: Int
        public var sizeBefore: Int
        public var sizeAfter: Int
        public var enablesMethodElimination: Bool
        /// Imports that were taken out.
        public var dropped: [Place]
        /// Functions that lost their bodies, as they use what went.
        public var stubbed: [Place]

        public init(
            predicted: Int, actual: Int, sizeBefore: Int, sizeAfter: Int, enablesMethodElimination: Bool, dropped: [Place],
            stubbed: [Place]
        ) {
            self.predicted = predicted
            self.actual = actual
            self.sizeBefore = sizeBefore
            self.sizeAfter = sizeAfter
            self.enablesMethodElimination = enablesMethodElimination
            self.dropped = dropped
            self.stubbed = stubbed
        }
    }
}

extension SavingsReport.Proof {
    /// Label and figure, in the order they are shown.
    package var figures: [(label: String, bytes: Int)] {
        [("predicted", predicted), ("actual", actual), ("difference", actual - predicted)]
    }

    /// `+0.02% of what is saved`; nothing to compare with when nothing was.
    package var accuracy: String {
        actual == predicted ? "exact" : (actual - predicted).change(of: abs(actual)).map { "\($0) of it" } ?? "bytes"
    }

    package var built: String {
        "built stripped: \(sizeBefore.grouped) bytes with it, \(sizeAfter.grouped) without"
    }

    /// Changes of sources for the proof, a line each.
    package var changes: [String] {
        dropped.map { "\($0.file):\($0.line)  import taken out" }
            + stubbed.map { "\($0.file):\($0.line)  body of \($0.function ?? "") taken out" }
    }
}
