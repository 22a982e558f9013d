internal import Glibc

/// The terminal as a screen of its own, without echo and line editing, until `restore`. (termios(3), XTerm Control Sequences)
package struct Screen {
    private let saved: termios

    /// Nil where standard input and output are not both a terminal.
    package init?() throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
        var attributes = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &attributes) == 0 else { return nil }
        saved = attributes
        unsafe cfmakeraw(&attributes)
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &attributes)
        try StandardStream.output.write("\u{1B}[?1049h\u{1B}[?25l")
    }

    package func restore() {
        try? StandardStream.output.write("\u{1B}[?25h\u{1B}[?1049l")
        var attributes = saved
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &attributes)
    }

    package var size: (width: Int, height: Int) {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    package func draw(_ lines: [String]) throws {
        var text = "\u{1B}[H"
        for (index, line) in lines.enumerated() { text += "\(line)\u{1B}[K" + (index < lines.count - 1 ? "\r\n" : "") }
        try StandardStream.output.write(text)
    }

    /// Bytes that were typed within the time; nil at the end of the input.
    package func read(milliseconds: Int32) -> [UInt8]? {
        var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&wait, 1, milliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }
}
