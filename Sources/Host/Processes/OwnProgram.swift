internal import Subprocess
internal import SystemPackage

/// Standard output of this program run with other arguments; where it has none, its complaint.
package func answer(toOwnArguments arguments: [String]) async throws -> String {
    let result = try await Subprocess.run(
        .path("/proc/self/exe"), arguments: Arguments(arguments), output: .string(limit: 1 << 22), error: .string(limit: 1 << 20))
    return result.standardOutput.isEmpty ? result.standardError : result.standardOutput
}
