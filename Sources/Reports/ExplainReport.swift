public import Attribution

/// Owners of the bytes at one place of a binary: schema `pare.explain/1`.
public struct ExplainReport: Codable, Sendable, Equatable {
    /// One byte: several are asked for by a number that is both an address and an offset.
    public struct Byte: Codable, Sendable, Equatable {
        /// File offset.
        public var offset: Int
        /// Virtual address; absent where the byte is not loaded.
        public var address: UInt64?
        public var section: String
        /// Import paths; several share the byte in equal parts. Empty for overhead and unexplained bytes.
        public var packages: [String]
        /// Kind of overhead.
        public var overhead: String?
        public var kind: String
        /// The pass that claimed the byte, the first byte and the number of bytes of its claim.
        public var pass: String
        public var claimOffset: Int
        public var claimSize: Int
        /// Whether the pass infers the owner from the users of the bytes.
        public var isInferred: Bool
        public var function: String?
        /// Name of a variable, or another symbol.
        public var symbol: String?
        /// Path of an embedded file, relative to the folder of the package.
        public var embedded: String?
        /// Source file and line of the instruction; of other bytes of a function those of its first.
        public var file: String?
        public var line: Int?
    }

    public var schema = "pare.explain/1"
    public var path: String
    public var query: String
    public var bytes: [Byte]

    public init(_ explanations: [Explanation], path: String, query: String) {
        self.path = path
        self.query = query
        bytes = explanations.map(Byte.init)
    }
}

extension ExplainReport.Byte {
    init(_ explanation: Explanation) {
        offset = explanation.offset
        address = explanation.address
        section = explanation.section
        packages = explanation.packages
        overhead = explanation.overhead?.description
        kind = explanation.kind.description
        pass = explanation.pass
        (claimOffset, claimSize) = (explanation.range.lowerBound, explanation.range.count)
        isInferred = explanation.isInferred
        let item = explanation.item
        if explanation.kind == .embedded {
            embedded = item?.name
        } else if item?.isFunction == true {
            function = item?.name
        } else {
            symbol = item?.name
        }
        file = explanation.source?.file ?? (explanation.kind == .embedded ? nil : item?.file)
        line = explanation.source?.line
    }
}
