internal import Host
package import Planning
internal import Subprocess
internal import SystemPackage
internal import Toolchain

/// One tool of the machine: found, or the command that installs it.
package struct ToolCheck: Sendable, Equatable {
    package enum Finding: Sendable, Equatable {
        /// `version` is the first line the tool prints of itself.
        case found(path: String, version: String)
        /// There, but not usable.
        case unusable(reason: String)
        case missing
    }

    package var name: String
    /// Use of the tool in Pare.
    package var purpose: String
    package var required: Bool
    package var finding: Finding
    /// Command that installs it.
    package var installation: String

    /// A required tool is missing.
    package var stops: Bool {
        if case .found = finding { return false }
        return required
    }
}

/// Tools that `pare doctor` checks.
package enum Doctor {
    struct Tool {
        package var name: String
        /// Commands of which one is enough, the best first.
        package var commands: [String]
        var versionArguments = ["--version"]
        package var purpose: String
        package var installation: String
        /// Problem of an outdated version.
        var fault: @Sendable (String) -> String? = { _ in nil }
        /// Compiles a C file: the C library's headers are needed too, which Debian's cross compilers only recommend.
        var isCCompiler = false
    }

    private static let always = [
        Tool(
            name: "gcc", commands: ["gcc", "cc"], purpose: "cgo for this machine", installation: "apt-get install gcc libc6-dev",
            isCCompiler: true),
        Tool(
            name: "clang", commands: ["clang"], purpose: "cgo, as toolchain: clang", installation: "apt-get install clang lld",
            isCCompiler: true),
        Tool(name: "lld", commands: ["ld.lld"], purpose: "links what clang compiles", installation: "apt-get install lld"),
        Tool(
            name: "zig", commands: ["zig", "python-zig"], versionArguments: ["version"],
            purpose: "cgo for many targets, as zig cc",
            installation: CToolchain.zigInstallation),
        Tool(
            name: "qemu-user", commands: ["qemu-aarch64", "qemu-aarch64-static"],
            purpose: "smoke tests of binaries for other processors", installation: "apt-get install qemu-user"),
        Tool(
            name: "wine", commands: ["wine64", "wine"], purpose: "smoke tests of binaries for Windows",
            installation: "apt-get install wine (Debian 13 or newer)",
            fault: { version in
                let major = version.text(after: "wine-").flatMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
                return (major ?? 10) <= 8 ? "too old for programs of Go 1.22 or newer" : nil
            }),
        Tool(
            name: "node", commands: ["node"], purpose: "smoke tests of binaries for js/wasm",
            installation: "apt-get install nodejs"),
        Tool(
            name: "wasmtime", commands: ["wasmtime"], purpose: "smoke tests of binaries for wasip1/wasm",
            installation: "https://wasmtime.dev"),
        Tool(
            name: "upx", commands: ["upx"], purpose: "packs binaries, for the preset upx",
            installation: "apt-get install upx-ucl (Debian 12: of bookworm-backports), or https://upx.github.io"),
        Tool(
            name: "git", commands: ["git"], purpose: "version stamps and saved reports by revision",
            installation: "apt-get install git"),
    ]

    /// The cross compilers of a catalogue, and its gccgo.
    private static func tools(of catalogue: TargetCatalogue) -> [Tool] {
        let native = catalogue.platforms.first { $0.name == Project.native }
        let crossed = catalogue.platforms.filter { $0.name != Project.native }.flatMap { platform in
            platform.toolchains.filter { $0.kind == .gcc }.map { toolchain in
                Tool(
                    name: toolchain.cc, commands: [toolchain.cc], purpose: "cgo for \(platform.name)",
                    installation: toolchain.installation, isCCompiler: true)
            }
        }
        let gccgo = ([native].compactMap(\.self) + catalogue.platforms.filter { $0.name != Project.native }).compactMap {
            platform in
            platform.gccgo.map { name in
                Tool(
                    name: name, commands: platform.gccgoCommands, purpose: "compiler: gccgo for \(platform.name)",
                    installation: platform.gccgoInstallation)
            }
        }
        return crossed + gccgo
    }

    /// Looks for everything at once; Go first, then the optional tools, then the catalogue's in its order.
    package static func checks(environment: [String: String], catalogue: TargetCatalogue) async -> [ToolCheck] {
        let optional = always + tools(of: catalogue)
        let path = SearchPath(environment: environment)
        let others = await withTaskGroup(of: (Int, ToolCheck).self) { group in
            for (index, tool) in optional.enumerated() {
                group.addTask { (index, await check(tool, path: path, environment: environment)) }
            }
            var checks: [(Int, ToolCheck)] = []
            for await check in group { checks.append(check) }
            return checks.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return [await go(environment: environment)] + others
    }

    private static func go(environment: [String: String]) async -> ToolCheck {
        var check = ToolCheck(
            name: "go", purpose: "builds the programs", required: true, finding: .missing, installation: GoToolchain.installation)
        do {
            let toolchain = try await GoToolchain.find(environment: environment)
            check.finding = .found(path: toolchain.executable, version: toolchain.version)
        } catch GoToolchainError.missing(nil) {
        } catch {
            check.finding = .unusable(reason: "\(error)")
        }
        return check
    }

    private static func check(_ tool: Tool, path: SearchPath, environment: [String: String]) async -> ToolCheck {
        var check = ToolCheck(
            name: tool.name, purpose: tool.purpose, required: false, finding: .missing, installation: tool.installation)
        guard let executable = tool.commands.lazy.compactMap({ path.executable($0) }).first else { return check }
        do {
            let version = try await answer(executable, tool.versionArguments, environment)
            guard version.succeeded else {
                check.finding = .unusable(reason: "\(executable): \(version.line)")
                return check
            }
            if let fault = tool.fault(version.line) {
                check.finding = .unusable(reason: "\(executable): \(version.line) is \(fault)")
                return check
            }
            check.finding = .found(path: executable, version: version.line)
            guard tool.isCCompiler else { return check }
            let headers = try await answer(
                executable, ["-fsyntax-only", "-include", "stdio.h", "-x", "c", "/dev/null"], environment)
            if !headers.succeeded {
                check.finding = .unusable(reason: "\(executable) finds no C library: \(headers.line)")
            }
        } catch {
            check.finding = .unusable(reason: "\(executable): \(error)")
        }
        return check
    }

    /// Success of the command, and its first line of output.
    private static func answer(
        _ executable: String, _ arguments: [String], _ environment: [String: String]
    ) async throws -> (succeeded: Bool, line: String) {
        // Debian's wine would begin with advice.
        let environment = ["WINEDEBUG": "-all"].merging(environment) { $1 }
        let answer = try await run(
            .path(FilePath(executable)), arguments: Arguments(arguments), environment: .exactly(environment),
            output: .string(limit: 1 << 16), error: .combinedWithOutput)
        let line = answer.standardOutput.split(separator: "\n").first.map(String.init) ?? "version unknown"
        return (answer.terminationStatus.isSuccess, line)
    }
}
