import BinaryFormats
import Fixtures
import Foundation
import Subprocess
import SystemPackage
import Testing

/// How a run of pare ended and what it said.
struct PareRun {
    var code: Int32
    var output: String
    var error: String
}

/// The executable under test: SwiftPM puts it beside the test runner.
let pare: String = {
    let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (runner as NSString).deletingLastPathComponent + "/pare"
}()

/// Runs pare in a folder, without what the user's environment may say of go and colours.
func runPare(_ arguments: String..., in folder: TemporaryFolder, environment: [String: String] = [:]) async throws -> PareRun {
    try await runProgram(pare, arguments, in: folder, environment: environment)
}

/// Runs a line of shell in which `$PARE` is pare.
func runShell(_ script: String, in folder: TemporaryFolder, environment: [String: String] = [:]) async throws -> PareRun {
    try await runProgram("/bin/bash", ["-c", script], in: folder, environment: environment.merging(["PARE": pare]) { $1 })
}

private func runProgram(
    _ program: String, _ arguments: [String], in folder: TemporaryFolder, environment: [String: String]
) async throws -> PareRun {
    var variables: [Environment.Key: String] = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path]
    for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
    let result = try await run(
        .path(FilePath(program)), arguments: Arguments(arguments), environment: .custom(variables),
        workingDirectory: FilePath(folder.path), output: .string(limit: 1 << 24), error: .string(limit: 1 << 20))
    let code: Int32 =
        switch result.terminationStatus {
        case .exited(let code): code
        case .signaled(let signal): -signal
        }
    return PareRun(code: code, output: result.standardOutput, error: result.standardError)
}

/// What go needs beside the little that pare gets in tests: its cache, kept between runs.
func goEnvironment() async throws -> [String: String] {
    let cache = try await runGo(["env", "GOCACHE"]).trimmingCharacters(in: .whitespacesAndNewlines)
    return [
        "PARE_GO": GoBuild.go ?? "", "GOCACHE": cache, "GOFLAGS": "", "GOWORK": "off", "GOTOOLCHAIN": "local",
        "GOPROXY": "off", "GOSUMDB": "off", "XDG_CACHE_HOME": "cache", "CGO_ENABLED": "0",
    ]
}

/// What pare says of a Go program, as JSON; `isValidated` checks it against its schema.
func pareJSON(_ arguments: [String], in folder: TemporaryFolder, isValidated: Bool = false) async throws -> [String: Any] {
    let words = (arguments + ["--format", "json"]).map { "'\($0)'" }.joined(separator: " ")
    let run = try await runShell("$PARE \(words)", in: folder, environment: goEnvironment())
    #expect(run.error == "")
    #expect(run.code == 0)
    if isValidated { try expectValid([run.output]) }
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
}

/// A folder with a small Go program in it, made by the tests' builder: `app`, and `grown` with one more function.
func folderWithBinaries() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var program = ProgramBuilder.sample
    try folder.write(program.spec(.elf, .little, pointerSize: 8).build().bytes, to: "app")
    program.functions.append(.init("net/http.(*Server).Serve", size: 480))
    try folder.write(program.spec(.elf, .little, pointerSize: 8).build().bytes, to: "grown")
    return folder
}
