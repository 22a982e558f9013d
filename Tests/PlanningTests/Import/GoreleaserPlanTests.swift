import Testing

@testable import Planning

/// The plans of converted configurations against what goreleaser's documentation says of them.
struct GoreleaserPlanTests {
    private static let values = TemplateValues(
        version: "v1.4.0", commit: "c0ffee", shortCommit: "c0f", date: "2026-11-23T10:55:00Z", environment: ["EDITION": "pro"])

    private func plan(_ name: String) throws -> BuildPlan {
        let text = try GoreleaserImportTests.convert(GoreleaserImportTests.fixture(name)).text
        let catalogue = try builtInCatalogue()
        let pipeline = try Pipeline.draft(text, file: "release.yml", catalogue: catalogue) { main, module in
            "example.com/\(module == "." ? name : module)" + (main == "." ? "" : String(main.dropFirst()))
        }.whole()
        let host = HostFacts(native: "linux/amd64", installed: catalogue.tools, values: Self.values)
        return try BuildPlan.make(pipeline, catalogue: catalogue, host: host)
    }

    /// `linux/amd64 app app_1.4.0.tar.gz`: target, file name of the binary, archive.
    private func files(_ plan: BuildPlan) -> [String] {
        plan.jobs.map { job in
            let format = job.packing?.archive ?? plan.artifacts?.archive ?? .none
            let isWindows = job.target.hasPrefix("windows/")
            let ending =
                switch format {
                case .auto: isWindows ? ".zip" : ".tar.gz"
                case .binary: isWindows ? ".exe" : ""
                default: ".\(format.rawValue)"
                }
            return "\(job.target) \(job.fileName) \(job.archiveName ?? "-")\(ending)"
        }
    }

    @Test func beacon() throws {
        let plan = try plan("beacon")
        let unix = [
            "linux/amd64": "linux-amd64", "linux/arm64": "linux-arm64", "linux/arm/6": "linux-armv6", "linux/arm": "linux-armv7",
            "linux/386": "linux-386", "linux/mips64le/softfloat": "linux-mips64le", "linux/ppc64le": "linux-ppc64le",
            "linux/riscv64": "linux-riscv64", "linux/s390x": "linux-s390x", "darwin/amd64": "darwin-amd64",
            "darwin/arm64": "darwin-arm64", "freebsd/amd64": "freebsd-amd64", "freebsd/arm64": "freebsd-arm64",
            "freebsd/arm": "freebsd-armv7", "freebsd/386": "freebsd-386",
        ]
        let windows = ["windows/amd64": "windows-amd64", "windows/386": "windows-386"]
        let expected =
            unix.map { "\($0) beacon beacon-1.4.0.\($1).tar.gz" } + windows.map { "\($0) beacon.exe beacon-1.4.0.\($1).zip" }
        #expect(files(plan).sorted() == expected.sorted())
        #expect(plan.jobs.allSatisfy { $0.packing?.folder == $0.archiveName })
        #expect(
            plan.jobs.allSatisfy {
                $0.flags == [
                    "-trimpath", "-mod=readonly", "-tags=netgo,osusergo",
                    "-ldflags=-s -w -X example.com/beacon/internal/build.Version=1.4.0 "
                        + "-X example.com/beacon/internal/build.Revision=c0ffee "
                        + "-X 'example.com/beacon/internal/build.Channel=stable channel' "
                        + "-X example.com/beacon/internal/build.Date=2026-11-23T10:55:00Z",
                ]
            })
        #expect(
            plan.jobs.allSatisfy { $0.environment.value("CGO_ENABLED") == "0" && $0.environment.value("CHANNEL") == "stable" })
        #expect(plan.before.map(\.command) == ["go mod tidy", "./scripts/completions.sh --shell 'bash zsh'"])
        #expect(plan.artifacts?.checksumsName == "sha256sums.txt" && plan.artifacts?.sbom == true)
        #expect(plan.jobs.first?.packing?.files.map(\.pattern) == ["LICENSE", "NOTICE", "beacon.yml", "completions/*"])
    }

    @Test func sailor() throws {
        let plan = try plan("sailor")
        let isUniversal = try !builtInCatalogue().targets(matching: "darwin/universal").isEmpty
        let mac =
            isUniversal
            ? ["darwin/universal sailor sailor_Darwin_all.tar.gz"]
            : ["darwin/amd64 sailor sailor_Darwin_x86_64.tar.gz", "darwin/arm64 sailor sailor_Darwin_arm64.tar.gz"]
        #expect(
            files(plan).sorted()
                == (mac + [
                    "linux/amd64 sailor sailor_Linux_x86_64.tar.gz", "linux/amd64/v3 sailor sailor_Linux_x86_64_v3.tar.gz",
                    "linux/arm64 sailor sailor_Linux_arm64.tar.gz", "windows/amd64 sailor.exe sailor_Windows_x86_64.zip",
                    "linux/amd64 sailor-agent sailor-agent-linux-amd64", "linux/arm64 sailor-agent sailor-agent-linux-arm64",
                    "windows/amd64 sailor-agent.exe sailor-agent-windows-amd64.exe",
                ]).sorted())
        let agents = plan.jobs.filter { $0.workingDirectory == "agent" }
        #expect(
            agents.map { "\($0.target) \($0.environment.value("CGO_ENABLED") ?? "") \($0.environment.value("CC") ?? "-")" } == [
                "linux/amd64 1 -", "linux/arm64 1 aarch64-linux-gnu-gcc", "windows/amd64 0 -",
            ])
        #expect(
            agents.map { $0.flags.filter { !$0.hasPrefix("-ldflags") } } == [
                ["-buildmode=pie", "-gcflags=all=-l -B", "-asmflags=all=-spectre=all"],
                ["-buildmode=pie", "-gcflags=all=-l -B", "-asmflags=all=-spectre=all"],
                ["-buildmode=exe", "-gcflags=all=-l -B", "-asmflags=all=-spectre=all"],
            ])
        #expect(agents.last?.flags.last == "-ldflags=-H=windowsgui -X main.service=sailor agent")
        #expect(
            agents.first?.flags.last
                == "-ldflags=-s -w -X main.version=1.4.0 -X main.commit=c0ffee -X main.date=2026-11-23T10:55:00Z -X main.builtBy=goreleaser"
        )
        #expect(agents.map { $0.before.map(\.command) }.first == ["./agent/prepare.sh linux sailor-agent"])
        #expect(
            agents.last?.after.map { $0.command(path: "a b/x.exe") } == [
                "./sign.sh 'a b/x.exe' --note 'a b; $HOME' windows_amd64_v1",
                "cp 'a b/x.exe' \"$(dirname 'a b/x.exe')\"/copy.exe",
            ])
        #expect(
            plan.before.map(\.command) == [
                "env LANG=C 'GREETING=hello world' go generate ./...", "cd docs && ./make-docs.sh",
            ])
        #expect(
            plan.jobs.filter { $0.upx != nil }.map { "\($0.target) \($0.upx ?? [])" } == [#"linux/amd64 ["--best", "--lzma"]"#])
        #expect(plan.artifacts?.checksumsName == "checksums.txt")
    }

    @Test func forge() throws {
        let plan = try plan("forge")
        #expect(
            files(plan).sorted() == [
                "darwin/amd64 forge forge_1.4.0_darwin_amd64.tar.gz", "darwin/arm64 forge forge_1.4.0_darwin_arm64.tar.gz",
                "freebsd/amd64 forge forge_1.4.0_freebsd_amd64.tar.gz", "linux/386 forge forge_1.4.0_linux_386.tar.gz",
                "linux/amd64 forge forge_1.4.0_linux_amd64.tar.gz", "linux/amd64 forge forge_extended_1.4.0_linux-amd64.tar.gz",
                "linux/arm/6 forge forge_1.4.0_linux_armv6.tar.gz", "linux/arm64 forge forge_1.4.0_linux_arm64.tar.gz",
                "windows/386 forge.exe forge_1.4.0_windows_386.tar.gz",
                "windows/amd64 forge.exe forge_1.4.0_windows_amd64.tar.gz",
            ])
        let linux = plan.jobs.filter { $0.target == "linux/amd64" }
        #expect(
            linux.map { "\($0.preset) \($0.flags.joined(separator: " "))" } == [
                "standard -mod=vendor -buildvcs=false -tags=nodeploy -ldflags=-s -w -X example.com/forge/common.vendor=forge",
                "extended -mod=vendor -buildvcs=false -tags=extended -ldflags=-s -w -X example.com/forge/common.vendor=forge "
                    + "-extldflags '-static -lm'",
            ])
        #expect(linux.map { $0.environment.value("CGO_ENABLED") } == ["0", "1"])
        #expect(plan.artifacts?.checksumsName == "forge_1.4.0_checksums.txt")
        #expect(linux.last?.packing?.files == [])
    }
}
