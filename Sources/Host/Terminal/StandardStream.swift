internal import Glibc
internal import SystemPackage

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
