internal import Reports

/// A line of a verdict for formats that list problems at places of the sources: SARIF, code quality, annotations.
struct Alert {
    enum Level: Int, Comparable {
        case note, warning, error

        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    /// Identifier of the kind of problem: `artifact-size`, `not-judged`.
    var rule: String
    var level: Level
    /// The affected build, or a part of it.
    var subject: String
    /// One sentence with exact figures, and the command that shows more.
    var message: String
    /// Line of the sources that causes it, else of the pipeline that limits it.
    var place: SourcePlace?
    /// The budget, with its place when `place` is another.
    var budget: String
    /// Of a waived one.
    var waiver: String?
    /// Equal in every run of a pipeline that has the problem, whatever the sizes; no two alerts share one.
    var identity: String
    /// How far the limit is exceeded, as share of it; for the order.
    var excess: Double

    static let notJudged = "not-judged"
}

extension Verdict {
    /// Errors first, of one level the worst first.
    var alerts: [Alert] {
        var alerts = broken.map { Alert($0, .error) } + warned.map { Alert($0, .warning) }
        alerts += waived.map { item in
            var alert = Alert(item.broken, .note)
            alert.waiver = item.reasonText
            return alert
        }
        alerts += notJudged.map { item in
            let place = item.file.map { SourcePlace(file: $0, line: item.line ?? 1) }
            return Alert(
                rule: Alert.notJudged, level: isLenient ? .note : .error, subject: item.builds?.first ?? item.budget ?? "",
                message: "Not judged: \(item.sentence)", place: place, budget: item.budget ?? "",
                identity: ([Alert.notJudged, item.budget ?? ""] + (item.builds?.sorted() ?? [])).joined(separator: "\n"),
                excess: 0)
        }
        var seen: [String: Int] = [:]
        for index in alerts.indices {
            let count = seen[alerts[index].identity, default: 0]
            seen[alerts[index].identity] = count + 1
            if count > 0 { alerts[index].identity += "\n\(count)" }
        }
        return alerts.enumerated().sorted {
            if $0.element.level != $1.element.level { return $0.element.level > $1.element.level }
            if $0.element.excess != $1.element.excess { return $0.element.excess > $1.element.excess }
            return $0.offset < $1.offset
        }.map(\.element)
    }
}

extension Alert {
    init(_ item: Verdict.Broken, _ level: Level) {
        let own = item.file.map { SourcePlace(file: $0, line: item.line ?? 1) }
        let advice = item.advice.map { ". \($0.visible)" } ?? ""
        rule = item.finding?.kind.rawValue ?? "budget"
        self.level = level
        subject = item.subject
        message = item.message + advice
        place = item.origin ?? own
        budget = item.budget + (item.origin == nil ? "" : item.place.map { " (\($0))" } ?? "")
        identity = [rule, item.subject].joined(separator: "\n")
        excess = item.finding.map { Double($0.actual - $0.limit) / Double(max($0.limit, 1)) } ?? 0
    }

    /// 32 hexadecimal digits of the identity: FNV-1a, twice.
    var fingerprint: String {
        func hash(_ seed: UInt64) -> String {
            let hash = identity.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            let digits = String(hash, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return hash(0xcbf2_9ce4_8422_2325) + hash(0x6c62_272e_07bb_0142)
    }
}
