internal import Subprocess
internal import SystemPackage

/// One tool of the machine: found, or the command that installs it.
public struct ToolCheck: Sendable, Equatable {
    public enum Finding: Sendable, Equatable {
        /// `version` is the first line the tool prints of itself.
        case found(path: String, version: String)
        /// There, but not usable.
        case unusable(reason: String)
        case missing
    }

    public var name: String
    /// What Pare uses it for.
    public var purpose: String
    public var required: Bool
    public var finding: Finding
    /// Command that installs it.
    public var installation: String

    /// Nothing can be done without it, and it is not there.
    public var stops: Bool {
        if case .found = finding { return false }
        return required
    }
}

/// What `pare doctor` looks for.
public enum Doctor {
    struct Tool {
        var name: String
        /// Commands of which one is enough, the best first.
        var commands: [String]
        var versionArguments = ["--version"]
        var purpose: String
        var installation: String
    }

    static let optional = [
        Tool(name: "gcc", commands: ["gcc", "cc"], purpose: "cgo for this machine", installation: "apt-get install gcc"),
        Tool(
            name: "clang", commands: ["clang"], purpose: "cgo for this machine, as CC=clang",
            installation: "apt-get install clang"),
        Tool(
            name: "aarch64-linux-gnu-gcc", commands: ["aarch64-linux-gnu-gcc"], purpose: "cgo for linux/arm64",
            installation: "apt-get install gcc-aarch64-linux-gnu"),
        Tool(
            name: "x86_64-w64-mingw32-gcc", commands: ["x86_64-w64-mingw32-gcc"], purpose: "cgo for windows/amd64",
            installation: "apt-get install gcc-mingw-w64-x86-64"),
        Tool(
            name: "zig", commands: ["zig"], versionArguments: ["version"], purpose: "cgo for many targets, as zig cc",
            installation: "pip install ziglang, or https://ziglang.org/download"),
        Tool(
            name: "qemu-user", commands: ["qemu-aarch64", "qemu-aarch64-static"], purpose: "runs binaries of other processors",
            installation: "apt-get install qemu-user"),
        Tool(name: "upx", commands: ["upx"], purpose: "compares with packed binaries", installation: "apt-get install upx-ucl"),
        Tool(
            name: "git", commands: ["git"], purpose: "version stamps and saved reports by revision",
            installation: "apt-get install git"),
    ]

    /// Looks for everything at once; Go first, then the optional tools in a fixed order.
    public static func checks(environment: [String: String]) async -> [ToolCheck] {
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
            let answer = try await run(
                .path(FilePath(executable)), arguments: Arguments(tool.versionArguments), environment: .exactly(environment),
                output: .string(limit: 1 << 16), error: .combinedWithOutput)
            let line = answer.standardOutput.split(separator: "\n").first.map(String.init) ?? "version unknown"
            check.finding =
                answer.terminationStatus.isSuccess
                ? .found(path: executable, version: line) : .unusable(reason: "\(executable): \(line)")
        } catch {
            check.finding = .unusable(reason: "\(executable): \(error)")
        }
        return check
    }
}
