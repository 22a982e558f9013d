internal import Host
internal import Savings
internal import Toolchain

/// Command that runs a program of some target on this machine.
enum Runner: Equatable {
    /// Words in front of the program's path, none for a native one, and variables that they want where the user has not set them.
    case command([String], environment: [String: String] = [:])
    case unavailable(String)

    /// `target` is `linux/arm64` or `linux/amd64/v3`.
    package init(target: String, _ toolchain: GoToolchain, path: SearchPath) {
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
                processor == "amd64" ? ["wine64", "wine"] : ["wine"], path,
                "wine, which runs \(target) here, is not installed", Self.wineEnvironment)
        case "js": self = Self.wasm("go_js_wasm_exec", ["node"], toolchain, path)
        case "wasip1": self = Self.wasm("go_wasip1_wasm_exec", ["wasmtime"], toolchain, path)
        default: self = .unavailable("nothing here runs \(target)")
        }
    }

    /// With the C library that the program was linked against, where it asks for one: that of a cross compiler in `/usr/TRIPLE` is
    /// handed to qemu, else the machine's own serves. `root` is the machine's root folder.
    func loading(_ interpreter: String?, root: String = "") -> Runner {
        guard case .command(let words, let environment) = self, let interpreter else { return self }
        let emulator = words.first?.split(separator: "/").last?.hasPrefix("qemu-") == true
        if emulator {
            let folders = (try? names(inFolder: "\(root)/usr"))?.sorted() ?? []
            let sysroots = folders.map { "\(root)/usr/\($0)" }
            if let found = sysroots.first(where: { fileExists($0 + interpreter) }) {
                // Its own libraries before those of Debian's other architectures: two C libraries in one program hang.
                return .command(words + ["-L", found, "-E", "LD_LIBRARY_PATH=/lib"], environment: environment)
            }
        }
        guard words.isEmpty || emulator, !fileExists(root + interpreter) else { return self }
        return .unavailable("\(interpreter), which loads the program, is not here: install the C library of its target")
    }

    /// Names of processors in qemu's commands where they are not Go's.
    private static let emulated = ["arm64": "aarch64", "amd64": "x86_64", "386": "i386", "loong64": "loongarch64"]

    /// Without a display wine complains at length; a library that is missing it tells all the same.
    private static let wineEnvironment = ["WINEDEBUG": "fixme-all,err-all,err+module"]

    private static func first(
        _ names: [String], _ path: SearchPath, _ reason: String, _ environment: [String: String] = [:]
    ) -> Runner {
        names.lazy.compactMap { path.executable($0) }.first.map { .command([$0], environment: environment) }
            ?? .unavailable(reason)
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
