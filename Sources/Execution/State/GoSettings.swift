internal import FoundationEssentials
internal import Subprocess

/// What go and the C compilers take from the environment in one folder: by name, as `go env` tells it or as it is inherited.
struct GoSettings: Codable, Equatable {
    var values: [String: String]

    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    init(values: [String: String]) {
        self.values = values
    }

    /// Asks go in `folder`. Throws `GoToolchainError`.
    init(_ toolchain: GoToolchain, environment: [String: String], folder: String) async throws {
        let answer = try await GoList(toolchain: toolchain, environment: environment, folder: folder).run(
            ["env", "-json"] + Self.names)
        guard answer.succeeded, let told = try? JSONDecoder().decode([String: String].self, from: Data(answer.output.utf8)) else {
            throw GoToolchainError.broken(executable: toolchain.executable, reason: String(answer.said.prefix { $0 != "\n" }))
        }
        values = environment.filter { Self.matters($0.key) }.merging(told) { $1 }
    }

    /// Names of settings that are not the same in both, sorted.
    func differences(from other: GoSettings) -> [String] {
        Set(values.keys).union(other.values.keys).filter { values[$0] != other.values[$0] }.sorted()
    }

    /// Without those that name folders for go's own use, or that would start C compilers to be told.
    private static let names = [
        "AR", "CC", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_ENABLED", "CGO_FFLAGS", "CGO_LDFLAGS", "CXX", "FC",
        "GCCGO", "GCCGOTOOLDIR", "GO111MODULE", "GO386", "GOAMD64", "GOARCH", "GOARM", "GOARM64", "GODEBUG", "GOEXPERIMENT",
        "GOFIPS140", "GOFLAGS", "GOMIPS", "GOMIPS64", "GOMOD", "GOMODCACHE", "GOOS", "GOPATH", "GOPPC64", "GORISCV64",
        "GOROOT", "GOTOOLCHAIN", "GOTOOLDIR", "GOVERSION", "GOWASM", "GOWORK", "PKG_CONFIG",
    ]

    private static let ignored: Set<String> = [
        "GOCACHE", "GOCACHEPROG", "GOTMPDIR", "GOMAXPROCS", "GOGC", "GOMEMLIMIT", "GOTRACEBACK", "GOBIN", "GOPROXY", "GOSUMDB",
        "GONOSUMDB", "GONOPROXY", "GOPRIVATE", "GOINSECURE", "GOVCS", "GOAUTH", "GOTELEMETRY", "GOTELEMETRYDIR", "GOENV",
    ]

    /// Read by C compilers, linkers and pkg-config.
    private static let ofC: Set<String> = [
        "CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH", "LIBRARY_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX",
        "SDKROOT", "MACOSX_DEPLOYMENT_TARGET", "SOURCE_DATE_EPOCH", "AR", "CC", "CXX", "FC",
    ]

    private static func matters(_ name: String) -> Bool {
        if name.hasPrefix("GO") { return !ignored.contains(name) }
        return ofC.contains(name) || ["CGO_", "PKG_CONFIG", "ZIG_"].contains { name.hasPrefix($0) }
    }
}
