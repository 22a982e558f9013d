internal import Host
internal import JSON
internal import Planning
internal import Subprocess

/// Variables of go and the C compilers in one folder, by name: printed by `go env` or inherited.
package struct GoSettings: Codable, Equatable {
    package var values: [String: String]

    package subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    package init(values: [String: String]) {
        self.values = values
    }

    /// Asks go in `folder`. Throws `GoToolchainError`.
    package init(_ toolchain: GoToolchain, environment: [String: String], folder: String) async throws {
        let answer = try await GoList(toolchain: toolchain, environment: environment, folder: folder).run(
            ["env", "-json"] + Self.names)
        guard answer.succeeded, let answered = try? JSONDecoder().decode([String: String].self, from: answer.output) else {
            throw GoToolchainError.broken(executable: toolchain.executable, reason: String(answer.said.prefix { $0 != "\n" }))
        }
        values = environment.filter { OutsideSettings.include($0.key) }.merging(answered) { $1 }
    }

    /// Names of settings that are not the same in both, sorted.
    package func differences(from other: GoSettings) -> [String] {
        Set(values.keys).union(other.values.keys).filter { values[$0] != other.values[$0] }.sorted()
    }

    /// Without settings that name folders for go's own use, or that would start C compilers.
    private static let names = [
        "AR", "CC", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_ENABLED", "CGO_FFLAGS", "CGO_LDFLAGS", "CXX", "FC",
        "GCCGO", "GCCGOTOOLDIR", "GO111MODULE", "GO386", "GOAMD64", "GOARCH", "GOARM", "GOARM64", "GODEBUG", "GOEXPERIMENT",
        "GOFIPS140", "GOFLAGS", "GOMIPS", "GOMIPS64", "GOMOD", "GOMODCACHE", "GOOS", "GOPATH", "GOPPC64", "GORISCV64",
        "GOROOT", "GOTOOLCHAIN", "GOTOOLDIR", "GOVERSION", "GOWASM", "GOWORK", "PKG_CONFIG",
    ]
}
