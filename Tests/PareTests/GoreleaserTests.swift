import Fixtures
import Foundation
import Testing

/// Conversions of goreleaser's configurations, built by a real go: the files are those that the configuration says.
@Suite(.timeLimit(.minutes(10))) struct GoreleaserTests {
    private static let program =
        "package main\n\nvar version, commit, channel string\n\nfunc main() { println(version, channel) }\n"

    /// A repository at tag v1.4.0 of `example.com/NAME` with one of the fixtures.
    private func project(_ name: String, mains: [String], go: String) async throws -> (TemporaryFolder, [String: String]) {
        let folder = try TemporaryFolder()
        let file = "\(GoBuild.checkout)/Tests/Fixtures/Goreleaser/\(name).yml"
        try folder.write(String(contentsOfFile: file, encoding: .utf8), to: ".goreleaser.yaml")
        try folder.write("module example.com/\(name)\n\ngo 1.24\n", to: "go.mod")
        for main in mains { try folder.write(Self.program, to: main) }
        for file in ["LICENSE", "NOTICE", "README.md", "beacon.yml"] { try folder.write("\(file)\n", to: file) }
        let environment = [
            "PARE_GO": go, "PATH": "\((go as NSString).deletingLastPathComponent):/usr/local/bin:/usr/bin:/bin", "GOPROXY": "off",
            "GOCACHE": ProcessInfo.processInfo.environment["GOCACHE"]
                ?? "\(ProcessInfo.processInfo.environment["HOME"] ?? "/tmp")/.cache/go-build",
        ]
        let git = try await runShell(
            """
            git init -q . && printf 'targets.json\\npipelines\\ndist\\ncompletions\\n' >.gitignore && git add -A &&
            git -c user.name=a -c user.email=a@example.com commit -qm first && git tag v1.4.0
            """, in: folder, environment: environment)
        try #require(git.code == 0, "\(git.error)")
        return (folder, environment)
    }

    @Test(.runsGo) func filesAreThoseOfTheConfiguration() async throws {
        let go = try #require(GoBuild.go)
        let (folder, environment) = try await project("beacon", mains: ["cmd/beacon/main.go"], go: go)
        _ = try folder.script("mkdir -p completions && echo \"$2\" >completions/list", to: "scripts/completions.sh")
        let build = try await runShell(
            "$PARE init && $PARE build --target linux/amd64,linux/arm/6,windows/amd64", in: folder, environment: environment)
        #expect(build.code == 0, "\(build.error)")
        let found = folder.list("dist/beacon").filter { !$0.contains("/") && !$0.hasPrefix(".") && $0.contains("1.4.0") }
        #expect(
            found == [
                "beacon-1.4.0.linux-amd64.cdx.json", "beacon-1.4.0.linux-amd64.tar.gz", "beacon-1.4.0.linux-armv6.cdx.json",
                "beacon-1.4.0.linux-armv6.tar.gz", "beacon-1.4.0.windows-amd64.cdx.json", "beacon-1.4.0.windows-amd64.zip",
            ])
        let check = try await runShell(
            "cd dist/beacon && sha256sum --quiet -c sha256sums.txt && tar tzf beacon-1.4.0.linux-armv6.tar.gz", in: folder)
        #expect(
            check.output.split(separator: "\n").sorted()
                == ["LICENSE", "NOTICE", "beacon", "beacon.yml", "completions/list"].map { "beacon-1.4.0.linux-armv6/\($0)" },
            "\(check.error)")
        #expect(folder.read("completions/list") == "bash zsh\n")

        // The command that goreleaser's documentation gives for this build.
        let own = try await runShell(
            """
            commit=$(git rev-parse HEAD) date=$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)
            base=example.com/beacon/internal/build
            CHANNEL=stable CGO_ENABLED=0 GOOS=linux GOARCH=amd64 GOAMD64=v1 $PARE_GO build -trimpath -mod=readonly -tags=netgo,osusergo \\
                "-ldflags=-s -w -X $base.Version=1.4.0 -X $base.Revision=$commit -X '$base.Channel=stable channel' -X $base.Date=$date" \\
                -o dist/own ./cmd/beacon && cmp dist/own dist/beacon/beacon_linux_amd64/release/beacon
            """, in: folder, environment: environment)
        #expect(own.code == 0, "\(own.output)\(own.error)")
    }

    /// The command that goreleaser runs for this build gives the same program; the archive has the files at their destinations.
    @Test(.runsGo) func flagsOfPackagesBranchesAndDestinationsAreCarried() async throws {
        let go = try #require(GoBuild.go)
        let (folder, environment) = try await project("forge", mains: ["main.go", "docs/deep/main.go"], go: go)
        try folder.write(
            """
            project_name: tool
            builds:
              - env: [CGO_ENABLED=0]
                goos: [linux]
                goarch: [amd64]
                flags: [-trimpath]
                gcflags: [-N]
                ldflags: "-X main.version={{ incpatch .Version }}-next -X main.channel={{ .Branch }}"
            archives:
              - files: [LICENSE, { src: "docs/**/*.go", dst: share/src }, { src: README.md, dst: share/READ }]

            """, to: ".goreleaser.yaml")
        let run = try await runShell(
            """
            set -e
            git checkout -qb release/1; $PARE init >&2; $PARE build >&2; tar tzf dist/tool/tool_1.4.0*_linux_amd64.tar.gz
            version=$(git describe --tags --dirty | sed 's/^v//; s/1.4.0$/1.4.1/; s/1.4.0-dirty/1.4.0/')
            CGO_ENABLED=0 GOOS=linux GOARCH=amd64 GOAMD64=v1 $PARE_GO build -trimpath -gcflags=-N \\
                "-ldflags=-X main.version=$version-next -X main.channel=release/1" -o dist/own .
            cmp dist/own dist/tool/*_linux_amd64/release/tool && dist/own
            """, in: folder, environment: environment)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output == "tool\nLICENSE\nshare/READ\nshare/src/main.go\n", "\(run)")
        #expect(run.error.hasSuffix("-next release/1\n"), "\(run.error)")
        #expect(folder.read("pipelines/release.yml")?.contains("counterpart") == false)
    }

    @Test(.runsGo) func conversionWorksInASubFolderAndKeepsEditions() async throws {
        let go = try #require(GoBuild.go)
        let (folder, environment) = try await project("forge", mains: ["main.go"], go: go)
        let build = try await runShell(
            """
            mkdir -p docs/deep vendor && cd docs/deep && $PARE init && EDITION=pro $PARE build --target linux/amd64 --preset standard
            """, in: folder, environment: environment)
        #expect(build.code == 0, "\(build.error)")
        #expect(build.output.hasPrefix("in \(folder.path): wrote targets.json and pipelines/release.yml (from .goreleaser.yaml"))
        #expect(folder.read("dist/forge/forge_1.4.0_checksums.txt")?.hasSuffix("  forge_1.4.0_linux_amd64.tar.gz\n") == true)
        let list = try await runShell("tar tzf dist/forge/forge_1.4.0_linux_amd64.tar.gz", in: folder)
        #expect(list.output == "forge\nLICENSE\nREADME.md\n")
    }
}
