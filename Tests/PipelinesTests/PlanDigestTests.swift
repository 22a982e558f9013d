import Fixtures
import JSON
import Planning
import Testing
import Toolchain

@testable import Pipelines

struct PlanDigestTests {
    private static let text = """
        name: all
        mains: [., ./cmd/app]
        targets: [linux/amd64, linux/arm64, windows/amd64/v3]
        presets: [default, { name: c, env: { CGO_ENABLED: 1, CC: cc-of-mine }, cflags: [-Os] }]
        ldflags: ["-X main.home={{env.PLACE}}"]
        hooks: { before: [go vet ./...], after-build: ["sign {{path}}"] }
        budgets: [{ artifact: "*/default", max: 20MiB, growth: 2% }, { forbid: [plugin], main: ./cmd/app }]
        artifacts: { files: [go.mod] }
        """

    /// Of the pipeline in a project folder of its own.
    private func digest(
        _ text: String = text, folder name: String = "here", environment: [String: String] = [:], isAbsolute: Bool = false,
        filters: BuildPlan.Filters = BuildPlan.Filters()
    ) async throws -> String {
        try await plan(text, folder: name, environment: environment, isAbsolute: isAbsolute, filters: filters).digest()
    }

    private func plan(
        _ text: String, folder name: String, environment: [String: String], isAbsolute: Bool, filters: BuildPlan.Filters
    ) async throws -> BuildPlan {
        let root = try TemporaryFolder()
        let folder = "\(root.path)/\(name)"
        try root.write("module example.com/app\n", to: "\(name)/go.mod")
        try root.write("package main\nfunc main() {}\n", to: "\(name)/main.go")
        try root.write("package main\nfunc main() {}\n", to: "\(name)/cmd/app/main.go")
        try root.write(text, to: "\(name)/pipelines/all.yml")
        _ = try root.script("", to: "bin/cc-of-mine")
        let project = Project(folder: folder)
        let variables = ["PLACE": "same", "PATH": "\(root.path)/bin"].merging(environment) { $1 }
        return try await project.plan(
            isAbsolute ? "\(folder)/pipelines/all.yml" : nil, project.catalogue(), filters, environment: variables,
            toolchain: nil)
    }

    @Test func isTheSameInAnotherFolderAndEnvironment() async throws {
        let plain = try await digest()
        #expect(plain.count == 64)
        #expect(try await digest(folder: "some/where/else") == plain)
        #expect(try await digest(isAbsolute: true) == plain)
        let polluted = [
            "GOFLAGS": "-v", "GOAMD64": "v2", "CGO_CFLAGS": "-g3", "CGO_LDFLAGS": "-L/opt", "HOME": "/nowhere",
            "GOEXPERIMENT": "x",
            "PARE_GO": "/opt/go", "GOPATH": "/tmp/go", "PKG_CONFIG_PATH": "/opt", "CXX": "c++-of-mine",
        ]
        #expect(try await digest(environment: polluted) == plain)
        #expect(try await digest("# A comment moves every line.\n\n" + Self.text) == plain)
    }

    @Test(arguments: [
        ("main.home", "main.house"), ("linux/arm64", "linux/riscv64"), ("v3", "v4"), ("name: c,", "name: d,"),
        ("-Os", "-O2"), ("go vet", "go test"), ("20MiB", "21MiB"), ("2%", "3%"), ("plugin", "unsafe"), ("sign", "seal"),
        ("files: [go.mod]", "files: [main.go]"), ("CGO_ENABLED: 1,", "CGO_ENABLED: 1, A: b,"),
    ])
    func differsWithThePipeline(old: String, new: String) async throws {
        let text = Self.text.replacing(old, with: new)
        #expect(text != Self.text)
        #expect(try await digest(text) != digest())
    }

    @Test func differsWithWhatTemplatesAndFiltersChoose() async throws {
        #expect(try await digest(environment: ["PLACE": "other"]) != digest())
        #expect(try await digest(filters: BuildPlan.Filters(presets: ["c"])) != digest())
    }

    @Test func aPlanSurvivesJSON() async throws {
        let plan = try await plan(
            Self.text, folder: "here", environment: ["GOFLAGS": "-v"], isAbsolute: false, filters: BuildPlan.Filters())
        let text = try JSONEncoder().encode(plan)
        let decoded = try JSONDecoder().decode(BuildPlan.self, from: text)
        #expect(decoded == plan)
        #expect(try decoded.digest() == plan.digest())
        #expect(try JSONEncoder().encode(decoded) == text)
    }
}
