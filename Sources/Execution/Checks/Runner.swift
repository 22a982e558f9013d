/// How a program of some target is run on this machine.
enum Runner: Equatable {
    /// Words in front of the program's path; none for a native one.
    case command([String])
    case unavailable(String)

    /// `target` is `linux/arm64` or `linux/amd64/v3`.
    init(target: String, _ toolchain: GoToolchain, path: SearchPath) {
        let parts = target.split(separator: "/").map(String.init)
        guard parts.count > 1 else {
            self = .unavailable("no system is called \(target)")
            return
        }
        let (system, processor) = (parts[0], parts[1])
        switch system {
        case toolchain.hostOS
        where processor == toolchain.hostArchitecture || (processor, toolchain.hostArchitecture) == ("386", "amd64"):
            self = .command([])
        case "linux" where toolchain.hostOS == "linux":
            let name = Self.emulated[processor] ?? processor
            self = Self.first(
                ["qemu-\(name)", "qemu-\(name)-static"], path, "qemu-user, which runs \(target) here, is not installed")
        case "windows":
            self = Self.first(
                processor == "amd64" ? ["wine64", "wine"] : ["wine"], path, "wine, which runs \(target) here, is not installed")
        case "js": self = Self.wasm("go_js_wasm_exec", ["node"], toolchain, path)
        case "wasip1": self = Self.wasm("go_wasip1_wasm_exec", ["wasmtime"], toolchain, path)
        default: self = .unavailable("nothing here runs \(target)")
        }
    }

    /// Names of processors in qemu's commands where they are not Go's.
    private static let emulated = ["arm64": "aarch64", "amd64": "x86_64", "386": "i386", "loong64": "loongarch64"]

    private static func first(_ names: [String], _ path: SearchPath, _ reason: String) -> Runner {
        names.lazy.compactMap { path.executable($0) }.first.map { .command([$0]) } ?? .unavailable(reason)
    }

    /// Go brings scripts that run its WebAssembly on engines of others.
    private static func wasm(_ script: String, _ engines: [String], _ toolchain: GoToolchain, _ path: SearchPath) -> Runner {
        guard engines.contains(where: { path.executable($0) != nil }) else {
            return .unavailable("\(engines[0]), which runs WebAssembly, is not installed")
        }
        let places = ["lib/wasm", "misc/wasm"].map { "\(toolchain.root)/\($0)/\(script)" }
        return places.lazy.compactMap { path.executable($0) }.first.map { .command([$0]) }
            ?? .unavailable("\(toolchain.root) has no \(script)")
    }
}
