/// A command of the user, for `sh -c` in the project's folder.
public struct Hook: Codable, Sendable, Equatable {
    public var command: String
    /// `FILE:LINE`
    public var place: String

    public init(command: String, place: String) {
        self.command = command
        self.place = place
    }

    /// The command for a binary at `path`, which its `{{path}}` stands for.
    public func command(path: String) -> String {
        Template(command)?.filled(quoting: shellQuoted) { $0 == "path" ? path : nil } ?? command
    }

    /// The command with all values but `path`, each as a word of the shell.
    func filled(with value: (String) -> String?) -> Hook {
        Hook(command: Template(command)?.filled(quoting: shellQuoted, with: value) ?? command, place: place)
    }
}

/// Commands around the builds, in order.
public struct Hooks: Sendable, Equatable {
    /// Once, before anything is built.
    public var before: [Hook]
    /// Once, when everything has succeeded and the report is written.
    public var after: [Hook]
    /// Before each build that takes place.
    public var beforeBuild: [Hook]
    /// After each build that succeeded, before its binary comes to its place; `{{path}}` is the binary.
    public var afterBuild: [Hook]

    public init(before: [Hook] = [], after: [Hook] = [], beforeBuild: [Hook] = [], afterBuild: [Hook] = []) {
        self.before = before
        self.after = after
        self.beforeBuild = beforeBuild
        self.afterBuild = afterBuild
    }

    func filled(with value: (String) -> String?) -> Hooks {
        Hooks(
            before: before.map { $0.filled(with: value) }, after: after.map { $0.filled(with: value) },
            beforeBuild: beforeBuild.map { $0.filled(with: value) }, afterBuild: afterBuild.map { $0.filled(with: value) })
    }
}

/// Reads `hooks:`, a mapping of four lists of commands. The form is shown at `Pipeline`.
struct HooksReader {
    static let keysOfBuild = ["before-build", "after-build"]

    /// In an override only those of builds.
    var keys = ["before", "after"] + keysOfBuild

    func read(_ node: Node, with yaml: inout YAMLReader) -> Hooks {
        guard let fields = yaml.fields(node, of: "`hooks`", known: keys) else { return Hooks() }
        return Hooks(
            before: commands("before", in: fields, scope: .run, with: &yaml),
            after: commands("after", in: fields, scope: .run, with: &yaml),
            beforeBuild: commands("before-build", in: fields, scope: .buildHook, with: &yaml),
            afterBuild: commands("after-build", in: fields, scope: .buildHook, with: &yaml))
    }

    private func commands(
        _ key: String, in fields: [String: Node], scope: Template.Scope, with yaml: inout YAMLReader
    ) -> [Hook] {
        guard let node = fields[key] else { return [] }
        return yaml.strings(node, "`\(key)`", example: "[go vet ./...]").map { command, node in
            yaml.noteTemplates(command, node, "`\(key)`", scope: scope)
            return Hook(command: command, place: yaml.place(node))
        }
    }
}
