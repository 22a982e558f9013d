internal import Host
package import Linkage
package import Toolchain

/// Settings of compiling and linking, those of GOFLAGS and of go itself included, that decide which symbols are reachable
/// and how large the file is.
package struct LinkSettings: Sendable {
    /// Flags of GOFLAGS, then those of the build, which count for more.
    package let flags: [String]
    package let usesC: Bool

    package init(flags: [String], usesC: Bool) {
        self.flags = flags
        self.usesC = usesC
    }

    /// Asks go. `request` is the build, `go` runs in its folder and environment. Throws `ProgramError` for builds that the
    /// replay does not model, `GoToolchainError`.
    package init(_ request: ProgramRequest, _ go: GoList) async throws {
        try self.init(request, try await GoSettings(go.toolchain, environment: go.environment, folder: go.folder))
    }

    /// `goSettings` are the settings that go takes from the environment in the folder of the build. Throws `ProgramError`.
    init(_ request: ProgramRequest, _ goSettings: GoSettings) throws {
        flags = words(goSettings["GOFLAGS"] ?? "") + request.flags
        usesC = goSettings["CGO_ENABLED"] == "1"
        for (flag, reason) in Self.refused where isOn(flag) {
            let source = request.flags.contains { name($0) == flag } ? "" : ", which GOFLAGS sets,"
            throw ProgramError.unlinkable("\(flag)\(source) \(reason); savings are those of a build without it")
        }
        if let mode = value("-buildmode"), !["default", "exe", "pie", "c-shared", "c-archive"].contains(mode) {
            throw ProgramError.unlinkable(
                "-buildmode=\(mode) keeps whatever a program that loads it may use; savings are those of programs and C libraries"
            )
        }
        if let compiler = value("-compiler"), compiler != "gc" {
            throw ProgramError.unlinkable("-compiler=\(compiler) links by rules of its own; savings are those of Go's own linker")
        }
    }

    private static let refused = [
        ("-race", "links a runtime of C that nothing here describes"),
        ("-msan", "links a runtime of C that nothing here describes"),
        ("-asan", "links a runtime of C that nothing here describes"),
        ("-cover", "adds counters and a runtime to every package"),
        ("-linkshared", "leaves packages in libraries that are linked elsewhere"),
    ]

    /// Settings that differ from the defaults, and cgo: `CGO_ENABLED=0`, `-buildmode=pie`.
    package var shown: [String] {
        let names = ["-buildmode", "-tags", "-pgo", "-gcflags"]
        return ["CGO_ENABLED=\(usesC ? 1 : 0)"]
            + names.compactMap { flag in value(flag).map { "\(flag)=\($0)" } }
            .filter { $0 != "-buildmode=default" && $0 != "-pgo=auto" && $0 != "-tags=" }
    }

    package var trimsPaths: Bool { isOn("-trimpath") }
    package var tags: [String] { value("-tags")?.split(separator: ",").map(String.init) ?? [] }

    /// The last value of a flag.
    package func value(_ flag: String) -> String? {
        flags.last { name($0) == flag }.flatMap { text in text.firstIndex(of: "=").map { String(text[text.index(after: $0)...]) }
        }
    }

    private func isOn(_ flag: String) -> Bool {
        flags.last { name($0) == flag }.map { !$0.hasSuffix("=false") && !$0.hasSuffix("=0") } ?? false
    }

    /// Entry symbols and build mode of the program. (cmd/link/internal/ld: `libinit`, `deadcodePass.init`)
    package func options(_ request: ProgramRequest, main: String, _ list: [GoPackage]) -> LinkGraph.Options {
        var options = LinkGraph.Options(mainPath: main)
        let mode = value("-buildmode") ?? "default"
        let platform = request.target.split(separator: "/").map(String.init)
        // The Go linker needs a C linker as soon as a package that is not Go's own calls C.
        let callsC = list.contains { $0.isStandard != true && $0.cgoFiles?.isEmpty == false }
        let ldflags = request.ldflags.isEmpty ? value("-ldflags") ?? "" : request.ldflags
        let isExternal = callsC || ldflags.contains("-linkmode=external") || ldflags.contains("-linkmode external")
        if ["c-shared", "c-archive"].contains(mode) {
            options.isPositionIndependent = true
            options.entry = "_rt0_\(platform.last ?? "")_\(platform.first ?? "")_lib"
        } else {
            // (internal/platform `DefaultPIE`; PE and Mach-O files always are.)
            options.isPositionIndependent = mode == "pie" || mode != "exe" && platform.first == "android"
            if isExternal { options.entry = platform == ["windows", "386"] ? "_main" : "main" }
        }
        return options
    }
}

/// `-tags` of `-tags=netgo` and `--tags=netgo`.
private func name(_ flag: String) -> String {
    let name = flag.prefix { $0 != "=" }
    return String(name.hasPrefix("--") ? name.dropFirst() : name)
}

/// Flags of GOFLAGS: set apart by blanks, in quotes where they hold some. (cmd/go/internal/base/goflags.go, cmd/internal/quoted)
private func words(_ text: String) -> [String] {
    var words: [String] = []
    var rest = text[...]
    while true {
        rest = rest.drop { $0.isWhitespace }
        guard let first = rest.first else { return words }
        if first == "'" || first == "\"" {
            rest.removeFirst()
            words.append(String(rest.prefix { $0 != first }))
            rest = rest.drop { $0 != first }.dropFirst()
        } else {
            words.append(String(rest.prefix { !$0.isWhitespace }))
            rest = rest.drop { !$0.isWhitespace }
        }
    }
}
