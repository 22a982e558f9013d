internal import Planning
internal import Reports

extension Format {
    /// JUnit XML: a suite for each target, a case for each budget. By the schema of Jenkins' plug-in, which the others read too.
    public static let junit = Format(
        name: "junit", fileExtension: "junit.xml",
        build: { report, _ in JUnitSuites(report.verdict, report).xml },
        verdict: { verdict, _ in JUnitSuites(verdict, nil).xml })
}

/// Suites of test cases made of a verdict. GitLab keeps the first of equal names in a suite, so names are distinct there.
private struct JUnitSuites {
    enum Outcome {
        case passed
        /// Passed, with words.
        case warned(String)
        case skipped(String)
        case failed(String, type: String, details: String)
        case unjudged(String)
    }

    struct Case {
        var name: String
        var seconds: Double?
        var outcome: Outcome
    }

    private var names: [String] = []
    private var cases: [String: [Case]] = [:]
    /// The suite of budgets that concern no target.
    private static let general = "pipeline"

    init(_ verdict: Verdict, _ report: BuildReport?) {
        for limit in verdict.limits ?? [] { add(limit, verdict) }
        // Reports of an earlier Pare have no limits.
        if verdict.limits == nil {
            for item in verdict.broken { add(item.finding?.target ?? Self.general, Self.failed(item.budget, [item])) }
        }
        for item in verdict.notJudged {
            let outcome: Outcome = verdict.isLenient ? .skipped("not judged: \(item.sentence)") : .unjudged(item.sentence)
            let targets = (item.builds ?? []).map(Self.target).uniqued()
            for target in targets.isEmpty ? [Self.general] : targets {
                add(target, Case(name: item.budget ?? "every build has a binary", outcome: outcome))
            }
        }
        for build in report?.builds ?? [] {
            for check in build.checks ?? [] {
                let words = check.message ?? check.status.rawValue
                let outcome: Outcome =
                    switch check.status {
                    case .passed: .passed
                    case .skipped: .skipped(words)
                    case .failed: .failed(words, type: "check", details: words)
                    }
                add(build.target, Case(name: "\(check.name) of \(build.main) \(build.preset)", outcome: outcome))
            }
        }
    }

    private mutating func add(_ limit: Verdict.Limit, _ verdict: Verdict) {
        let (source, finding) = (limit.source, limit.finding)
        func isOfLimit(_ item: Verdict.Broken) -> Bool {
            item.budget == source.budget && item.place == source.place && item.finding?.kind == finding.kind
                && item.finding?.target == finding.target
        }
        // A budget with several limits is a case for each.
        let name = source.budget + (isFurther(finding.kind) ? " (\(finding.kind.noun))" : "")
        let broken = verdict.broken.filter(isOfLimit)
        let waived = verdict.waived.filter { isOfLimit($0.broken) }
        let warned = verdict.warned.filter(isOfLimit)
        if !broken.isEmpty {
            add(finding.target, Self.failed(name, broken))
        } else if let first = waived.first {
            let words = "waived: \(first.reasonText): " + waived.map(\.broken.sentence).joined(separator: "; ")
            add(finding.target, Case(name: name, outcome: .skipped(words)))
        } else {
            let words = warned.map(\.sentence).joined(separator: "; ")
            add(finding.target, Case(name: name, outcome: warned.isEmpty ? .passed : .warned("warning: \(words)")))
        }
    }

    private func isFurther(_ kind: Finding.Kind) -> Bool {
        switch kind {
        case .downloadSize, .packageCount, .moduleCount: true
        default: kind.isGrowth
        }
    }

    private static func failed(_ name: String, _ items: [Verdict.Broken]) -> Case {
        let details = items.map { item in
            [item.sentence, item.command.map { "run: \($0)" }, item.advice, item.place.map { "\($0): \(item.budget)" }]
                .compactMap(\.self).joined(separator: "; ")
        }
        return Case(
            name: name,
            outcome: .failed(
                items.map(\.sentence).first ?? "", type: items.first?.finding?.kind.rawValue ?? "budget",
                details: details.joined(separator: " | ")))
    }

    private mutating func add(_ suite: String, _ item: Case) {
        if cases[suite] == nil { names.append(suite) }
        var item = item
        let same = cases[suite, default: []].count { $0.name == item.name || $0.name.hasPrefix(item.name + " (") }
        if cases[suite, default: []].contains(where: { $0.name == item.name }) { item.name += " (\(same + 1))" }
        cases[suite, default: []].append(item)
    }

    /// The target in `MAIN TARGET PRESET`.
    private static func target(_ title: String) -> String {
        let words = title.split(separator: " ")
        return words.count > 2 ? String(words[words.count - 2]) : general
    }

    var xml: String {
        var document = XMLDocument()
        document.add("testsuites", [("name", "pare")]) { document in
            for name in names { add(name, cases[name] ?? [], to: &document) }
        }
        return document.text
    }

    private func add(_ name: String, _ cases: [Case], to document: inout XMLDocument) {
        var (failures, errors, skipped) = (0, 0, 0)
        for item in cases {
            switch item.outcome {
            case .failed: failures += 1
            case .unjudged: errors += 1
            case .skipped: skipped += 1
            case .passed, .warned: break
            }
        }
        let counts = [
            ("tests", cases.count), ("failures", failures), ("errors", errors), ("skipped", skipped),
        ].map { ($0, "\($1)") }
        document.add("testsuite", [("name", name)] + counts + [("time", "0")]) { document in
            for item in cases {
                let attributes = [("name", item.name), ("classname", name), ("time", "0")]
                if case .passed = item.outcome {
                    document.add("testcase", attributes)
                } else {
                    document.add("testcase", attributes) { item.outcome.add(to: &$0) }
                }
            }
        }
    }
}

extension JUnitSuites.Outcome {
    fileprivate func add(to document: inout XMLDocument) {
        switch self {
        case .passed: break
        case .warned(let words): document.add("system-out", text: words)
        case .skipped(let words): document.add("skipped", [("message", words)])
        case .failed(let message, let type, let details):
            document.add("failure", [("message", message), ("type", type)], text: details)
        case .unjudged(let words): document.add("error", [("message", words), ("type", Alert.notJudged)])
        }
    }
}
