import Fixtures
import Testing

@testable import Execution

struct DoctorTests {
    @Test func whatIsThereIsFoundAndTheRestSaysHowToInstallIt() async throws {
        let mock = try MockGo()
        let git = try mock.folder.script("echo 'git version 2.39.5'\necho more", to: "bin/git")
        let upx = try mock.folder.script("echo 'upx: broken'\nexit 1", to: "bin/upx")
        let checks = await Doctor.checks(environment: ["PATH": mock.folder.path + "/bin", "PARE_GO": mock.toolchain.executable])
        func check(_ name: String) throws -> ToolCheck { try #require(checks.first { $0.name == name }) }
        #expect(checks.first?.finding == .found(path: mock.toolchain.executable, version: "go1.27.3"))
        #expect(try check("git").finding == .found(path: git, version: "git version 2.39.5"))
        #expect(try check("upx").finding == .unusable(reason: "\(upx): upx: broken"))
        #expect(try check("zig").finding == .missing)
        #expect(checks.filter(\.stops).isEmpty)
        #expect(checks.allSatisfy { !$0.installation.isEmpty && !$0.purpose.isEmpty })
    }

    @Test func withoutGoNothingGoes() async throws {
        let folder = try TemporaryFolder()
        let checks = await Doctor.checks(environment: ["PATH": folder.path])
        #expect(checks.filter(\.stops).map(\.name) == ["go"])
        #expect(checks.allSatisfy { $0.finding == .missing })
    }
}
