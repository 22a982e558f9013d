/// One thing `go build` can build for: operating system, architecture and, where asked for, the variant of it.
public struct Target: Sendable, Hashable {
    public var goos: String
    public var goarch: String
    /// `v3` in `linux/amd64/v3`; nil for the architecture's default.
    public var variant: String?
    /// The variable and value that say the variant to go, the default's too: `GOAMD64=v1`; nil where Go has none.
    public var variantSetting: EnvironmentVariable?

    public init(goos: String, goarch: String, variant: String? = nil, variantSetting: EnvironmentVariable? = nil) {
        self.goos = goos
        self.goarch = goarch
        self.variant = variant
        self.variantSetting = variantSetting
    }

    /// `linux/amd64` or `linux/amd64/v3`.
    public var name: String {
        [goos, goarch, variant].compactMap(\.self).joined(separator: "/")
    }

    /// A macOS program for all architectures, which joins the builds of them.
    public var isUniversal: Bool { goarch == Target.universal }

    static let universal = "universal"

    /// The name as part of a file name: `linux_amd64_v3`.
    public var fileName: String {
        String(name.map { $0 == "/" || $0 == "," ? "_" : $0 })
    }

    /// Variables that select the target in go: `GOOS`, `GOARCH` and the variant's variable.
    public var environment: [EnvironmentVariable] {
        [EnvironmentVariable("GOOS", goos), EnvironmentVariable("GOARCH", goarch)] + [variantSetting].compactMap(\.self)
    }

    /// File extension of the output of `go build`: `.exe`, `.wasm`, for a library `.so`, `.dll`, `.dylib`, `.a`, or none.
    func suffix(buildmode: String?) -> String {
        switch buildmode {
        case "c-archive": return goos == "windows" ? ".lib" : ".a"
        case "c-shared" where goarch == "wasm": return ".wasm"
        case "c-shared", "plugin", "shared":
            return goos == "windows" ? ".dll" : ["darwin", "ios"].contains(goos) ? ".dylib" : ".so"
        default:
            if goos == "windows" { return ".exe" }
            return goarch == "wasm" ? ".wasm" : ""
        }
    }

    /// Whether upx has a format for its programs that the system there starts.
    var isPackable: Bool {
        switch goos {
        case "linux": ["386", "amd64", "arm", "arm64", "mips", "mipsle", "ppc64le"].contains(goarch)
        case "windows": ["386", "amd64"].contains(goarch)
        default: false
        }
    }
}
