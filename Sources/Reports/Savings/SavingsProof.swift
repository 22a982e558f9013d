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

    /// What had to change for that, a line each.
    package var changes: [String] {
        dropped.map { "\($0.file):\($0.line)  import taken out" }
            + stubbed.map { "\($0.file):\($0.line)  body of \($0.function ?? "") taken out" }
    }
}
