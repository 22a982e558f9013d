import Testing

@testable import Planning

struct InitialFilesTests {
    @Test(arguments: [[], ["./cmd/app"], [".", "./cmd/it's #1", "./tools/x"]])
    func theFirstPipelineReads(mains: [String]) throws {
        let text = InitialFiles.pipeline(modulePath: "example.com/app", mains: mains)
        let pipeline = try pipeline(text)
        #expect(pipeline.name == "release")
        #expect(pipeline.mains.map(\.path) == (mains.isEmpty ? ["."] : mains))
        #expect(pipeline.targets.map(\.name) == ["linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"])
        #expect(pipeline.presets.map(\.name) == ["default", "strip", "small"])
        #expect(pipeline.budgets.isEmpty)
    }

    @Test func theBudgetInItReadsWithoutItsHash() throws {
        let text = InitialFiles.pipeline(modulePath: "example.com/app", mains: ["."])
            .replacing("# budgets:", with: "budgets:").replacing("#   - {", with: "  - {")
        #expect(try pipeline(text).budgets.map(\.text) == ["artifact linux/*/small max 20MiB"])
    }

    @Test func theCatalogueIsTheBuiltInOne() {
        #expect(InitialFiles.targets == TargetCatalogue.builtInText)
    }
}
