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
    /// Errors first, of one level the worst first. A budget that is exceeded in several builds of a program is one alert: that of the
    /// worst build, with the others named.
    var alerts: [Alert] {
        var alerts = Alert.list(broken, .error) + Alert.list(warned, .warning)
        for (reason, items) in Dictionary(grouping: waived, by: \.reasonText).sorted(by: { $0.key < $1.key }) {
            alerts += Alert.list(items.map(\.broken), .note, waiver: reason)
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
    fileprivate static func list(_ items: [Verdict.Broken], _ level: Level, waiver: String? = nil) -> [Alert] {
        var order: [[String?]] = []
        var groups: [[String?]: [Verdict.Broken]] = [:]
        for item in items {
            let finding = item.finding
            let key = [
                item.budget, item.place, finding?.kind.rawValue, finding?.program, finding?.name,
                item.origin.map { "\($0.file):\($0.line)" }, finding == nil ? item.subject : nil,
            ]
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(item)
        }
        return order.compactMap { key in
            let group = groups[key] ?? []
            guard let worst = group.max(by: { excess($0) < excess($1) }) else { return nil }
            let others = group.filter { $0.subject != worst.subject }.map { $0.finding?.build.visible ?? $0.subject.visible }
            return Alert(worst, level, others: others, waiver: waiver)
        }
    }

    private static func excess(_ item: Verdict.Broken) -> Double {
        item.finding.map { Double($0.actual - $0.limit) / Double(max($0.limit, 1)) } ?? 0
    }

    private init(_ item: Verdict.Broken, _ level: Level, others: [String], waiver: String?) {
        let own = item.file.map { SourcePlace(file: $0, line: item.line ?? 1) }
        let parts = [
            item.sentence, others.isEmpty ? nil : "also \(listed(others))", item.advice?.visible.withoutFullStop,
            item.command.map { "run: \($0)" },
        ]
        rule = item.finding?.kind.rawValue ?? "budget"
        self.level = level
        subject = item.subject
        message = parts.compactMap(\.self).joined(separator: "; ")
        self.waiver = waiver
        place = item.origin ?? own
        budget = item.budget + (item.origin == nil ? "" : item.place.map { " (\($0))" } ?? "")
        let cause = item.finding.map { [$0.program, $0.name ?? ""] } ?? [item.subject]
        identity = ([rule] + cause).joined(separator: "\n")
        excess = Self.excess(item)
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

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
