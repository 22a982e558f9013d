extension Verdict {
    /// A broken budget. In JSON the fields of its finding are on the same level.
    public struct Broken: Codable, Sendable, Equatable {
        /// The budget as the user wrote it, in one line: `artifact linux/*/strip max 20 MiB`.
        public var budget: String
        /// `FILE:LINE` of the budget.
        public var place: String?
        /// The build, or a part of it: `cmd/pprof linux/amd64 strip`.
        public var subject: String
        /// By how much and why, in one sentence with exact figures.
        public var sentence: String
        /// Shows more of it, for a shell.
        public var command: String?
        /// Nil in reports of an earlier Pare.
        public var finding: Finding?
        public var file: String?
        public var line: Int?
        /// The budget's `name` and `message`.
        public var budgetName: String?
        public var advice: String?
        /// Line of the sources that causes it: the import of a package, a module in go.mod. Nil where that is not known.
        public var origin: SourcePlace?

        public init(
            _ finding: Finding, _ source: Finding.Source, sentence: String? = nil, detail: String? = nil, command: String?,
            origin: SourcePlace? = nil
        ) {
            budget = source.budget
            place = source.place
            (file, line) = (source.file, source.line)
            (budgetName, advice) = (source.budgetName, source.advice)
            self.origin = origin
            subject = finding.subject
            self.sentence = sentence ?? finding.sentence(detail: detail)
            self.command = command
            self.finding = finding
        }

        /// The sentence with the command to run next.
        public var message: String { sentence + (command.map { Self.separator + $0 } ?? "") }

        private static let separator = "; run: "

        private enum CodingKeys: String, CodingKey {
            case budget, place, subject, message, command, file, line, kind, budgetName, advice, origin
        }

        private static func parts(_ message: String) -> (sentence: String, command: String?) {
            for index in message.indices.reversed() where message[index...].hasPrefix(separator) {
                return (String(message[..<index]), String(message[index...].dropFirst(separator.count)))
            }
            return (message, nil)
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            budget = try container.decode(String.self, forKey: .budget)
            place = try container.decodeIfPresent(String.self, forKey: .place)
            subject = try container.decode(String.self, forKey: .subject)
            (sentence, command) = Self.parts(try container.decode(String.self, forKey: .message))
            file = try container.decodeIfPresent(String.self, forKey: .file)
            line = try container.decodeIfPresent(Int.self, forKey: .line)
            budgetName = try container.decodeIfPresent(String.self, forKey: .budgetName)
            advice = try container.decodeIfPresent(String.self, forKey: .advice)
            origin = try container.decodeIfPresent(SourcePlace.self, forKey: .origin)
            finding = container.contains(.kind) ? try Finding(from: decoder) : nil
        }

        public func encode(to encoder: any Encoder) throws {
            try finding?.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(budget, forKey: .budget)
            try container.encodeIfPresent(place, forKey: .place)
            try container.encode(subject, forKey: .subject)
            try container.encode(message, forKey: .message)
            try container.encodeIfPresent(command, forKey: .command)
            try container.encodeIfPresent(file, forKey: .file)
            try container.encodeIfPresent(line, forKey: .line)
            try container.encodeIfPresent(budgetName, forKey: .budgetName)
            try container.encodeIfPresent(advice, forKey: .advice)
            try container.encodeIfPresent(origin, forKey: .origin)
        }
    }

    /// A broken budget that a waiver lets pass. In JSON the fields of both are on the same level.
    public struct Waived: Codable, Sendable, Equatable {
        public var broken: Broken
        /// As the waiver gives it.
        public var reason: String
        /// Last day of the waiver, `2026-12-31`; nil for one of a commit message.
        public var until: String?

        public init(_ broken: Broken, reason: String, until: String? = nil) {
            self.broken = broken
            self.reason = reason
            self.until = until
        }

        private enum CodingKeys: String, CodingKey { case reason, until }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            broken = try Broken(from: decoder)
            reason = try container.decode(String.self, forKey: .reason)
            until = try container.decodeIfPresent(String.self, forKey: .until)
        }

        public func encode(to encoder: any Encoder) throws {
            try broken.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(reason, forKey: .reason)
            try container.encodeIfPresent(until, forKey: .until)
        }

        /// `reason (until 2026-12-31)`
        package var reasonText: String {
            reason.visible + (until.map { " (until \($0.visible))" } ?? " (by the commit message)")
        }
    }
}

/// A line of a source file, relative to the project's folder.
public struct SourcePlace: Codable, Sendable, Equatable {
    public var file: String
    public var line: Int

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }
}
