internal import Host
internal import Rendering
internal import Reports

/// Lines to standard error in the width of its terminal, without what could move a cursor; there is nowhere to complain when that
/// fails. Lines with tabs are code and stay as they are.
func complain(_ message: String) {
    let style = TextStyle(Terminal(.error, environment: currentEnvironment))
    let lines = "pare: \(message)".split(separator: "\n", omittingEmptySubsequences: false).map { line in
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).visible }
        return parts.count == 1 ? wrapped(parts[0], style) : parts.joined(separator: "\t")
    }
    try? StandardStream.error.write("\(lines.joined(separator: "\n"))\n")
}

/// Paths of the command line stay on one line, whatever blanks are in them.
private func wrapped(_ line: String, _ style: TextStyle) -> String {
    let blank = "\u{E000}"
    let wholes = ["pare: "] + CommandLine.arguments.filter { $0.contains(" ") }
    let whole = wholes.reduce(line) { $0.replacing($1, with: $1.replacing(" ", with: blank)) }
    return style.wrapped(whole).replacing(blank, with: " ")
}

extension TextStyle {
    /// Lines have no limit outside a terminal.
    init(_ terminal: Terminal) {
        self.init(width: terminal.isInteractive ? terminal.width : nil, color: terminal.colour)
    }
}
