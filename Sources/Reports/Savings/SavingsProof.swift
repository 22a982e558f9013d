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

        /// The edit that was built.
        public enum Method: String, Codable, Sendable, CaseIterable {
            /// The package has its declarations and empty functions, for all importers.
            case stub
            /// A copy of that stub for the one package that loses the import.
            case copy
            /// The functions that use the import have no bodies.
            case bodies
            /// Several removals, by several of these edits.
            case joint
        }

        /// By replay of exactly what was built, without the bytes in `own`.
        public var predicted: Int
        /// By two builds.
        public var actual: Int
        /// Bytes that the removal saves when nothing takes the package's place: the question asked, by replay.
        public var asked: Int?
        /// Bytes of the empty functions and types in the built file that stand for the package.
        public var own: Int?
        /// Bytes that callers lose with their inlined copies of the package's functions, by a third build with the package whole but
        /// not inlined; nil where the prediction is near enough without.
        public var inlined: Int?
        public var method: Method?
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
        let own = own ?? 0
        return (asked.map { [("saves", $0)] } ?? []) + [("predicted", predicted), ("actual", actual)]
            + (own > 0 ? [("stub", own)] : []) + (inlined.map { [("inlined", $0)] } ?? []) + [("difference", difference)]
    }

    /// Bytes that the build saves more than predicted; neither what stands for the package in it counts, nor inlined copies.
    public var difference: Int { saved - predicted }

    /// Bytes that the build saves, by the terms of the prediction.
    private var saved: Int { actual + (own ?? 0) - (inlined ?? 0) }

    /// Whether the difference is more than 1 % and two pages.
    package var isOff: Bool { abs(difference) > max(8192, abs(saved) / 100) }

    /// Text next to a figure.
    package func note(_ label: String) -> String {
        switch label {
        case "saves": "bytes, the question asked"
        case "predicted" where asked != nil: "bytes, for what was built"
        case "stub": "bytes of empty functions in the build"
        case "inlined": "bytes of inlined copies that callers lose"
        case "difference": accuracy
        default: "bytes"
        }
    }

    /// The edit in words.
    package var experiment: String? {
        switch method {
        case .stub: "What is removed is replaced by its declarations with empty functions, for all that import it."
        case .copy: "The importer has a copy of the package with empty functions; other importers keep the package."
        case .bodies: "Functions that use the import are empty."
        case .joint: "All removals in one build: by stubs of packages, copies of them for one importer, and empty functions."
        case nil: nil
        }
    }

    /// `+0.02% of what is saved`; nothing to compare with when nothing was.
    package var accuracy: String {
        difference == 0 ? "exact" : difference.change(of: abs(saved)).map { "\($0) of it" } ?? "bytes"
    }

    package var built: String {
        "built stripped: \(sizeBefore.grouped) bytes with it, \(sizeAfter.grouped) without"
    }

    /// Changes of sources for the proof, a line each.
    package var changes: [String] {
        guard method != .stub, method != .joint else {
            return ["\(counted(stubbed.count, "function")) without bodies, \(counted(dropped.count, "import")) less"]
        }
        return dropped.map { "\($0.file):\($0.line)  import taken out" }
            + stubbed.map { "\($0.file):\($0.line)  body of \($0.function ?? "") taken out" }
    }
}

extension SavingsReport {
    /// A suggestion and its proof, or why it could not be built.
    public struct Proved: Codable, Sendable, Equatable {
        /// As it is written after `--prove`.
        public var what: String
        /// Bytes of the question asked, by replay.
        public var saves: Int
        public var proof: Proof?
        public var reason: String?

        public init(what: String, saves: Int, proof: Proof? = nil, reason: String? = nil) {
            self.what = what
            self.saves = saves
            self.proof = proof
            self.reason = reason
        }

        package var title: String { (try? RemovalSubject(what))?.title ?? what }
    }
}
