/// One entry of `artifacts.json`, under the names that goreleaser gives the fields. Its `internal_type` is not among them: a number
/// of goreleaser's own that differs between its releases.
public struct Artifact: Codable, Sendable, Equatable {
    public struct Extra: Codable, Sendable, Equatable {
        /// Which build it comes from.
        public var main: String?
        public var preset: String?
        /// Name of the program without `.exe`, and that.
        public var binary: String?
        public var ext: String?
        /// Names of the programs in it.
        public var binaries: [String]?
        /// `tar.gz` or `zip`
        public var format: String?
        /// `sha256:` and lower-case hexadecimal.
        public var checksum: String?
        public var size: Int?
        /// Digest of all that it was made of; while that is the same it is not made again.
        public var source: String?

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

    public var name: String
    /// Relative to the project's folder.
    public var path: String
    public var goos: String?
    public var goarch: String?
    /// The variant, of the processor's own variable.
    public var go386: String?
    public var goamd64: String?
    public var goarm: String?
    public var goarm64: String?
    public var gomips: String?
    public var goppc64: String?
    public var goriscv64: String?
    /// As the pipeline names it: `linux/arm/6`.
    public var target: String?
    /// `Binary`, `Archive`, `SBOM` or `Checksum`.
    public var type: String
    public var extra: Extra
}
