internal import Host
internal import Planning
internal import SystemPackage
internal import Toolchain

/// Build info of modules and settings that go writes into a program, shown by `go version -m`, as far as a list of its packages
/// tells: the revision is all zeros. (runtime/debug/mod.go `BuildInfo.String`, cmd/go/internal/load/pkg.go `setBuildInfo`)
struct BuildInfoText {
    package private(set) var lines: [String]

    /// The file is stripped.
    package init(_ root: GoPackage, _ list: [GoPackage], _ request: ProgramRequest, _ link: LinkSettings) {
        lines = ["path\t\(root.path)"]
        let isStamped =
            root.module?.isMain == true && !link.flags.contains("-buildvcs=false")
            && !FilePath(root.folder ?? "/").enclosing(holding: [".git"]).isEmpty
        if let module = root.module {
            lines.append(
                [
                    "mod", module.path, module.version ?? (isStamped ? "v0.0.0-20060102150405-000000000000" : "(devel)"),
                    module.sum ?? "",
                ].joined(separator: "\t"))
        }
        var seen: Set<String> = [root.module?.path ?? ""]
        for module in list.compactMap(\.module) where seen.insert(module.path).inserted {
            lines.append(["dep", module.path, module.version ?? "(devel)"].joined(separator: "\t"))
            if let other = module.replacement {
                lines.append(["=>", other.path, other.version ?? "(devel)", other.sum ?? ""].joined(separator: "\t"))
            } else {
                lines[lines.count - 1] += "\t" + (module.sum ?? "")
            }
        }
        var settings = [("-compiler", "gc")]
        if !link.flags.contains(where: { $0.hasPrefix("-buildmode=") }) { settings.insert(("-buildmode", "exe"), at: 0) }
        for flag in link.flags where Self.recorded.contains(String(flag.prefix { $0 != "=" })) {
            let parts = flag.split(separator: "=", maxSplits: 1)
            settings.append((String(parts[0]), parts.count == 2 ? Self.quoted(String(parts[1])) : "true"))
        }
        if !link.trimsPaths { settings.append(("-ldflags", "\"-s -w\"")) }
        if let value = root.debugSettings, !value.isEmpty { settings.append(("DefaultGODEBUG", value)) }
        let platform = request.target.split(separator: "/").map(String.init)
        settings += [
            ("CGO_ENABLED", link.usesC ? "1" : "0"), ("GOOS", platform.first ?? ""),
            ("GOARCH", platform.dropFirst().first ?? ""),
        ]
        settings += request.variables.filter { $0.name.hasPrefix("GO") && !["GOOS", "GOARCH"].contains($0.name) }.map {
            ($0.name, $0.value)
        }
        if isStamped {
            settings += [("vcs", "git"), ("vcs.revision", String(repeating: "0", count: 40))]
            settings += [("vcs.time", "2006-01-02T15:04:05Z"), ("vcs.modified", "true")]
        }
        lines += settings.map { "build\t\($0)=\($1)" }
    }

    private static let recorded: Set<String> = [
        "-asmflags", "-buildmode", "-compiler", "-gccgoflags", "-gcflags", "-pgo", "-tags", "-trimpath",
    ]

    /// Bytes of it.
    package var size: Int { lines.reduce(0) { $0 + $1.utf8.count + 1 } }

    private static func quoted(_ value: String) -> String {
        value.contains { " \t\"'\\`".contains($0) } ? "\"\(value)\"" : value
    }
}
