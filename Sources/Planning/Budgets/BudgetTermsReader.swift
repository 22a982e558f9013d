/// Keys of a budget that do not depend on the limited figure.
package protocol BudgetTerms {
    var level: BudgetLevel { get set }
    var name: String? { get set }
    var advice: String? { get set }
    var waiver: BudgetWaiver? { get set }
}

extension Budget: BudgetTerms {}
extension MeasureBudget: BudgetTerms {}

/// Reads the keys of a budget that say how its limits are applied.
struct BudgetTermsReader {
    static let keys = ["level", "name", "message", "waive"]

    func read(_ fields: [String: Node], into budget: inout Budget, with yaml: inout YAMLReader) {
        budget.headroom = fields["headroom"].flatMap { readShare($0, "`headroom`", with: &yaml) }
        if let node = fields["noise"] {
            budget.noise = node.scalar.flatMap { byteSize($0.string) }
            if budget.noise == nil {
                yaml.report(node, "`noise`", found: yaml.describe(node), expected: "a size: 4KiB")
            }
        }
        readTerms(fields, into: &budget, with: &yaml)
    }

    /// `level`, `name`, `message` and `waive`.
    func readTerms(_ fields: [String: Node], into budget: inout some BudgetTerms, with yaml: inout YAMLReader) {
        if let node = fields["level"] {
            if let level = node.scalar.flatMap({ BudgetLevel(rawValue: $0.string) }) {
                budget.level = level
            } else {
                yaml.report(
                    node, "`level`", found: yaml.describe(node), expected: yaml.list(BudgetLevel.allCases.map(\.rawValue)))
            }
        }
        if let node = fields["name"], let name = yaml.string(node, "`name`") {
            budget.name = name
            if !isFileName(name) { yaml.report(node, "`name` of a budget", found: "`\(name)`", expected: fileNameRule) }
        }
        budget.advice = fields["message"].flatMap { yaml.string($0, "`message`") }
        budget.waiver = fields["waive"].flatMap { readWaiver($0, with: &yaml) }
    }

    /// A size or percent.
    func readShare(_ node: Node, _ what: String, with yaml: inout YAMLReader) -> Budget.Growth? {
        let text = node.scalar?.string ?? ""
        let number = text.dropLast()
        if text.hasSuffix("%"), number.allSatisfy({ "0123456789.".contains($0) }), let percent = Double(number) {
            return .percent(percent)
        }
        if let bytes = byteSize(text) { return .bytes(bytes) }
        yaml.report(node, what, found: yaml.describe(node), expected: "percent or a size: 2% or 100KiB")
        return nil
    }

    private func readWaiver(_ node: Node, with yaml: inout YAMLReader) -> BudgetWaiver? {
        guard let fields = yaml.fields(node, of: "a waiver", known: ["reason", "until"]) else { return nil }
        let reason = fields["reason"].flatMap { yaml.string($0, "`reason`") }
        let until = fields["until"].flatMap { yaml.string($0, "`until`", expected: "a day: 2026-12-31") }
        if fields["reason"] == nil || fields["until"] == nil {
            yaml.report(node, "a waiver has a reason and an end", expected: "{ reason: the new codec, until: 2026-12-31 }")
        }
        if let until, !isDay(until) {
            yaml.report(node, "`until`", found: "`\(until)`", expected: "a day: 2026-12-31")
            return nil
        }
        guard let reason, let until else { return nil }
        return BudgetWaiver(reason: reason, until: until)
    }
}

/// Whether the text is a day such as `2026-12-31`, so that days compare as texts do.
func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
        parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let month = Int(parts[1]),
        let day = Int(parts[2])
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
}
