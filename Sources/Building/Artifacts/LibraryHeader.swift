/// The header that go writes beside a library for C, without which nobody can use it. (`go help buildmode`)
enum LibraryHeader {
    /// Where it is, for a library at `binary`; nil for what is none. `flags` are those of `go build`, or the whole command.
    package static func path(besides binary: String, flags: String) -> String? {
        guard ["-buildmode=c-archive", "-buildmode=c-shared"].contains(where: flags.contains) else { return nil }
        guard let dot = binary.lastIndex(of: "."), !binary[dot...].contains("/") else { return binary + ".h" }
        return binary[..<dot] + ".h"
    }
}
