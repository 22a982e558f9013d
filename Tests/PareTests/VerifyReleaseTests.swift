import Fixtures
import Foundation
import Testing

/// A release of a real Go program, and what a third party finds who builds it again.
@Suite(.runsGo, .serialized, .timeLimit(.minutes(10))) struct VerifyReleaseTests {
    private static let git = "git -c user.name=a -c user.email=a@example.org"

    /// `app`, the project with a tag v1.2.0 and its release; `clone` of it; `download`, the release's files without folders.
    private func release() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("module example.org/app\n\ngo 1.21\n", to: "app/go.mod")
        try folder.write(
            "package main\n\nvar version string\n\nfunc main() { println(\"hello release\", version) }\n",
            to: "app/cmd/app/main.go")
        try folder.write("text", to: "app/LICENSE")
        try folder.write("dist/\n", to: "app/.gitignore")
        try folder.write(
            """
            name: release
            mains: [./cmd/app]
            targets: [linux/amd64, windows/amd64]
            presets: [strip]
            trimpath: true
            ldflags: ["-X main.version={{version}}"]
            savings: false
            artifacts: { sbom: cyclonedx, provenance: slsa }

            """, to: "app/pipelines/release.yml")
        let made = try await runShell(
            """
            set -e
            cd app; git init -q -b main . && git add -A && \(Self.git) commit -qm first && git tag v1.2.0
            git remote add origin https://user:secret@example.org/app.git
            $PARE build && cd .. && git clone -q app clone && mkdir download
            cp app/dist/release/*.* app/dist/release/SHA256SUMS download
            """, in: folder, environment: goEnvironment())
        #expect(made.code == 0, "\(made.error)")
        return folder
    }

    private func verify(_ arguments: String = "../download", in folder: TemporaryFolder) async throws -> PareRun {
        try await runShell("cd clone && $PARE verify-release \(arguments)", in: folder, environment: goEnvironment())
    }

    @Test func aCloneGivesTheSameBytes() async throws {
        let folder = try await release()
        let run = try await verify(in: folder)
        #expect(run.code == 0, "\(run.output)\(run.error)")
        let lines = Set(run.output.split(separator: "\n"))
        for line in [
            "same sum   app_linux_amd64/strip/app", "same       app_1.2.0_linux_amd64_strip.tar.gz",
            "same       app_1.2.0_windows_amd64_strip.zip", "same       app_1.2.0_windows_amd64_strip.intoto.json",
            "same       SHA256SUMS",
        ] {
            #expect(lines.contains(Substring(line)), "\(line): \(run.output)")
        }
        #expect(run.output.contains("\nv1.2.0 (") && run.output.hasSuffix(" gives the same 9 files, byte by byte\n"))
        let trees = try await runShell("cd clone && git worktree list | wc -l", in: folder)
        #expect(trees.output.filter(\.isNumber) == "1")

        // A part of the release is compared with a part of the builds.
        let part = try await runShell(
            "rm download/*windows* && cd clone && $PARE verify-release --format json ../download/artifacts.json", in: folder,
            environment: goEnvironment())
        #expect(part.code == 0 && !part.output.contains("windows"), "\(part.output)\(part.error)")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(part.output.utf8)) as? [String: Any])
        #expect(json["schema"] as? String == "pare.verify-release/1" && json["same"] as? Bool == true)
        let statuses = try #require(json["files"] as? [[String: Any]]).compactMap { $0["status"] as? String }
        #expect(Set(statuses) == ["same", "same-checksum"])
    }

    @Test func aChangedProgramIsNamedWithItsOwner() async throws {
        let folder = try await release()
        let change = try await runShell(
            """
            set -e
            cd download && mkdir x && tar xzf *.tar.gz -C x && sed -i 's/hello release/HELLO release/' x/app
            tar czf app_1.2.0_linux_amd64_strip.tar.gz -C x app LICENSE && rm -r x
            """, in: folder)
        #expect(change.code == 0, "\(change.error)")
        let run = try await verify(in: folder)
        #expect(run.code == 1, "\(run.output)\(run.error)")
        #expect(
            run.output.contains(
                /DIFFERENT  app_1.2.0_linux_amd64_strip.tar.gz\n    app: first at byte 0x[0-9a-f]+ of \.rodata, example\.org\/app\/cmd\/app.*\n +5 bytes  example\.org\/app\/cmd\/app\n/
            ), "\(run.output)")
        #expect(run.output.contains("same       app_1.2.0_windows_amd64_strip.zip\n"))
        #expect(run.output.contains("1 of 9 files of v1.2.0 ("))
    }

    @Test func whatIsNeededIsSaid() async throws {
        let folder = try await release()
        let metadata = try #require(folder.read("download/metadata.json"))
        try folder.write(metadata.replacing(/"go" : "[^"]*"/, with: #""go" : "go1.26.9""#), to: "download/metadata.json")
        let other = try await verify(in: folder)
        #expect(
            other.code == 0 && other.error.hasPrefix("pare: note: the release was built by go1.26.9, here is go"),
            "\(other.output)\(other.error)")
        try folder.write(metadata, to: "download/metadata.json")
        // The go command keeps the version of a commit by its tags: the moved tag comes last.
        let moved = try await runShell(
            """
            cd clone && echo 'package main; func main() { missing() }' >cmd/app/main.go
            \(Self.git) commit -qam second && git tag broken && git tag -f v1.2.0 >/dev/null
            """, in: folder)
        #expect(moved.code == 0, "\(moved.error)")
        let tag = try await verify(in: folder)
        #expect(
            tag.code == 1 && tag.output.contains("DIFFERENT  metadata.json: tag v1.2.0 is commit "), "\(tag.output)\(tag.error)")
        let failing = try await verify("../download --revision broken", in: folder)
        #expect(failing.code == 3 && failing.error.contains("undefined: missing"), "\(failing.error)")
        #expect(failing.error.contains("pare: note: the release names commit "))

        try folder.write(
            metadata.replacing(/"commit" : "[^"]*"/, with: #""commit" : "0123456789""#), to: "download/metadata.json")
        let unknown = try await verify(in: folder)
        #expect(
            unknown.code == 2 && unknown.error.contains("no commit 0123456789 in this repository; clone it"), "\(unknown.error)")
        _ = try await runShell("rm download/metadata.json", in: folder)
        let missing = try await verify(in: folder)
        #expect(missing.code == 2 && missing.error.hasPrefix("pare: ../download/metadata.json: not there; "), "\(missing.error)")
    }

    /// A submodule comes from the copy in the repository; without one the check ends before it builds.
    @Test func submodulesAreThoseOfTheRepository() async throws {
        let folder = try TemporaryFolder()
        try folder.write("package deep\n\nconst Word = \"deep\"\n", to: "deep/deep.go")
        try folder.write(
            "package lib\n\nimport \"example.org/app/lib/deep\"\n\nfunc Word() string { return deep.Word }\n", to: "lib/lib.go")
        try folder.write("module example.org/app\n\ngo 1.21\n", to: "app/go.mod")
        try folder.write(
            "package main\n\nimport \"example.org/app/lib\"\n\nfunc main() { println(lib.Word()) }\n", to: "app/main.go")
        try folder.write(
            "name: release\nmains: [.]\ntargets: [linux/amd64]\npresets: [strip]\ntrimpath: true\nsavings: false\nartifacts: {}\n",
            to: "app/pipelines/release.yml")
        let add = "\(Self.git) -c protocol.file.allow=always submodule --quiet add"
        let made = try await runShell(
            """
            set -e
            (cd deep; git init -q -b main . && git add -A && \(Self.git) commit -qm deep)
            (cd lib; git init -q -b main . && \(add) "$PWD/../deep" deep && git add -A && \(Self.git) commit -qm lib)
            cd app; git init -q -b main . && \(add) "$PWD/../lib" lib
            git -c protocol.file.allow=always submodule --quiet update --init --recursive
            echo dist/ >.gitignore; git add -A && \(Self.git) commit -qm first && git tag v1.2.0
            $PARE build && cd .. && git clone -q app clone && mkdir download && cp app/dist/release/*.* download
            """, in: folder, environment: goEnvironment())
        #expect(made.code == 0, "\(made.error)")
        let without = try await verify(in: folder)
        #expect(
            without.code == 2 && without.error.contains("submodule lib is not here at commit ")
                && without.error.contains("; `git submodule update --init` gets it"), "\(without)")
        let filled = try await runShell(
            "cd clone && git -c protocol.file.allow=always submodule --quiet update --init --recursive && rm -rf ../lib ../deep",
            in: folder)
        #expect(filled.code == 0, "\(filled.error)")
        let run = try await verify(in: folder)
        #expect(run.code == 0 && run.output.contains("same       app_1.2.0_linux_amd64_strip.tar.gz\n"), "\(run)")
        #expect(try await runShell("cd clone && git status --porcelain && git worktree list | wc -l", in: folder).output == "1\n")
    }

    /// By in-toto's own classes: fields of other names are refused.
    @Test func theStatementIsOneOfInToto() async throws {
        let folder = try await release()
        let text = try #require(folder.read("download/app_1.2.0_linux_amd64_strip.intoto.json"))
        #expect(!text.contains("secret"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["_type"] as? String == "https://in-toto.io/Statement/v1")
        #expect(object["predicateType"] as? String == "https://slsa.dev/provenance/v1")
        let subjects = try #require(object["subject"] as? [[String: Any]])
        let sums = try await runShell(
            "cd download; sha256sum *.tar.gz ../app/dist/release/app_linux_amd64/strip/app | cut -c-64 | sort", in: folder)
        let digests = subjects.compactMap { ($0["digest"] as? [String: String])?["sha256"] }
        #expect(digests.sorted().joined(separator: "\n") + "\n" == sums.output)
        let predicate = try #require(object["predicate"] as? [String: Any])
        let definition = try #require(predicate["buildDefinition"] as? [String: Any])
        let parameters = try #require(definition["externalParameters"] as? [String: Any])
        #expect(parameters["pipeline"] as? String == "release" && parameters["target"] as? String == "linux/amd64")
        let step = try #require((parameters["builds"] as? [[String: Any]])?.first)
        #expect((step["flags"] as? [String])?.contains("-trimpath") == true)
        let dependencies = try #require(definition["resolvedDependencies"] as? [[String: Any]])
        #expect(dependencies.first?["uri"] as? String == "git+https://example.org/app.git@refs/tags/v1.2.0")

        let python = "\(GoBuild.checkout)/.toolchain/validators/bin/python"
        let script = """
            import json, sys
            from google.protobuf import json_format
            from in_toto_attestation.v1 import statement_pb2
            from in_toto_attestation.v1.statement import Statement
            from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
            value = json.load(open(sys.argv[1]))
            Statement.copy_from_pb(json_format.ParseDict(value, statement_pb2.Statement())).validate()
            json_format.ParseDict(value["predicate"], provenance_pb2.Provenance())
            print("valid")
            """
        try folder.write(script, to: "check.py")
        let check = try await runShell(
            "\(python) check.py download/app_1.2.0_linux_amd64_strip.intoto.json", in: folder)
        if check.error.contains("No module named") || check.code == 127 {
            try skip("no in-toto-attestation in .toolchain: Scripts/validators installs it from PyPI")
        }
        #expect(check.output == "valid\n", "\(check.error)")
    }
}
