import Fixtures
import Testing

@testable import Building
@testable import Host
@testable import Savings
@testable import Toolchain

struct RunnerTests {
    let folder: TemporaryFolder
    let toolchain: GoToolchain

    init() throws {
        folder = try TemporaryFolder()
        toolchain = GoToolchain(
            executable: "/go/bin/go", version: "go1.27.3", root: folder.path + "/goroot", hostOS: "linux",
            hostArchitecture: "amd64")
    }

    private func runner(_ target: String, tools: String...) throws -> Runner {
        for tool in tools { _ = try folder.script("", to: tool) }
        return Runner(target: target, toolchain, path: SearchPath(environment: ["PATH": folder.path + "/bin"]))
    }

    @Test(arguments: ["linux/amd64", "linux/amd64/v3", "linux/386"]) func native(target: String) throws {
        #expect(try runner(target) == .command([]))
    }

    @Test(arguments: [
        ("linux/arm64", "bin/qemu-aarch64"), ("linux/riscv64", "bin/qemu-riscv64-static"), ("windows/amd64", "bin/wine64"),
        ("windows/386", "bin/wine"),
    ])
    func byAnEmulator(target: String, tool: String) throws {
        #expect(try runner(target) != .command([]))
        guard case .unavailable(let reason) = try runner(target) else {
            Issue.record("an emulator that is not there")
            return
        }
        #expect(reason.hasSuffix("which runs \(target) here, is not installed"))
        guard case .command(let words, let environment) = try runner(target, tools: tool) else {
            Issue.record("not found")
            return
        }
        #expect(words == ["\(folder.path)/\(tool)"])
        #expect(environment.keys.sorted() == (target.hasPrefix("windows") ? ["WINEDEBUG"] : []))
    }

    @Test func aDynamicProgramGetsTheLibrariesItWasLinkedAgainst() throws {
        let loader = "/lib/ld-linux-aarch64.so.1"
        let root = try TemporaryFolder()
        let emulated = Runner.command(["/bin/qemu-aarch64"])
        let missing = Runner.unavailable("\(loader), which loads the program, is not here: install the C library of its target")
        #expect(emulated.loading(nil, root: root.path) == emulated)
        #expect(emulated.loading(loader, root: root.path) == missing)
        #expect(Runner.command([]).loading(loader, root: root.path) == missing)
        #expect(Runner.command(["/bin/wine"]).loading(loader, root: root.path) == .command(["/bin/wine"]))
        try root.write("", to: "lib/ld-linux-aarch64.so.1")
        #expect(emulated.loading(loader, root: root.path) == emulated)
        #expect(Runner.command([]).loading(loader, root: root.path) == .command([]))
        try root.write("", to: "usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1")
        #expect(
            emulated.loading(loader, root: root.path)
                == .command(["/bin/qemu-aarch64", "-L", "\(root.path)/usr/aarch64-linux-gnu", "-E", "LD_LIBRARY_PATH=/lib"]))
    }

    @Test func webAssembly() throws {
        #expect(try runner("js/wasm") == .unavailable("node, which runs WebAssembly, is not installed"))
        let script = folder.path + "/goroot/lib/wasm/go_js_wasm_exec"
        #expect(try runner("js/wasm", tools: "bin/node", "goroot/lib/wasm/go_js_wasm_exec") == .command([script]))
    }

    @Test func elsewhere() throws {
        #expect(try runner("darwin/arm64") == .unavailable("nothing here runs darwin/arm64"))
    }
}
