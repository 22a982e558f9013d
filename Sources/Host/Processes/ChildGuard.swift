internal import Glibc
internal import Subprocess
internal import SystemPackage

/// Kills the processes that a run has started even if the run itself is killed.
///
/// A shell in its own session waits on a pipe whose other end only this process holds. When the pipe is closed without a line,
/// the shell kills every process with the run's mark in its environment and removes the scratch folder, if there is one.
package struct ChildGuard {
    package static let variable = "PARE_RUN"
    /// Value of `PARE_RUN` for all processes that the run starts.
    package let mark: String
    private let pipe: FileDescriptor?
    private let shell: Task<Void, Never>?

    private static let script = """
        read -r _ && exit
        for signal in TERM KILL KILL KILL; do
            found=$(grep -lsFzx "PARE_RUN=$1" /proc/[0-9]*/environ | cut -d / -f 3)
            [ -n "$found" ] || break
            kill -s $signal $found
            sleep 0.5
        done
        [ -z "$2" ] || rm -rf "$2"
        """

    /// Starts the guard. Without a shell there is no guard, and the run continues.
    package init(scratch: String? = nil) {
        mark = "\(getpid())-\(UInt32.random(in: .min ... .max))"
        guard let ends = try? FileDescriptor.pipe(options: .closeOnExec) else {
            pipe = nil
            shell = nil
            return
        }
        pipe = ends.writeEnd
        let arguments = ["-c", Self.script, "pare-guard", mark, scratch ?? ""]
        shell = Task.detached {
            var options = PlatformOptions()
            options.createSession = true
            _ = try? await Subprocess.run(
                .path("/bin/sh"), arguments: Arguments(arguments),
                environment: .exactly(["PATH": "/usr/local/bin:/usr/bin:/bin"]),
                platformOptions: options, input: .fileDescriptor(ends.readEnd, closeAfterSpawningProcess: true),
                output: .discarded, error: .discarded)
        }
    }

    /// Ends the guard, after all processes of the run have ended.
    package func dismiss() async {
        _ = try? pipe?.writeAll("done\n".utf8)
        try? pipe?.close()
        await shell?.value
    }
}
