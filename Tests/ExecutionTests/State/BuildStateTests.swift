import Fixtures
import Foundation
import Testing

@testable import Execution

struct BuildStateTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func build(_ output: String) -> BuildState.Build {
        let input = BuildInput.State(input: .package("/src/\(output.prefix(1))"), stamp: "1", digest: "2")
        let common = BuildInput.State(input: .file("/go/VERSION"), stamp: "3", digest: "4")
        let record = BuildRecord(
            arguments: ["-ldflags=-s", "."], environment: ["GOOS=linux"], workingDirectory: ".", commands: [], revision: "r",
            outputs: [],
            sha256: "5", seconds: 1.5, peakBytes: 100)
        return BuildState.Build(record: record, settings: GoSettings(values: ["GOFLAGS": ""]), inputs: [common, input])
    }

    @Test func comesBackAsItWasSaved() throws {
        var state = BuildState(folder: folder.path)
        #expect(state.builds == [:])
        for output in ["a/app", "b/app"] {
            try folder.write("binary", to: output)
            state.builds[output] = build(output)
        }
        try state.save(folder: folder.path)
        #expect(BuildState(folder: folder.path) == state)
        #expect(folder.read(".state.json")?.components(separatedBy: "VERSION").count == 2)
        #expect(folder.list("").filter { $0.hasSuffix(".tmp") } == [])
    }

    @Test func buildsWhoseBinaryIsGoneAreForgotten() throws {
        var state = BuildState(folder: folder.path)
        state.builds["a/app"] = build("a/app")
        try state.save(folder: folder.path)
        #expect(BuildState(folder: folder.path).builds == [:])
    }

    @Test(arguments: [
        "", "not JSON", "{}", #"{"schema":"pare.state/2","settings":[],"inputs":[],"entries":{}}"#,
        #"{"schema":"pare.state/1","settings":[],"inputs":[],"entries":{"a":{"settings":7,"inputs":[-1],"record":{"arguments":[],"environment":[],"workingDirectory":".","commands":[],"revision":"","outputs":[],"sha256":""}}}}"#,
    ])
    func whatCannotBeReadIsNoState(text: String) throws {
        try folder.write(text, to: ".state.json")
        #expect(BuildState(folder: folder.path).builds == [:])
    }
}
