internal import Host
internal import Subprocess
internal import SystemPackage

/// The git of `PATH` in one repository.
package struct Git: Sendable {
    /// Git's refusal, in its own words.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        package var description: String

        package init(description: String) { self.description = description }
    }

    package let folder: String
    private let executable: String
    private let environment: [String: String]

    /// Nil without git.
    package init?(in folder: String, environment: [String: String]) {
        guard let git = SearchPath(environment: environment).executable("git") else { return nil }
        executable = git
        self.folder = folder
        self.environment = environment
    }

    /// Standard output. Throws `Failure` for another exit code than 0, and for an output of more than 1 GiB.
    package func output(_ arguments: [String], input: [UInt8] = []) async throws -> String {
        String(decoding: try await bytes(arguments, input: input), as: UTF8.self)
    }

    package func bytes(_ arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
        let result = try await run(
            .path(FilePath(executable)), arguments: Arguments(arguments), environment: .exactly(environment),
            workingDirectory: FilePath(folder), input: .array(input), output: .bytes(limit: 1 << 30),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else {
            let lines = result.standardError.split(separator: "\n").map { $0.drop { $0.isWhitespace } }
            let said = lines.first { !$0.hasPrefix("hint:") && !$0.hasPrefix("To ") } ?? "\(result.terminationStatus)"
            // Git's remedy for a repository of another user, as in containers of continuous integration.
            let remedy = lines.first { $0.hasPrefix("git config ") }.map { "; \($0)" } ?? ""
            throw Failure(description: "git says \"\(said)\"\(remedy)")
        }
        return result.standardOutput
    }

    /// The first line of standard output.
    package func line(_ arguments: [String]) async throws -> String {
        String(try await output(arguments).prefix { $0 != "\n" })
    }
}
