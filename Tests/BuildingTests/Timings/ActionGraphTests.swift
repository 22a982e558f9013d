import Reports
import Testing

@testable import Building

struct ActionGraphTests {
    private func action(
        _ id: Int, _ mode: String, _ package: String, _ dependencies: String, from: String, to: String, runs: Bool
    )
        -> String
    {
        #"{"ID":\#(id),"Mode":"\#(mode)","Package":"\#(package)","Deps":[\#(dependencies)],"TimeStart":"2026-11-23T10:55:\#(from)+01:00","TimeDone":"2026-11-23T10:55:\#(to)+01:00","Cmd":\#(runs ? #"["compile"]"# : "null")}"#
    }

    @Test func cacheHitsAndTheLongestChain() throws {
        let json =
            "["
            + [
                action(0, "link-install", "app", "1", from: "09.5", to: "09.6", runs: false),
                action(1, "link", "app", "2", from: "08.000000001", to: "09.5", runs: true),
                action(2, "build", "app", "3,4,5", from: "07", to: "08", runs: true),
                action(3, "build", "fast", "", from: "00", to: "01.6", runs: true),
                action(4, "build", "slow", "5", from: "02", to: "07", runs: true),
                action(5, "build", "cached", "", from: "00.1", to: "00.2", runs: false),
            ].joined(separator: ",") + "]"
        let timings = try ActionGraph(json: json).timings
        #expect(timings.compiled == 3)
        #expect(timings.cached == 1)
        #expect(timings.steps.map(\.what) == ["compile slow", "compile fast", "link app", "compile app"])
        #expect(timings.criticalPath.map(\.what) == ["compile slow", "compile app", "link app"])
        #expect(abs(timings.criticalPath.reduce(0) { $0 + $1.seconds } - 7.5) < 0.001)
    }

    @Test(arguments: ["[]", #"[{"ID":0,"Mode":"build"}]"#, #"[{"ID":0,"Mode":"link","Deps":[0,7],"TimeStart":"x","Cmd":["l"]}]"#])
    func whatGoMightLeaveOut(json: String) throws {
        #expect(try ActionGraph(json: json).timings.compiled == 0)
    }
}
