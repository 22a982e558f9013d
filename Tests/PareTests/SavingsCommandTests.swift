import Fixtures
import Foundation
import Testing

@Suite(.runsGo, .serialized)
struct SavingsCommandTests {
    @Test func embeddedFilesHaveTheirSizes() async throws {
        let folder = try TemporaryFolder()
        try folder.write("module example.org/embeds\n\ngo 1.21\n", to: "go.mod")
        try folder.write(
            "package main\n\nimport _ \"embed\"\n\n//go:embed blob\nvar blob string\n\nfunc main() { println(blob) }\n",
            to: "main.go")
        try folder.write(String(repeating: "x", count: 3000), to: "blob")
        let report = try await pareJSON(["savings"], in: folder)
        let files = try #require(report["embedded"] as? [[String: Any]])
        #expect(files.map { $0["file"] as? String } == ["blob"])
        #expect(files.map { $0["bytes"] as? Int } == [3000])
    }

    @Test func everythingRanked() async throws {
        let folder = try sampleModule()
        let run = try await runPare(
            "savings", "--all", "--top", "3", "-o", "json=all.json", "-o", "csv=all.csv", in: folder, environment: goEnvironment()
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.error == "")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data((folder.read("all.json") ?? "").utf8)) as? [String: Any])
        #expect(report["schema"] as? String == "pare.savings/1")
        #expect(report["main"] as? String == "example.org/app")
        #expect(report["target"] as? String == "linux/amd64" || report["target"] as? String == "linux/arm64")
        let size = try #require(report["size"] as? Int)
        #expect(size > 500_000)
        #expect(report["without"] == nil && report["joint"] == nil)

        let packages = try #require(report["packages"] as? [[String: Any]])
        let names = packages.compactMap { $0["what"] as? String }
        #expect(names.contains("go/parser") && !names.contains("runtime") && !names.contains("example.org/app"))
        #expect(packages.compactMap { $0["contents"] as? Int } == packages.compactMap { $0["contents"] as? Int }.sorted(by: >))
        #expect(packages.allSatisfy { ($0["saves"] as? Int ?? .max) < size && $0["bytes"] is Int && $0["alsoGone"] is [String] })
        let parser = try #require(packages.first { $0["what"] as? String == "go/parser" })
        #expect((parser["alsoGone"] as? [String])?.contains("go/scanner") == true)
        #expect((parser["saves"] as? Int ?? 0) > (parser["bytes"] as? Int ?? 0))
        // What only references keep is never more than what the linker's work done again saves, but for rounding.
        #expect(packages.allSatisfy { ($0["retained"] as? Int ?? .max) <= ($0["contents"] as? Int ?? 0) + 4096 })
        #expect((parser["retained"] as? Int ?? 0) > (parser["bytes"] as? Int ?? .max))
        let initialised = packages.filter { $0["onlyInitialised"] as? Bool == true }.compactMap { $0["what"] as? String }
        #expect(initialised.contains("example.org/app/plug"))

        let edges = try #require(report["edges"] as? [[String: Any]])
        #expect(edges.contains { $0["what"] as? String == "example.org/app/fetch->go/parser" && $0["kind"] as? String == "edge" })
        #expect(edges.allSatisfy { max($0["saves"] as? Int ?? 0, $0["contents"] as? Int ?? 0) > 16384 })
        let modules = try #require(report["modules"] as? [[String: Any]])
        #expect(Set(modules.compactMap { $0["what"] as? String }) == ["module:example.org/dep", "module:example.org/dep/v2"])

        let elimination = try #require(report["methodElimination"] as? [String: Any])
        #expect(elimination["enabled"] as? Bool == false)
        #expect((elimination["price"] as? Int ?? 0) > 0)
        let culprits = try #require(elimination["culprits"] as? [[String: Any]])
        let culprit = try #require(culprits.first { $0["symbol"] as? String == "example.org/app/call.ByName" })
        let chain = try #require(culprit["chain"] as? [String])
        #expect(chain.contains("main.main") && chain.last == "example.org/app/call.ByName")
        #expect((report["deadModules"] as? [[String: Any]])?.compactMap { $0["path"] as? String } == ["example.org/unused"])
        #expect(
            (report["duplicates"] as? [[[String: Any]]])?.map { $0.compactMap { $0["version"] as? String } } == [
                ["v1.1.0", "v2.0.1"]
            ])

        for heading in [
            "Packages", "Modules", "Imports", "Method elimination: off", "Only initialised", "Dead modules", "Duplicates",
        ] {
            #expect(run.output.contains("\n\(heading)"), "\(heading)")
        }
        #expect(run.output.contains("removed everywhere; its callers keep their own code"))
        #expect(run.output.contains("Savings are not additive"))
        #expect(run.output.contains(names[0]) && run.output.contains("… and \(packages.count - 3) more"))
        #expect(folder.read("all.csv")?.split(separator: "\r\n").count == 1 + packages.count + edges.count + modules.count)
    }

    @Test func togetherIsNotTheSum() async throws {
        let folder = try sampleModule()
        let wishes = [
            "go/parser", "example.org/app->example.org/app/fetch", "module:example.org/dep", "func:example.org/app/call.ByName",
        ]
        let report = try await pareJSON(["savings"] + wishes.flatMap { ["--without", $0] }, in: folder)
        #expect(report["packages"] == nil && report["edges"] == nil)
        let without = try #require(report["without"] as? [[String: Any]])
        #expect(without.compactMap { $0["what"] as? String } == wishes)
        #expect(without.compactMap { $0["kind"] as? String } == ["package", "edge", "module", "func"])
        let saves = without.compactMap { $0["saves"] as? Int }
        let joint = try #require(report["joint"] as? Int)
        #expect(joint >= saves.max() ?? .max)
        // The second takes the first with it.
        #expect(saves[1] >= saves[0])
        #expect(without[1]["alsoGone"] as? [String] ?? [] != [])
        #expect(joint < saves.reduce(0, +))
        #expect(without[3]["enablesMethodElimination"] as? Bool == true)
    }

    /// The thin import, the methods kept by reflection and the dead module, in the report of a build and in its budget.
    @Test func aBuildReportHasCutLists() async throws {
        let folder = try sampleModule()
        try folder.write(
            """
            name: release
            mains: [.]
            targets: [native]
            presets: [strip]
            budgets: [{ methods-elimination: required }]
            report: [json]
            """, to: "pipelines/release.yml")
        let run = try await runPare("build", in: folder, environment: goEnvironment())
        #expect(run.code == 1, "\(run.error)")
        #expect(run.output.contains("\nWhat to cut from example.org/app"))
        #expect(run.output.contains("example.org/app/fetch → go/parser\n"))
        #expect(run.output.contains("imported at fetch/fetch.go:5; "))
        #expect(run.output.contains("pare savings --without 'example.org/app/fetch->go/parser'\n"))
        #expect(run.output.contains("1 module of go.mod puts no byte into the build: example.org/unused v1.0.0"))
        #expect(run.output.contains("keeps methods that nobody calls"))
        let gate = try await runPare("gate", in: folder, environment: goEnvironment())
        #expect(gate.code == 1)
        #expect(gate.output.contains("methods-elimination required"))
    }

    @Test func aTagIsToggled() async throws {
        let folder = try taggedModule()
        let report = try await pareJSON(["savings", "--without", "tag:slim"], in: folder)
        let without = try #require(report["without"] as? [[String: Any]])
        #expect(without.compactMap { $0["kind"] as? String } == ["tag"])
        #expect((36_864...49_152).contains(report["joint"] as? Int ?? 0))
        #expect(report["jointAlsoGone"] as? [String] == [])
        let run = try await runPare(
            "savings", "--tags", "slim", "--without", "tag:nobody", in: folder, environment: goEnvironment())
        #expect(run.code == 2)
        #expect(
            run.error == """
                pare: --without tag:nobody: no package of example.org/tagged changes with it; `pare tags` lists those that change something

                """)
    }

    /// Before the program is loaded, which takes longest.
    @Test func malformedRemovalsAreReportedBeforeLoading() async throws {
        let folder = try TemporaryFolder()
        let run = try await runPare("savings", "--without", "tag:a b", "--without", "a->", "./nowhere", in: folder)
        #expect(run.code == 2)
        #expect(
            run.error == """
                pare: --without tag:a b: not a build tag, which has letters, digits, `_` and `.`
                pare: --without a->: an import has two packages; write A->B

                """)
        let proof = try await runPare("savings", "--prove", "modul:x", "./nowhere", in: folder)
        #expect(proof.code == 2 && proof.error.hasPrefix("pare: --prove modul:x: unknown prefix `modul:`"), "\(proof.error)")
    }

    /// Loading the program takes longest, so that all wishes are wrong at once; each must be told.
    @Test func removalsThatAreNotInTheProgram() async throws {
        let wrong = [
            ("go/parsr", "no package go/parsr in example.org/app", "did you mean `go/parser`?"),
            ("module:example.org/dpe", "no such module", "`module:example.org/dep`?"),
            ("module:example.org/unused", "puts no byte into example.org/app", "saves nothing"),
            ("os->go/parser", "os does not import go/parser", "these do: example.org/app/fetch"),
            ("func:main.nope", "no such function", "net/http.(*Client).Do"),
            ("main", "that is the program itself", "itself"),
        ]
        let words = wrong.map { "--without '\($0.0)'" }.joined(separator: " ")
        let run = try await runShell("$PARE savings \(words)", in: sampleModule(), environment: goEnvironment())
        #expect(run.code == 2)
        #expect(run.output == "")
        let lines = run.error.split(separator: "\n")
        #expect(lines.count == wrong.count, "\(run.error)")
        for (line, (wish, complaint, advice)) in zip(lines, wrong) {
            #expect(line.hasPrefix("pare: --without \(wish): \(complaint)"), "\(line)")
            #expect(line.contains(advice), "\(line)")
        }
    }

    @Test(arguments: [
        (["savings", "./call"], "example.org/app/call is package call, not a program", "name one: example.org/app"),
        (["savings", "./..."], "./... names ", "name one main package"),
        (["savings", "--target", "linux/amd46"], "--target linux/amd46: no such target", "did you mean `linux/amd64`?"),
        (["savings", "--preset", "smal"], "--preset smal: no such preset", "did you mean `small`?"),
        (
            ["savings", "--target", "js/wasm"], "js/wasm: the size of WebAssembly and XCOFF files is not modelled",
            "another target"
        ),
        (["savings", "-C", "nowhere"], "nowhere: no such folder", "-C"),
        (["why", "go/scaner"], "why go/scaner: no package go/scaner", "did you mean `go/scanner`?"),
        (["why", "os", "--format", "csv"], "The value 'csv' is invalid for '--format <format>'", "'json'"),
    ])
    func mistakes(arguments: [String], complaint: String, advice: String) async throws {
        let words = arguments.map { "'\($0)'" }.joined(separator: " ")
        let run = try await runShell("$PARE \(words)", in: sampleModule(), environment: goEnvironment())
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.error.hasPrefix("pare: \(complaint)"), "\(run.error)")
        #expect(run.error.contains(advice), "\(run.error)")
    }

    @Test func compileErrorsAreInGosWords() async throws {
        let folder = try sampleModule()
        try folder.write("package call\n\nfunc ByName() { missing() }\n", to: "call/call.go")
        let run = try await runPare("savings", in: folder, environment: goEnvironment())
        #expect(run.code == 3)
        #expect(run.error.hasPrefix("pare: example.org/app does not compile\n"), "\(run.error)")
        #expect(run.error.contains("call.go:3:17: undefined: missing"), "\(run.error)")
    }

    @Test func noModuleAndNoProgram() async throws {
        let folder = try TemporaryFolder()
        let none = try await runPare("savings", in: folder, environment: goEnvironment())
        #expect(none.code == 2)
        #expect(none.error.hasPrefix("pare: .: no go.mod here or above"), "\(none.error)")
        try folder.write("module example.org/lib\n\ngo 1.22\n", to: "go.mod")
        try folder.write("package lib\n", to: "lib.go")
        let library = try await runPare("savings", in: folder, environment: goEnvironment())
        #expect(library.code == 2)
        #expect(library.error.hasPrefix("pare: .: no main package in this module"), "\(library.error)")
        for name in ["one", "two"] { try folder.write("package main\n\nfunc main() {}\n", to: "cmd/\(name)/main.go") }
        let several = try await runPare("savings", in: folder, environment: goEnvironment())
        #expect(several.code == 2)
        #expect(several.error.contains("name one: example.org/lib/cmd/one, example.org/lib/cmd/two"), "\(several.error)")
    }

    /// A go between Pare and the real one, which changes what `go list` says of archives.
    @Test(arguments: [
        ("s#\"Export\": \".*/#\"Export\": \"/nowhere/#", "/nowhere/", "Go's build cache was cleaned in between; run again"),
        ("s#\"Export\": \".*\"#\"Export\": \"$here/short.a\"#", "archive of ", "run `go clean -cache` and build again"),
        (
            "s#\"Export\": \".*\"#\"Export\": \"$here/other.a\"#", "archive of ",
            "unknown object file format, expected that of Go 1.20 to 1.27"
        ),
    ])
    func archivesThatAreNotWhatTheyShouldBe(change: String, complaint: String, advice: String) async throws {
        let folder = try taggedModule()
        var environment = try await goEnvironment()
        let go = try folder.script(
            """
            here=\(folder.path)
            case "$*" in
            *-export*)
                real=$($REAL_GO list -export -f '{{.Export}}' errors)
                head -c 5000 "$real" >"$here/short.a"
                sed 's/go120ld/go999ld/' "$real" >"$here/other.a"
                $REAL_GO "$@" | sed "\(change.replacing("\"", with: "\\\""))" ;;
            *) exec $REAL_GO "$@" ;;
            esac
            """, to: "tools/go")
        environment["REAL_GO"] = environment["PARE_GO"]
        environment["PARE_GO"] = go
        environment["PATH"] = "/usr/bin:/bin"
        let run = try await runPare("savings", in: folder, environment: environment)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.error.hasPrefix("pare: \(complaint)"), "\(run.error)")
        #expect(run.error.contains(advice), "\(run.error)")
    }

    @Test func anUnknownRelease() async throws {
        let folder = try taggedModule()
        let answer = #"{"GOVERSION":"go1.99.1","GOROOT":"/goroot","GOHOSTOS":"linux","GOHOSTARCH":"amd64"}"#
        let go = try folder.script("echo '\(answer)'", to: "tools/go")
        let run = try await runPare("savings", in: folder, environment: ["PARE_GO": go, "PATH": "/usr/bin:/bin"])
        #expect(run.code == 2)
        #expect(run.error.hasPrefix("pare: go1.99.1: Pare replays the linkers of go1.22 to go1.27"), "\(run.error)")
    }

    @Test func aBinaryCannotTell() async throws {
        let run = try await runPare("savings", "app", in: folderWithBinaries())
        #expect(run.code == 2)
        #expect(run.error.hasPrefix("pare: app is a binary: it holds what the linker kept"), "\(run.error)")
        #expect(run.error.contains("run `pare savings"))
    }
}
