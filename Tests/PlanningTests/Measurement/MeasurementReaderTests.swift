import Testing

@testable import Planning

struct MeasurementReaderTests {
    private func draft(_ measure: String, mains: String = "[./cmd/app]") throws -> PipelineDraft {
        try Pipeline.draft(
            "mains: \(mains)\ntargets: [linux/amd64]\npresets: [default, strip]\nmeasure:\n\(measure)", file: "p.yml",
            catalogue: .builtIn(native: "linux/amd64"))
    }

    @Test func everyKeyIsRead() throws {
        let pipeline = try draft(
            """
              - command: ["{{binary}}", -l, "{{goroot}}/src"]
                exit: 2
                startup: ["{{binary}}", --version]
                set: { GOGC: [50, 100], GOMEMLIMIT: "off" }
                cover: true
                budgets:
                  - { memory: 64MiB, level: warn }
                  - { cpu: 110%, preset: strip, of: default, name: cpu, message: Look at it. }
                  - { never-run: 40% }
                  - { memory: 80%, set: { GOGC: 50 }, of: { set: { GOGC: 100 } } }
              - name: serving
                main: ./cmd/server
                preset: strip
                start: ["{{binary}}", "127.0.0.1:{{port}}"]
                ready: http://127.0.0.1:{{port}}/
                load: hey {{env.LOAD | default "x"}}
                stop: SIGINT
                grace: 10s
                runs: 3
                warm-up: 0
                timeout: 2m
                slower: 2.5%
                container: 256MiB
            """.replacing("- command", with: "- main: ./cmd/app\n    command"), mains: "[./cmd/app, ./cmd/server]"
        ).whole()
        let (batch, server) = (pipeline.measurements[0], pipeline.measurements[1])
        #expect(
            batch.name == "app" && batch.main == "./cmd/app" && batch.presets == nil && batch.cover && batch.place == "p.yml:5")
        #expect(batch.measurement.workload == .batch(["{{binary}}", "-l", "{{goroot}}/src"]))
        #expect(batch.measurement.exitCode == 2 && batch.measurement.call == ["{{binary}}", "--version"])
        #expect(
            batch.measurement.settings == [
                .init(name: "GOGC", values: ["50", "100"]), .init(name: "GOMEMLIMIT", values: ["off"]),
            ])
        #expect(
            batch.budgets.map(\.text) == [
                "memory 64MiB", "cpu 110% preset strip of default", "never-run 40%", "memory 80% GOGC=50 of GOGC=100",
            ])
        #expect(batch.budgets[0].limit == .bytes(64 << 20) && batch.budgets[0].level == .warn)
        #expect(
            batch.budgets[1].limit == .percent(110) && batch.budgets[1].name == "cpu" && batch.budgets[1].advice == "Look at it.")
        #expect(batch.budgets[3].reference?.settings == [EnvironmentVariable("GOGC", "100")])
        #expect(server.presets == ["strip"] && server.slower == 2.5 && server.container == 256 << 20)
        #expect(server.measurement.rounds == 3 && server.measurement.warmUp == 0 && server.measurement.timeout == 120)
        guard case .server(let made) = server.measurement.workload else { return #expect(Bool(false)) }
        #expect(made.stop == .interrupt && made.grace == 10 && made.ready == .http("http://127.0.0.1:{{port}}/"))
        let filled = batch.filled { $0 == "goroot" ? "/go" : nil }
        #expect(filled.measurement.workload == .batch(["{{binary}}", "-l", "/go/src"]))
    }

    @Test func templatesAreFilledInAllCommands() throws {
        let pipeline = try draft(
            """
              - command: ["{{binary}}"]
                startup: ["{{goroot}}/bin/go", "{{env.WORD}}", "{{binary}}"]
              - name: http
                start: ["{{env.WORD | upper}}"]
                ready: http://{{env.WORD}}:{{ port }}/
                load: "{{env.WORD}} {{port}}"
              - { name: port, start: [x], ready: "port:{{env.WORD}}", load: y }
              - { name: line, start: [x], ready: "line:{{env.WORD}} {{binary}} {{goroot}} {{port}}", load: y }
            """
        ).whole()
        let entries = pipeline.measurements.map { $0.filled { ["goroot": "/go", "env.WORD": "host"][$0] }.measurement }
        #expect(entries[0].call == ["/go/bin/go", "host", "{{binary}}"])
        func server(_ index: Int) -> Measurement.Server? {
            guard case .server(let server) = entries[index].workload else { return nil }
            return server
        }
        #expect(server(1)?.start == ["HOST"] && server(1)?.load.last == "host {{port}}")
        #expect(server(1)?.ready == .http("http://host:{{port}}/") && server(2)?.ready == .port("host"))
        #expect(server(3)?.ready == .line("host {{binary}} /go {{port}}"))
        #expect(pipeline.templateUses.filter { $0.variable == "env.WORD" }.map(\.place).count == 6)
    }

    @Test(arguments: [
        ("  - { set: { GOGC: 1 } }", "nothing to measure"),
        ("  - { command: [] }", "`command` is empty"),
        ("  - { command: [x], ready: port:1 }", "`command` is of a program that ends by itself, `ready` of a server"),
        ("  - { start: [x] }", "`ready`, `load` of a server missing"),
        ("  - { start: [x], ready: soon, load: y }", "expected http://127.0.0.1:{{port}}/"),
        ("  - { start: [x], ready: port:1, load: y, stop: STOP }", "`stop`"),
        ("  - { command: [\"{{binry}}\"] }", "`command`: unknown variable, found `{{binry}}`"),
        ("  - { command: [x], startup: [\"{{binry}}\"] }", "`startup`: unknown variable"),
        ("  - { command: [\"{{port}}\"] }", "`command`: unknown variable, found `{{port}}`"),
        ("  - { command: [\"{{binary | lower}}\"] }", "`{{binary}}` takes no functions, found `{{binary | lower}}`"),
        ("  - { start: [x], ready: \"http://h:{{prot}}/\", load: y }", "`ready`: unknown variable, found `{{prot}}`"),
        ("  - { start: [x], ready: \"port:{{binary}}\", load: y }", "`ready`: unknown variable, found `{{binary}}`"),
        ("  - { start: [x], ready: \"line:{{target}}\", load: y }", "`ready`: `{{target}}` has no value here"),
        ("  - { start: [x], ready: \"line:{{port\", load: y }", "`ready`: `{{` without `}}`"),
        ("  - { start: [x], ready: \"port:{{port | upper}}\", load: y }", "`{{port}}` takes no functions"),
        ("  - { command: [x], set: { GOGC: fast } }", "GOGC, found `fast`"),
        ("  - { command: [x], runs: 0 }", "1 to 1000"),
        ("  - { command: [x], timeout: 5 }", "a duration"),
        ("  - { command: [x], preset: fast }", "builds nothing that matches"),
        ("  - { command: [x] }\n  - { command: [y] }", "have one name"),
        ("  - { command: [x], budgets: [{ cpu: 5s }] }", "a percentage"),
        ("  - { command: [x], budgets: [{ cpu: 110% }] }", "of what?"),
        ("  - { command: [x], budgets: [{ memory: 1MiB, of: default }] }", "`of` is for limits in percent"),
        ("  - { command: [x], budgets: [{ memory: 1MiB, cpu: 5% }] }", "one budget for several figures"),
        ("  - { command: [x], budgets: [{ level: warn }] }", "a budget without a figure"),
        ("  - { command: [x], budgets: [{ startup: 110%, of: default }] }", "`startup` is not measured"),
        ("  - { command: [x], budgets: [{ never-run: 10% }] }", "`cover: true`"),
        ("  - { command: [x], budgets: [{ memory: 50%, of: fast }] }", "the entry measures no such preset"),
        ("  - { command: [x], budgets: [{ memory: 1MiB, set: { GOGC: 7 } }] }", "GOGC is not measured with this value"),
    ])
    func problemsAreSaidWithTheirLine(_ measure: String, _ expected: String) throws {
        let problems = try draft(measure).problems.map(\.description)
        #expect(problems.contains { $0.contains(expected) && $0.hasPrefix("p.yml:") }, "\(problems)")
    }

    @Test func severalProgramsNeedAName() throws {
        let problems = try draft("  - { command: [x] }", mains: "[./cmd/app, ./cmd/server]").problems.map(\.description)
        #expect(problems == ["p.yml:5: `main` is missing, expected one of `./cmd/app`, `./cmd/server`"])
    }
}
