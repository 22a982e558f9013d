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
        Template(command)?.filled { $0 == "path" ? shellQuoted(path) : nil } ?? command
    }

    /// The command with all values but `path`, each as a word of the shell.
    func filled(with value: (String) -> String?) -> Hook {
        Hook(command: Template(command)?.filled { value($0).map(shellQuoted) } ?? command, place: place)
    }
}
