internal import Glibc
internal import SystemPackage

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

/// Standard output, the result, or standard error, the talk. Writing goes to the descriptor at once.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// The reader has gone, as in `pare weigh FILE | head`: no fault, the program just has nothing left to do.
    package struct Closed: Error {}

    /// Makes a closed pipe an error of `write` instead of a signal that ends the program. Children start with the default again.
    package static func ignoreBrokenPipes() {
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Gives streams that are closed (`>&-`) a place where nothing is, so that no file that is opened later takes their number and
    /// with it what is meant for them. Writing to them fails as before.
    package static func occupyClosedStreams() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            _ = unsafe open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Throws `Closed` when nobody reads any more, `FileError` when the text cannot be written.
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
