internal import Glibc
internal import SystemPackage

/// The properties of the terminal of a stream.
package struct Terminal: Sendable, Equatable {
    /// Whether the stream is a terminal on which lines may be redrawn.
    package var isInteractive: Bool
    /// Columns; 80 if unknown.
    package var width: Int
    package var colour: Bool

    package init(isInteractive: Bool, width: Int, colour: Bool) {
        self.isInteractive = isInteractive
        self.width = width
        self.colour = colour
    }

    /// `NO_COLOR` disables colour, `CLICOLOR_FORCE` enables it, `TERM=dumb` disables cursor movement and colour; `COLUMNS` is
    /// used if `columns` is nil.
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

    /// Queries the terminal of a stream.
    package init(_ stream: StandardStream, environment: [String: String]) {
        let isTerminal = isatty(stream.rawValue) == 1
        var size = winsize()
        if isTerminal { _ = unsafe ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) }
        self.init(isTerminal: isTerminal, columns: size.ws_col > 0 ? Int(size.ws_col) : nil, environment: environment)
    }
}

/// Standard output, for results, or standard error, for messages. Writes are unbuffered.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// The reader of the pipe has exited, as in `pare weigh FILE | head`: not an error, the program just ends.
    package struct Closed: Error {}

    /// Turns a closed pipe into an error of `write` instead of a signal that kills the program. Child processes start with the
    /// default action.
    package static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Opens /dev/null for closed streams (`>&-`), so that no file opened later gets their descriptor and their output. Writes to
    /// them fail as before.
    package static func occupyClosedStreams() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            _ = unsafe open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Throws `Closed` if the reader of a pipe has exited, `FileError` if the text cannot be written.
    package func write(_ text: String) throws {
        var text = text
        try text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while unsafe !rest.isEmpty {
                do {
                    let count = try unsafe FileDescriptor(rawValue: rawValue).write(rest)
                    unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } catch Errno.resourceTemporarilyUnavailable {
                    var wait = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                    unsafe poll(&wait, 1, -1)
                } catch Errno.brokenPipe {
                    throw Closed()
                } catch {
                    throw FileError(path: self == .output ? "standard output" : "standard error", error)
                }
            }
        }
    }
}
