import Fixtures
@testable import Gating
import Planning
import Reports
import Testing

@Suite struct TighteningTests {
    private let report: BuildReport = {
        var report = smallBuildReport()
        report.builds.removeLast()
        return report
    }()

    private func list(_ budgets: [Budget], margin: Double = 2) -> [Tightening] {
        Tightening.list(budgets, Gate(budgets: budgets).judge(report), margin: margin)
    }

    private func budget(_ subject: Budget.Subject = .artifacts, max: Int, line: Int = 3) -> Budget {
        Budget(subject: subject, max: max, text: "BUDGET \(line)", place: "p.yml:\(line)")
    }

    /// To the largest build plus the margin, rounded up as the file says sizes.
    @Test func limitsAreLoweredToTheLargestBuild() {
        let budgets = [
            budget(max: 20 << 20), budget(.packages(Glob("golang.org/x/net/idna")), max: 1 << 20, line: 4),
            budget(max: 1_000, line: 5),
        ]
        let found = list(budgets)
        #expect(
            found.map(\.edit) == [
                LimitEdit(budget: 0, key: "max", text: "1.79MiB"), LimitEdit(budget: 1, key: "max", text: "1020"),
            ])
        #expect(found[0].actual == 1_836_000 && found[0].sentence == "p.yml:3: BUDGET 3: max could be 1.79MiB")
    }

    /// A file that was just updated needs no further update.
    @Test(arguments: [0, 0.5, 2, 50]) func anUpdateIsStable(margin: Double) throws {
        var budgets = [budget(max: 20 << 20)]
        let found = try #require(list(budgets, margin: margin).first)
        budgets[0].max = byteSize(found.edit.text)
        #expect((budgets[0].max ?? 0) >= found.actual)
        #expect(list(budgets, margin: margin).isEmpty)
    }

    @Test func sizesAreRoundedUp() {
        for bytes in [1, 1_023, 1_024, 1_025, 1_048_575, 1_048_576, 1_048_577, 20_353_172, 1 << 40] {
            let size = byteSize(Tightening.sizeText(bytes)) ?? 0
            #expect(
                size >= bytes && Double(size - bytes) <= Double(bytes) * 0.11 + 105, "\(bytes): \(Tightening.sizeText(bytes))")
        }
        #expect(Tightening.sizeText(3 << 20) == "3MiB" && Tightening.sizeText(1_536) == "1.5KiB")
    }

    @Test func whatWasNotJudgedStays() {
        let unknown = Budget(
            subject: .artifacts, max: 20 << 20, maxCompressed: 20 << 20, text: "BUDGET", place: "p.yml:3")
        var report = report
        report.builds[0].compressed = nil
        #expect(Tightening.list([unknown], Gate(budgets: [unknown]).judge(report), margin: 2).isEmpty)
    }
}
