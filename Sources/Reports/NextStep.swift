/// The message of a broken budget taken apart: what is wrong, and the command to run next.
extension Verdict.Broken {
    private static let separator = "; run: "

    package static func message(_ sentence: String, command: String?) -> String {
        sentence + (command.map { separator + $0 } ?? "")
    }

    package var sentence: String { parts?.sentence ?? message }
    package var command: String? { parts?.command }

    private var parts: (sentence: String, command: String)? {
        for index in message.indices.reversed() where message[index...].hasPrefix(Self.separator) {
            return (String(message[..<index]), String(message[index...].dropFirst(Self.separator.count)))
        }
        return nil
    }
}
