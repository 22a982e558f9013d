/// One entry of `artifacts.json`, under the names that goreleaser gives the fields. Its `internal_type` is not among them: a number
/// of goreleaser's own that differs between its releases.
package struct Artifact: Codable, Sendable, Equatable {
    package struct Extra: Codable, Sendable, Equatable {
        /// Main and preset of the build.
        package var main: String?
        package var preset: String?
        /// Name of the program without `.exe`, and that.
        package var binary: String?
        var ext: String?
        /// Names of the programs in it.
        package var binaries: [String]?
        /// `tar.gz` or `zip`
        package var format: String?
        /// `sha256:` and lower-case hexadecimal.
        package var checksum: String?
        package var size: Int?
        /// Digest of all that it was made of; while that is the same it is not made again.
        package var source: String?

        enum CodingKeys: String, CodingKey {
            case main = "Main"
            case preset = "Preset"
            case binary = "Binary"
            case ext = "Ext"
            case binaries = "Binaries"
            case format = "Format"
            case checksum = "Checksum"
            case size = "Size"
            case source = "Source"
        }
    }

    package var name: String
    /// Relative to the project's folder.
    package var path: String
    package var goos: String?
    /// `all` for a universal program of macOS.
    package var goarch: String?
    /// The variant, of the processor's own variable.
    var go386: String?
    var goamd64: String?
    var goarm: String?
    var goarm64: String?
    var gomips: String?
    var goppc64: String?
    var goriscv64: String?
    /// As the pipeline names it: `linux/arm/6`.
    package var target: String?
    /// `Binary`, `Archive`, `SBOM`, `Provenance` or `Checksum`.
    package var type: String
    package var extra: Extra
}

/// The header that go writes next to a library for C. (`go help buildmode`)
enum LibraryHeader {
    /// Path of the header of a library at `binary`; nil for other files. `flags` are those of `go build`, or the whole command.
    package static func path(besides binary: String, flags: String) -> String? {
        guard ["-buildmode=c-archive", "-buildmode=c-shared"].contains(where: flags.contains) else { return nil }
        guard let dot = binary.lastIndex(of: "."), !binary[dot...].contains("/") else { return binary + ".h" }
        return binary[..<dot] + ".h"
    }
}
