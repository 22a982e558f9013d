import Fixtures
import Foundation
import Testing

/// What `pare build` prints and writes where, with `mockGo`.
struct BuildOutputTests: MockProject {
    let folder: TemporaryFolder
    let environment: [String: String]

    init() throws {
        (folder, environment) = try mockProject()
        try folder.write(
            "mains: [.]\ntargets: [linux/amd64]\npresets: [default, strip]\nsavings: false\n", to: "pipelines/release.yml")
    }

    @Test func eventsForMachinesAndFilesForPeople() async throws {
        let run = try await pare("build", "--json", "-o", "csv=all.csv", "--preset", "strip")
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.split(separator: "\n").last == #"{"event":"report","passed":true,"path":"dist/release/report.json"}"#)
        #expect(folder.read("all.csv")?.contains("example.com/app,linux/amd64,strip,built") == true)
        for (option, value) in [("--format", "csv"), ("-o", "csv=-")] {
            let both = try await pare("build", "--json", option, value)
            #expect(both.code == 2 && both.error.contains("contradict each other"), "\(both.error)")
        }
        let elsewhere = try await pare("build", "-o", "csv=no/all.csv", "--force")
        #expect(elsewhere.code == 2 && elsewhere.error.hasPrefix("pare: -o csv=no/all.csv: there is no folder no/"))
        #expect(folder.read("calls") == "build\n")
    }

    /// A file that is opened later would take the stream's number, and get what is meant for the stream.
    @Test func aStreamMayBeClosed() async throws {
        let run = try await runShell(
            "$PARE build >&-; echo $?; $PARE build 2>&- | grep -c total; $PARE build --force <&- >/dev/null 2>&1; echo $?",
            in: folder,
            environment: environment)
        #expect(run.output == "2\n1\n0\n")
        #expect(run.error.contains("pare: standard output: Bad file descriptor\n"))
    }

    @Test func aTargetThatThePipelineDoesNotBuild() async throws {
        let run = try await runPare(
            "build", "--single-target", in: folder, environment: environment.merging(["GOOS": "plan9"]) { $1 })
        #expect(run.code == 2 && run.error.hasPrefix("pare: --single-target: nothing in the pipeline matches, found `plan9/"))
    }

    /// An archive of an earlier version would be uploaded with the others.
    @Test func archivesAreNamed() async throws {
        try folder.write("docs", to: "docs/a.md")
        let text = try #require(folder.read("pipelines/release.yml"))
        let name = "name: '{{main}}_{{env.V}}_{{target}}_{{preset}}'"
        try folder.write(text + "artifacts: { \(name), files: [docs/*.md], sbom: cyclonedx }\n", to: "pipelines/release.yml")
        for version in ["1", "2"] {
            let run = try await runShell("V=\(version) $PARE build", in: folder, environment: environment)
            #expect(run.code == 0, "\(run.error)")
            let archives = folder.list("dist/release").filter { $0.hasSuffix(".tar.gz") }.sorted()
            #expect(archives == ["default", "strip"].map { "app_\(version)_linux_amd64_\($0).tar.gz" })
        }
        let list = try await runShell(
            "tar tzf dist/release/app_2_linux_amd64_strip.tar.gz; cut -c67- dist/release/SHA256SUMS", in: folder)
        #expect(list.output.hasPrefix("app\ndocs/a.md\napp_2_linux_amd64_default.cdx.json\n"), "\(list.output)")
        try folder.write(text + "artifacts: { files: [LICENCE, dogs/*.md] }\n", to: "pipelines/release.yml")
        let wrong = try await pare("build")
        #expect(wrong.code == 2)
        #expect(wrong.error.contains("pipelines/release.yml:5: `files`: no file of the project is called so, found `dogs/*.md`"))
    }

    @Test func aMissingBillOfMaterialsIsAWarning() async throws {
        try folder.write("\u{1}no program", to: "app")
        let text = try #require(folder.read("pipelines/release.yml"))
        try folder.write(text + "artifacts: { sbom: cyclonedx }\n", to: "pipelines/release.yml")
        let run = try await pare("build", "--preset", "strip")
        #expect(run.code == 0)
        #expect(
            run.error.contains(
                "pare: warning: no bill of materials for example.com/app linux/amd64 strip: the binary has no build info\n"),
            "\(run.error)")
    }

    @Test func aLibrarysHeaderIsInItsArchive() async throws {
        try folder.write(
            """
            mains: [.]
            targets: [linux/amd64]
            env: { CGO_ENABLED: 1, CC: sh }
            buildmode: c-shared
            savings: false
            hooks: { after-build: ["path={{path}}; echo '// header' >${path%.so}.h"] }
            artifacts: {}
            """, to: "pipelines/release.yml")
        let run = try await pare("build")
        #expect(run.code == 0, "\(run.error)")
        let list = try await runShell("tar tzf dist/release/app_linux_amd64_default.tar.gz", in: folder)
        #expect(list.output == "app.so\napp.h\n")
        let again = try await runShell("rm dist/release/*/*/app.h && $PARE build", in: folder, environment: environment)
        #expect(again.error.contains("default: built, app_linux_amd64"), "\(again.error)")
        #expect(folder.read("dist/release/app_linux_amd64/default/app.h") != nil)
    }

    @Test func releaseIsTheOneOfSeveral() async throws {
        let text = try #require(folder.read("pipelines/release.yml"))
        try folder.write(text, to: "pipelines/nightly.yml")
        try FileManager.default.moveItem(
            atPath: folder.path + "/pipelines/release.yml", toPath: folder.path + "/pipelines/release.yaml")
        let run = try await pare("build", "--dry-run", "--preset", "strip")
        #expect(run.code == 0 && run.output.contains("-o dist/release/app_linux_amd64/strip/app ."), "\(run.error)")
    }

    /// Every command that knows the project finds it from a sub-folder, and writes where it does from its own.
    @Test func theProjectIsAroundThisFolder() async throws {
        try folder.write("text", to: "cmd/tool/notes")
        let run = try await runShell(
            """
            cd cmd/tool && $PARE build --preset strip >/dev/null 2>&1; echo $?
            $PARE build --preset strip -f ../../pipelines/release.yml 2>&1 >/dev/null | tail -1
            $PARE build --preset strip -f pipelines/release.yml --history h.db --dry-run | head -1
            $PARE report --format json | grep -c '"pipeline" : "release"'
            $PARE presets -f pipelines/release.yml | head -1
            cd ../.. && pwd -P; find . -name dist
            """, in: folder, environment: environment)
        let lines = run.output.split(separator: "\n").map(String.init)
        try #require(lines.count == 7, "\(run.output)\(run.error)")
        let root = lines[5]
        #expect(lines[0] == "0")
        #expect(lines[1] == "pare: report in \(root)/dist/release: html, markdown, json")
        #expect(lines[2] == "cd \(root)")
        #expect(lines[3] == "1")
        #expect(lines[4] == "default")
        #expect(lines[6] == "./dist")
    }
}
