/// Reads `hooks:`, a mapping of four lists of commands. The form is shown at `Pipeline`.
struct HooksReader {
    func read(_ node: Node, with yaml: inout YAMLReader) -> Hooks {
        let keys = ["before", "after", "before-build", "after-build"]
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
