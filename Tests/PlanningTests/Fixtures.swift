import Foundation
import Testing

@testable import Planning

/// The catalogue as a linux/amd64 machine sees it.
func builtInCatalogue() throws -> TargetCatalogue {
    try TargetCatalogue.builtIn(native: "linux/amd64")
}

/// A pipeline of the module example.com/server.
func pipeline(_ text: String, file: String = "release.yml") throws -> Pipeline {
    try Pipeline.draft(text, file: file, catalogue: builtInCatalogue()) { main, module in
        let parts = "\(module)/\(main)".split(separator: "/").filter { $0 != "." }
        return (["example.com/server"] + parts).joined(separator: "/")
    }.whole()
}

/// The plan of a text, on a linux/amd64 machine where all tools are installed when nothing is said.
func plan(
    _ text: String, installed: Set<String>? = nil, values: TemplateValues = TemplateValues(),
    filters: BuildPlan.Filters = BuildPlan.Filters(), goSettings: [EnvironmentVariable] = []
) throws -> BuildPlan {
    let catalogue = try builtInCatalogue()
    let host = HostFacts(
        native: "linux/amd64", installed: installed ?? catalogue.tools, values: values, goSettings: goSettings)
    return try BuildPlan.make(pipeline(text), catalogue: catalogue, host: host, filters: filters)
}

/// Its builds as lines of a shell.
func lines(_ plan: BuildPlan) -> String {
    plan.shellLines(outputFolder: "dist/\(plan.pipeline)").joined(separator: "\n")
}

/// The problems of a text as people see them, or a sentence when it has none.
func problems(_ read: () throws -> some Any) -> String {
    do {
        _ = try read()
        return "no problem"
    } catch {
        return "\(error)"
    }
}

/// A file of the repository.
func repositoryFile(_ path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

/// The path of an executable on `PATH`.
func executable(_ name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// Exit code, standard output and standard error of a command.
func run(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:]
) throws -> (code: Int32, output: String, error: String) {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let errorFile = FileManager.default.temporaryDirectory.appending(path: "pare-\(UUID().uuidString)")
    #expect(FileManager.default.createFile(atPath: errorFile.path, contents: nil))
    defer { try? FileManager.default.removeItem(at: errorFile) }
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let error = try String(contentsOf: errorFile, encoding: .utf8)
    return (process.terminationStatus, String(decoding: data, as: UTF8.self), error)
}
