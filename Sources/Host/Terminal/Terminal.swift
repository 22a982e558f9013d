internal import Glibc

/// What is known of the screen behind a stream.
package struct Terminal: Sendable, Equatable {
    /// Somebody watches, so that a line may be redrawn.
    package var isInteractive: Bool
    /// Columns; 80 when nothing tells.
    package var width: Int
    package var colour: Bool

    package init(isInteractive: Bool, width: Int, colour: Bool) {
        self.isInteractive = isInteractive
        self.width = width
        self.colour = colour
    }

    /// `NO_COLOR` forbids colour, `CLICOLOR_FORCE` asks for it, `TERM=dumb` neither moves the cursor nor colours; `COLUMNS`
    /// fills in for `columns`.
    package init(isTerminal: Bool, columns: Int?, environment: [String: String]) {
        isInteractive = isTerminal && environment["TERM"] != "dumb"
        width = columns ?? environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
        if let forbidden = environment["NO_COLOR"], !forbidden.isEmpty {
            colour = false
        } else if let forced = environment["CLICOLOR_FORCE"], !forced.isEmpty, forced != "0" {
            colour = true
        } else {
            colour = isInteractive
        }
    }

    /// Asks the stream itself.
    package init(_ stream: StandardStream, environment: [String: String]) {
        let isTerminal = isatty(stream.rawValue) == 1
        var size = winsize()
        if isTerminal { _ = unsafe ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) }
        self.init(isTerminal: isTerminal, columns: size.ws_col > 0 ? Int(size.ws_col) : nil, environment: environment)
    }
}
