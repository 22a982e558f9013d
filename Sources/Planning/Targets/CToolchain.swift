/// C and C++ compilers that reach a platform.
public struct CToolchain: Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// A gcc for the platform, such as Debian's cross compilers.
        case gcc
        /// clang with `-target` and lld, on the headers that the platform's gcc brings.
        case clang
        /// `zig cc`, which brings headers and libraries itself.
        case zig
    }

    public var kind: Kind
    /// `CC` and `CXX`
    public var cc: String
    public var cxx: String
    /// Commands and files that must be there.
    public var requirements: [String]
    /// Command that installs it.
    public var installation: String

    public init(kind: Kind, cc: String, cxx: String, requirements: [String], installation: String) {
        self.kind = kind
        self.cc = cc
        self.cxx = cxx
        self.requirements = requirements
        self.installation = installation
    }

    /// Flags of the linker that cgo needs with it.
    ///
    /// clang's own linker reads no LTO objects. zig drops sections unless told otherwise, also those that only cgo knows of
    /// (golang/go#52690), and with `-Os` symbols and DWARF of the whole program, Go's too, unless `-g` asks for them.
    func linkerFlags(_ settings: BuildSettings) -> [String] {
        let linked = settings.extldflags
        switch kind {
        case .gcc: return []
        case .clang: return ["-fuse-ld=lld"]
        case .zig:
            let keepsSymbols = linked.contains("-Os") && !settings.ldflags.contains("-s")
            return (keepsSymbols ? ["-g"] : []) + (linked.contains("-Wl,--gc-sections") ? [] : ["-Wl,--no-gc-sections"])
        }
    }

    /// Not `pip install`: Debian's pip refuses outside of a virtual environment.
    public static let zigInstallation = "pipx install ziglang, or https://ziglang.org/download"

    /// zig by either of the names that it has: its own, and the one that PyPI's ziglang brings.
    static func zig(target: String) -> [CToolchain] {
        ["zig", "python-zig"].map { command in
            CToolchain(
                kind: .zig, cc: "\(command) cc -target \(target)", cxx: "\(command) c++ -target \(target)",
                requirements: [command], installation: zigInstallation)
        }
    }

    /// This machine's own gcc.
    static let gcc = CToolchain(kind: .gcc, cc: "gcc", cxx: "g++", requirements: ["gcc"], installation: "apt-get install g++")

    /// Debian's cross headers are in `/usr/TRIPLE`.
    static func clang(triple: String, isNative: Bool) -> CToolchain {
        let target = isNative ? "" : " --target=\(triple)"
        return CToolchain(
            kind: .clang, cc: "clang\(target)", cxx: "clang++\(target)",
            requirements: ["clang", "ld.lld"] + (isNative ? [] : ["/usr/\(triple)/include/stdio.h"]),
            installation: "apt-get install clang lld" + (isNative ? "" : " and the gcc for \(triple), for its headers"))
    }
}
