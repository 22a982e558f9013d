import Fixtures
import Foundation
import Testing

@testable import Building
@testable import Host
@testable import Toolchain

struct SavedStateTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func build(_ output: String) -> SavedState.Build {
        let input = Input.State(input: .package("/src/\(output.prefix(1))"), stamp: "1", digest: "2")
        let common = Input.State(input: .file("/go/VERSION"), stamp: "3", digest: "4")
        let record = Record(
            arguments: ["-ldflags=-s", "."], environment: ["GOOS=linux"], workingDirectory: ".", commands: [], tools: [],
            revision: "r",
            outputs: [],
            sha256: "5", seconds: 1.5, peakBytes: 100)
        return SavedState.Build(record: record, settings: GoSettings(values: ["GOFLAGS": ""]), inputs: [common, input])
    }

    @Test func comesBackAsItWasSaved() throws {
        var state = SavedState(folder: folder.path)
        #expect(state.builds == [:])
        for output in ["a/app", "b/app"] {
            try folder.write("binary", to: output)
            state.builds[output] = build(output)
        }
        try state.save(folder: folder.path)
        #expect(SavedState(folder: folder.path) == state)
        #expect(folder.read(".state.json")?.components(separatedBy: "VERSION").count == 2)
        #expect(folder.list("").filter { $0.hasSuffix(".tmp") } == [])
    }

    private static func text(
        settings: Int = 0, inputs: String = "", linked: String = "0", peak: String = "5", seconds: String = "1"
    ) -> String {
        """
        {"schema":"pare.state/4","pare":"\(PareVersion.number)","settings":[{"values":{}}],"inputs":[],"linked":[["fmt"]],"entries":{"a":{"settings":\(settings),"inputs":[\(inputs)],"linked":\(linked),
        "record":{"arguments":[],"environment":[],"workingDirectory":".","commands":[],"tools":[],"revision":"","outputs":[],
        "sha256":"","peakBytes":\(peak),"seconds":\(seconds)}}}}
        """
    }

    @Test func aTextThatCanBeReadIsOne() throws {
        try folder.write(Self.text(), to: ".state.json")
        #expect(SavedState(folder: folder.path).builds.keys.sorted() == ["a"])
    }

    @Test func buildsWhoseBinaryIsGoneAreForgotten() throws {
        var state = SavedState(folder: folder.path)
        state.builds["a/app"] = build("a/app")
        try state.save(folder: folder.path)
        #expect(SavedState(folder: folder.path).builds == [:])
    }

    @Test(arguments: [
        "", "not JSON", "{}", #"{"schema":"pare.state/1","settings":[],"inputs":[],"entries":{}}"#,
        Self.text(settings: 7, inputs: "-1"), Self.text(linked: "1"), Self.text(linked: "-1"),
        Self.text(peak: "9223372036854775807"), Self.text(peak: "-1"),
        Self.text(seconds: "1e300"), Self.text().replacing("\"\(PareVersion.number)\"", with: "\"0.0.9\""),
        Self.text().replacing("state/4", with: "state/5"), Self.text().replacing("tools", with: "compilers"),
    ])
    func whatCannotBeReadIsNoState(text: String) throws {
        try folder.write(text, to: ".state.json")
        #expect(SavedState(folder: folder.path).builds == [:])
    }
}
