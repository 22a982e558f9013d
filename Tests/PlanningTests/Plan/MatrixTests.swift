import Fixtures
import Testing

@testable import Planning

/// Which builds there are, and what each of them gets.
struct MatrixTests {
    @Test func exclusionsTakeBuildsAway() throws {
        let plan = try plan(
            """
            mains: [., ./cmd/app]
            targets: [linux/amd64, linux/arm64, windows/amd64]
            presets: [default, strip]
            exclude:
              - linux/arm64
              - { target: windows/*, preset: default }
              - { main: app, preset: strip, target: [native] }
            """)
        #expect(
            plan.jobs.map { "\($0.main) \($0.target) \($0.preset)" } == [
                ". linux/amd64 default", ". linux/amd64 strip", ". windows/amd64 strip", "./cmd/app linux/amd64 default",
                "./cmd/app windows/amd64 strip",
            ])
    }

    @Test func overridesAreForSomeBuilds() throws {
        let plan = try plan(
            """
            name: r
            mains: [., ./cmd/app]
            targets: [linux/amd64, windows/amd64]
            presets: [small, { name: hard, extends: small, buildmode: pie, asmflags: [-spectre=all] }]
            ldflags: [-X main.a=1]
            overrides:
              - { target: windows/*, main: ./cmd/app, ldflags: [-H=windowsgui], tags: [gui] }
              - { preset: hard, trimpath: false, mod: vendor, env: { GOFIPS140: latest } }
              - { preset: hard, target: windows/amd64, buildmode: exe, env: { GOFIPS140: "off" } }
            """)
        try expectSnapshot(lines(plan), "override-lines.txt")
    }

    @Test func severalModules() throws {
        let plan = try plan(
            """
            name: r
            modules: { server: [., ./cmd/app], tools/agent: [., ./cmd/app] }
            targets: [linux/amd64]
            """)
        #expect(
            plan.jobs.map { "\($0.workingDirectory) \($0.main) \($0.output)" } == [
                "server . server_linux_amd64/default/server", "server ./cmd/app server-cmd-app_linux_amd64/default/app",
                "tools/agent . agent_linux_amd64/default/agent",
                "tools/agent ./cmd/app agent-cmd-app_linux_amd64/default/app",
            ])
        #expect(
            problems { try pipeline("modules: { a: [.] }\nmodule: .\ntargets: [native]\nmains: [.]\n") } == """
                release.yml:1: `modules` and `mains` contradict each other, expected one of the two
                release.yml:1: `modules` and `module` contradict each other, expected one of the two
                """)
    }

    @Test func templatesAreFilled() throws {
        let values = TemplateValues(
            version: "v1.2.3", commit: "0123456789abcdef", date: "2026-11-23T10:55:00Z", environment: ["KEY": "it's $5"])
        let plan = try plan(
            """
            name: r
            mains: [./cmd/app]
            targets: [linux/arm/6]
            presets: [strip]
            ldflags: ["-X main.version={{version}} -X main.commit={{ commit }} -X 'main.key={{env.KEY}}'"]
            env: { BUILD: "{{pipeline}} {{main}} {{target}} {{goos}} {{goarch}} {{variant}} {{preset}} {{date}}" }
            hooks:
              before: ["echo {{version}} {{env.KEY}}"]
              before-build: ["gen {{target}}"]
              after-build: ["sign --name {{preset}} {{ path }}"]
              after: [date]
            """, values: values)
        try expectSnapshot(lines(plan), "template-lines.txt")
    }

    @Test func aDirtyTreeIsAWarning() throws {
        let text = "mains: [.]\ntargets: [native]\nldflags: [\"-X main.v={{version}}\"]\n"
        #expect(
            try plan(text, values: TemplateValues(version: "v1.0.0-dirty")).warnings
                == ["files differ from the commit: `{{version}}` is v1.0.0-dirty"])
        #expect(try plan(text, values: TemplateValues(version: "v1.0.0")).warnings.isEmpty)
    }

    @Test func templatesWithoutAValue() throws {
        let text = """
            mains: [.]
            targets: [native]
            ldflags: ["-X main.version={{version}}", "-X main.date={{date}}"]
            env: { KEY: "{{env.PAHT}}" }
            """
        let values = TemplateValues(
            date: "2026-11-23T10:55:00Z", absence: "git says \"fatal: not a git repository\"", environment: ["PATH": "/bin"])
        #expect(
            problems { try plan(text, values: values) } == """
                release.yml:3: `{{version}}` has no value: git says "fatal: not a git repository", expected a commit
                release.yml:4: `{{env.PAHT}}`: neither `env` nor the environment has `PAHT`, expected it to be set, or `{{env.PAHT | default "x"}}`, did you mean `PATH`?
                """)
    }

    @Test func whatGoIsSetToOutsideIsPartOfTheLine() throws {
        let text = "name: r\nmains: [.]\ntargets: [native]\n"
        let settings = [EnvironmentVariable("GOFLAGS", "-mod=mod"), EnvironmentVariable("GOCACHEPROG", "cacher -key a")]
        let inherited = try plan(text, goSettings: settings)
        #expect(
            inherited.outsideSettings == [
                "every build gets GOFLAGS=-mod=mod from outside the pipeline",
                "every build gets GOCACHEPROG from outside the pipeline",
            ])
        #expect(inherited.jobs[0].environment.last == EnvironmentVariable("GOFLAGS", "-mod=mod"))
        let overridden = try plan(text + "env: { GOFLAGS: -v }\n", goSettings: settings)
        #expect(overridden.jobs[0].environment.filter { $0.name == "GOFLAGS" } == [EnvironmentVariable("GOFLAGS", "-v")])
        #expect(overridden.outsideSettings == ["every build gets GOCACHEPROG from outside the pipeline"])
    }

    /// Each setting acts where go, or the C compiler, reads it, and what the plan decides is not left to it.
    @Test func settingsFromOutsideReachTheBuildsTheyActOn() throws {
        let text =
            "name: r\nmains: [.]\ntargets: [linux/amd64, js/wasm]\npresets: [default, O2]\nexclude: [{ target: js/wasm, preset: O2 }]\n"
        let settings = [
            "CC": "/bin/cc", "CGO_CFLAGS": "-w", "CGO_ENABLED": "1", "CGO_LDFLAGS_ALLOW": "x", "GOAMD64": "v3",
            "GOEXPERIMENT": "jsonv2",
            "GOWASM": "signext", "GOPROXY": "off", "PKG_CONFIG_PATH": "/pc", "GOOGLE_KEY": "secret",
        ]
        let plan = try plan(text, goSettings: OutsideSettings.found(in: settings))
        func added(_ preset: String, _ target: String) -> [String] {
            plan.jobs.filter { $0.preset == preset && $0.target == target }
                .flatMap { $0.environment.map { "\($0.name)=\($0.value)" } }
        }
        #expect(
            added("default", "linux/amd64") == [
                "GOOS=linux", "GOARCH=amd64", "GOAMD64=v1", "CGO_ENABLED=1", "CC=/bin/cc", "CGO_CFLAGS=-w", "CGO_LDFLAGS_ALLOW=x",
                "GOEXPERIMENT=jsonv2", "PKG_CONFIG_PATH=/pc",
            ])
        #expect(
            added("default", "js/wasm") == ["GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOEXPERIMENT=jsonv2", "GOWASM=signext"])
        #expect(
            added("O2", "linux/amd64") == [
                "GOOS=linux", "GOARCH=amd64", "GOAMD64=v1", "CGO_ENABLED=1", "CGO_CFLAGS=-w -g -O2", "CGO_CXXFLAGS=-g -O2",
                "CC=/bin/cc",
                "CGO_LDFLAGS_ALLOW=x", "GOEXPERIMENT=jsonv2", "PKG_CONFIG_PATH=/pc",
            ])
        #expect(
            plan.outsideSettings == [
                "2 of 3 builds get CC=/bin/cc from outside the pipeline",
                "1 of 3 builds get CGO_CFLAGS=-w from outside the pipeline",
                "1 of 3 builds get CGO_ENABLED=1 from outside the pipeline",
                "2 of 3 builds get CGO_LDFLAGS_ALLOW=x from outside the pipeline",
                "every build gets GOEXPERIMENT=jsonv2 from outside the pipeline",
                "1 of 3 builds get GOWASM=signext from outside the pipeline",
                "2 of 3 builds get PKG_CONFIG_PATH=/pc from outside the pipeline",
            ])
        #expect(
            plan.warnings == [
                "GOAMD64=v3 from outside the pipeline is not used, builds get GOAMD64=v1; a target such as `linux/amd64/v3` sets it"
            ])
    }

    /// As go decides: the environment, else this machine's own platform with a C compiler.
    @Test(arguments: [
        (["gcc"], [:], "", "linux/amd64 1, linux/arm64 0, js/wasm 0"), ([], [:], "", "linux/amd64 0, linux/arm64 0, js/wasm 0"),
        (["gcc"], ["CGO_ENABLED": "0"], "", "linux/amd64 0, linux/arm64 0, js/wasm 0"),
        (["aarch64-linux-gnu-gcc", "gcc"], ["CGO_ENABLED": "1"], "", "linux/amd64 1, linux/arm64 1, js/wasm 0"),
        ([], ["CC": "/opt/cc"], "", "linux/amd64 1, linux/arm64 0, js/wasm 0"),
        (["gcc"], ["CGO_ENABLED": "1"], "env: { CGO_ENABLED: 0 }\n", "linux/amd64 0, linux/arm64 0, js/wasm 0"),
    ])
    func cgoIsOnWhereGoHasItOn(installed: [String], settings: [String: String], text: String, expected: String) throws {
        let plan = try plan(
            "name: r\nmains: [.]\ntargets: [linux/amd64, linux/arm64, js/wasm]\n\(text)", installed: Set(installed),
            goSettings: OutsideSettings.found(in: settings))
        let found = plan.jobs.map { "\($0.target) \($0.environment.value("CGO_ENABLED") ?? "-")" }
        #expect(found.joined(separator: ", ") == expected)
        // Only the pipeline's own word is part of the plan that all machines share.
        #expect(plan.jobs.allSatisfy { ($0.pipelineEnvironment.value("CGO_ENABLED") == nil) == text.isEmpty })
        let isUsed = settings["CGO_ENABLED"] != nil && text.isEmpty
        #expect(plan.outsideSettings.contains { $0.contains("CGO_ENABLED") } == isUsed)
    }

    /// As cmd/go reads it: the environment is nearer, and an empty variable is none.
    @Test func whatGoHasSavedActsToo() {
        let saved = OutsideSettings.saved("# no\nGOEXPERIMENT=a=b\nGOFLAGS=-v\n =x\nGOAMD64\nGOPROXY=off\nGODEBUG=\n")
        let found = OutsideSettings.found(in: ["GOFLAGS": "-x", "GOEXPERIMENT": ""], saved: saved, file: "/go/env")
        #expect(found.map { "\($0.name)=\($0.value)" } == ["GOENV=/go/env", "GOEXPERIMENT=a=b", "GOFLAGS=-x"])
    }
}
