import Fixtures

/// Tests in a project of a few programs, which `mockGo` builds.
protocol MockProject {
    var folder: TemporaryFolder { get }
    var environment: [String: String] { get }
}

func mockProject() throws -> (folder: TemporaryFolder, environment: [String: String]) {
    let folder = try folderWithBinaries()
    let go = try folder.script(mockGo, to: "tools/go")
    let environment = ["PARE_GO": go, "MOCK_BINARY": folder.path + "/app"]
    try folder.write("module example.com/app\n\ngo 1.24\n", to: "go.mod")
    for main in ["main.go", "cmd/tool/main.go", "cmd/bad/bad.go", "cmd/endless/main.go"] {
        try folder.write("package main\n", to: main)
    }
    return (folder, environment)
}

extension MockProject {
    func pare(_ arguments: String...) async throws -> PareRun {
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try await runShell("$PARE \(words)", in: folder, environment: environment)
    }

    func pipeline(mains: String, budgets: String) throws {
        let text = "name: release\nmodule: .\nmains: [\(mains)]\ntargets: [linux/amd64]\npresets: [default, strip]\n\(budgets)\n"
        try folder.write(text + "report: [html, markdown, json]\n", to: "pipelines/release.yml")
    }
}
