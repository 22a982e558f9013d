import Testing

@testable import Planning

struct InitialFilesTests {
    private func files(_ mains: [String]) throws -> String {
        try files([FoundModule(folder: ".", programs: mains.map { FoundProgram(path: $0) })])
    }

    private func files(
        _ modules: [FoundModule], others: [FoundModule] = [], installed: Set<String> = ["gcc"]
    ) throws -> String {
        InitialFiles(
            title: "example.com/app", modules: modules, others: others, catalogue: try builtInCatalogue(),
            host: HostFacts(native: "linux/amd64", installed: installed)
        ).pipeline
    }

    @Test func programsWithCGetItWhereACompilerReaches() throws {
        let program = FoundProgram(
            path: "./cmd/app", cgoPackages: ["example.com/app/sum"], cgoStandard: ["net"],
            needsCgoFor: ["darwin/arm64", "windows/amd64"])
        let text = try files([FoundModule(folder: ".", programs: [program, FoundProgram(path: ".")])])
        let read = try pipeline(text)
        #expect(read.overrides.count == 1)
        #expect(read.overrides.first?.builds.targets?.map(\.name) == ["linux/amd64"])
        #expect(read.overrides.first?.settings.environment == [EnvironmentVariable("CGO_ENABLED", "1")])
        #expect(read.exclusions.map { $0.targets?.map(\.name) } == [["darwin/arm64", "windows/amd64"]])
        #expect(text.contains("#   not for windows/amd64: no C compiler here reaches it: apt-get install g++-mingw-w64-x86-64"))
        #expect(text.contains("#   ./cmd/app: example.com/app/sum\n"))
    }

    @Test func programsThatCgoConcernsAreNamedWhereItIsOn() throws {
        let modules = [FoundModule(folder: ".", programs: [FoundProgram(path: ".", cgoStandard: ["net", "os/user"])])]
        #expect(try files(modules).contains("#   .: net, os/user with the C library's resolver\n"))
        #expect(try !files(modules, installed: []).contains("CGO_ENABLED"))
    }

    @Test func severalModulesAndProfiles() throws {
        let server = FoundModule(folder: "server", programs: [FoundProgram(path: "./cmd/api", hasProfile: true)])
        let agent = FoundModule(folder: "agent", programs: [FoundProgram(path: ".")])
        let both = try files([server, agent])
        #expect(try pipeline(both).mains.map { "\($0.module) \($0.path)" } == ["server ./cmd/api", "agent ."])
        #expect(both.contains("- ./cmd/api # compiled for its default.pgo, as go does\n"))
        let one = try files([FoundModule(folder: ".", programs: [FoundProgram(path: ".")])], others: [server])
        #expect(try pipeline(one).mains.map(\.path) == ["."])
        #expect(one.contains("#   server: [./cmd/api]\n"))
    }

    @Test(arguments: [[], ["./cmd/app"], [".", "./cmd/it's #1", "./tools/x"]])
    func theFirstPipelineReads(mains: [String]) throws {
        let text = try files(mains)
        let pipeline = try pipeline(text)
        #expect(pipeline.name == "release")
        #expect(pipeline.mains.map(\.path) == (mains.isEmpty ? ["."] : mains))
        #expect(pipeline.targets.map(\.name) == ["linux/amd64", "linux/arm64", "darwin/arm64", "windows/amd64"])
        #expect(pipeline.presets.map(\.name) == ["default", "strip", "small"])
        #expect(pipeline.budgets.isEmpty)
    }

    @Test func theBudgetInItReadsWithoutItsHash() throws {
        let text = try files(["."])
            .replacing("# budgets:", with: "budgets:").replacing("#   - {", with: "  - {")
        #expect(try pipeline(text).budgets.map(\.text) == ["artifact linux/*/small max 20MiB"])
    }

    @Test func theCatalogueIsTheBuiltInOne() {
        #expect(InitialFiles.targets == TargetCatalogue.builtInText)
    }
}
