internal import GoSource
internal import Host
internal import Linkage
internal import Planning
package import Reports
internal import Subprocess
internal import SystemPackage
internal import Toolchain

/// A removal as an edit of the user's sources, which is not made.
package struct Trial: Sendable {
    /// For `git apply` in `folder`.
    package var patch = ""
    /// The root of the git repository, or else of the module.
    package var folder: String
    /// New contents by path.
    package var files: [(path: String, text: String)] = []
    /// Uses that stay, and what that means.
    package var notes: [String] = []
    /// Commands that drop a requirement without a byte in the program.
    package var commands: [String] = []

    /// Writes the files. Throws `ConfigurationError` if git knows of changes that would be lost, unless `force`.
    package func apply(force: Bool, environment: [String: String]) async throws {
        if !force {
            let changed = try await uncommitted(environment)
            guard changed.isEmpty else {
                throw ConfigurationError(
                    problems: changed.map {
                        Problem(place: "--apply", what: "\($0) has changes that are not committed; commit them, or add --force")
                    })
            }
        }
        for file in files { try replaceFile(at: file.path, with: file.text) }
    }

    /// Of the files those with changes; outside of a repository nothing is known to be committed.
    private func uncommitted(_ environment: [String: String]) async throws -> [String] {
        let answer = try await run(
            .name("git"), arguments: Arguments(["status", "--porcelain", "--"] + files.map(\.path)),
            environment: .exactly(environment), workingDirectory: FilePath(folder), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 16))
        guard answer.terminationStatus.isSuccess else { return files.map(\.path) }
        return answer.standardOutput.split(separator: "\n").map { String($0.dropFirst(3)) }
    }
}

extension LinkedProgram {
    /// The edit that removes an import, or all imports of a package or module, from the sources of the main module. Throws
    /// `ConfigurationError`.
    package func trial(of subject: RemovalSubject) throws -> Trial {
        let place = "try \(subject)"
        func failure(_ whats: [String]) -> ConfigurationError {
            ConfigurationError(problems: whats.map { Problem(place: place, what: $0) })
        }
        let root = packages[main]?.module?.file.map { String($0.dropLast("/go.mod".count)) } ?? currentFolder
        var trial = Trial(folder: FilePath(root).enclosing(holding: [".git"]).first?.string ?? root)
        if case .module(let path) = subject, modules[path] == nil, requirements.contains(where: { $0.path == path }) {
            trial.commands = ["go mod edit -droprequire=\(path)", "go mod tidy"]
            return trial
        }
        let cut = try provable(subject, place: place)
        let edits: [(from: String, to: Set<String>)]
        switch cut.cut {
        case .importEdge(let from, let to): edits = [(from, [to])]
        default:
            let gone = Set(cut.cut.packages)
            edits = packages.values.filter { !gone.contains($0.path) && !gone.isDisjoint(with: $0.imports ?? []) }
                .map { ($0.path, gone) }.sorted { $0.0 < $1.0 }
        }
        let foreign = edits.map(\.from).filter { packages[$0]?.module?.isMain != true }
        guard foreign.isEmpty else {
            throw failure([
                "\(foreign.prefix(3).joined(separator: ", "))\(foreign.count > 3 ? " and \(foreign.count - 3) more" : "") of other modules import it; `pare why` shows the imports of your own that lead there"
            ])
        }
        for edit in edits {
            do {
                let experiment = try bodiesExperiment(
                    from: edit.from, to: edit.to, comment: "pare: removed use of \(subject.removedName)")
                for file in experiment.files {
                    let path =
                        file.path.hasPrefix("\(trial.folder)/") ? String(file.path.dropFirst(trial.folder.count + 1)) : file.path
                    trial.patch += UnifiedDiff.text(path: path, from: try MappedFile(path: file.path).text, to: file.text)
                }
                trial.files += experiment.files
                trial.notes += experiment.kept.map { "\($0.file):\($0.line) still needs \($0.function ?? "it")" }
            } catch let error as ExperimentError {
                throw failure([error.description])
            }
        }
        return trial
    }
}

extension RemovalSubject {
    /// Name of the removed package in a comment.
    fileprivate var removedName: String { if case .edge(_, let to) = self { to } else { description } }
}
