import Building
import Fixtures
import Foundation
import Reports
import Testing

@Suite(.runsGo) struct FunctionBreakdownTests {
    /// `--by function` is exact, and leaves only what functions share of the function table without a function.
    @Test(
        arguments: GoBuild.large + [
            GoBuild("linux/s390x"), GoBuild("windows/386", stripped: true), GoBuild("darwin/arm64"), GoBuild("js/wasm"),
        ])
    func functionTable(build: GoBuild) async throws {
        let path = try await build.path()
        let weighed = try #require(try weighAll(path, WeighOptions(), by: BreakdownQuery(by: [.function])).first)
        let breakdown = try #require(weighed.breakdown)
        #expect(breakdown.total == (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int))
        #expect(breakdown.rows.reduce(0) { $0 + $1.size } == breakdown.total)

        let table = weighed.report.packages.reduce(0) { $0 + ($1.kinds["pclntab"] ?? 0) }
        let shared = breakdown.rows.first { $0.label.name == "(no function: pclntab)" }?.size ?? 0
        #expect(shared > 0)
        #expect(Double(shared) < 0.07 * Double(table), "\(shared) of \(table) bytes")
    }
}
