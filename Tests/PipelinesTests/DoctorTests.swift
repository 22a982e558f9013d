import Fixtures
import Planning
import Testing

@testable import Pipelines
@testable import Toolchain

struct DoctorTests {
    @Test func installedToolsAreFoundOthersNameTheirInstallation() async throws {
        let mock = try MockGo()
        let git = try mock.folder.script("echo 'git version 2.39.5'\necho more", to: "bin/git")
        let gcc = try mock.folder.script(
            "if [ $1 = --version ]; then echo gcc 12; else echo 'fatal error: stdio.h: No such file or directory'; exit 1; fi",
            to: "bin/gcc")
        let gccgo = try mock.folder.script("echo 'gccgo-12 12.2.0'", to: "bin/s390x-linux-gnu-gccgo-12")
        let wine = try mock.folder.script("echo 'wine-8.0 (Debian 8.0~repack-4)'", to: "bin/wine")
        let upx = try mock.folder.script("echo 'upx: broken'\nexit 1", to: "bin/upx")
        let checks = try await Doctor.checks(
            environment: ["PATH": mock.folder.path + "/bin", "PARE_GO": mock.executable],
            catalogue: .builtIn(native: Project.native))
        func check(_ name: String) throws -> ToolCheck { try #require(checks.first { $0.name == name }) }
        #expect(checks.first?.finding == .found(path: mock.executable, version: "go1.27.3"))
        #expect(try check("git").finding == .found(path: git, version: "git version 2.39.5"))
        #expect(try check("upx").finding == .unusable(reason: "\(upx): upx: broken"))
        #expect(
            try check("wine").finding
                == .unusable(reason: "\(wine): wine-8.0 (Debian 8.0~repack-4) is too old for programs of Go 1.22 or newer"))
        #expect(try check("zig").finding == .missing)
        #expect(
            try check("gcc").finding
                == .unusable(reason: "\(gcc) finds no C library: fatal error: stdio.h: No such file or directory"))
        #expect(try check("s390x-linux-gnu-gcc").installation == "apt-get install g++-s390x-linux-gnu")
        #expect(try check("s390x-linux-gnu-gccgo").finding == .found(path: gccgo, version: "gccgo-12 12.2.0"))
        #expect(try check("s390x-linux-gnu-gccgo").installation == "apt-get install gccgo-s390x-linux-gnu")
        #expect(checks.filter(\.stops).isEmpty)
        #expect(checks.allSatisfy { !$0.installation.isEmpty && !$0.purpose.isEmpty })
    }

    @Test func goIsRequired() async throws {
        let folder = try TemporaryFolder()
        let checks = try await Doctor.checks(
            environment: ["PATH": folder.path], catalogue: .builtIn(native: Project.native))
        #expect(checks.filter(\.stops).map(\.name) == ["go"])
        #expect(checks.allSatisfy { $0.finding == .missing })
    }
}
