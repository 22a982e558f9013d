import Fixtures
import Foundation
import Synchronization
import Testing

/// Commands that have run, as many reports propose the same.
private final class Ran: Sendable {
    private let lines = Mutex<Set<String>>([])

    func insert(_ line: String) -> Bool { lines.withLock { $0.insert(line).inserted } }
}

/// Every command that a report proposes runs where it was printed, for the file that was judged.
@Suite(.runsGo, .timeLimit(.minutes(10))) struct ProposedCommandTests {
    let folder: TemporaryFolder
    private let ran = Ran()

    private static let pipeline = """
        name: release
        mains: [./cmd/app]
        targets: [linux/amd64, windows/amd64]
        presets: [default, strip]
        report: [markdown, html]
        groups: { web: { owner: platform, packages: [net/url] } }
        budgets:
          - { artifact: "*", max: 1KiB, max-packages: 1, max-modules: 1, max-memory: 1KiB, max-compressed: 1KiB }
          - { artifact: "*", growth: 1 }
          - { package: net/url, max: 1 }
          - { module: std, max: 1 }
          - { section: .text, max: 1 }
          - { kind: code, max: 1 }
          - { group: web, max: 1 }
          - { owner: platform, max: 1 }
          - { forbid: [net/url, "*/constants"] }
          - { methods-elimination: required }

        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("module example.org/app\n\ngo 1.24\n", to: "project/go.mod")
        try folder.write("package constants\n\nconst Text = \"text\"\n", to: "project/constants/constants.go")
        try folder.write(
            """
            package main

            import (
            \t"net/url"
            \t"os"
            \t"reflect"

            \t"example.org/app/constants"
            )

            func main() {
            \taddress, _ := url.Parse(os.Args[0] + constants.Text)
            \treflect.ValueOf(address).MethodByName(os.Args[1]).Call(nil)
            }

            """, to: "project/cmd/app/main.go")
        try folder.write(Self.pipeline, to: "project/pipelines/release.yml")
        try folder.write("", to: "project/docs/empty")
    }

    private func shell(_ line: String, in place: String) async throws -> PareRun {
        try await runShell("cd '\(place)' && PATH=\"$PWD/../bin:$PATH\" && \(line)", in: folder, environment: goEnvironment())
    }

    /// Commands of indented lines, code in backquotes or tags, JSON values, and those after `run:`.
    private func commands(in text: String) -> Set<String> {
        var found: Set<String> = []
        for line in text.split(separator: "\n") {
            let plain = line.replacing(/&#([0-9]+);/) {
                Int($0.1).flatMap(UnicodeScalar.init).map { String(Character($0)) } ?? ""
            }
            .replacing("&gt;", with: ">").replacing(/<\/?code>/, with: "`").replacing("\\/", with: "/")
            for match in plain.matches(of: /(?:^ +|`|"|\$ |run: )(pare (?:weigh|why|diff|savings|gate) [^`"]+?)(?:`|"|<|$)/) {
                found.insert(String(match.1))
            }
        }
        return found
    }

    /// Runs what is proposed by a line of shell in each of the formats; returns all commands.
    private func proposals(
        _ line: String, in place: String, as formats: [String] = ["text", "markdown", "json", "html"]
    ) async throws -> Set<String> {
        var all: Set<String> = []
        for format in formats {
            let run = try await shell(line.replacing("FORMAT", with: "--format \(format)"), in: place)
            #expect(run.code <= 1, "\(line): \(run.error)")
            all.formUnion(commands(in: run.output + run.error))
        }
        for command in all.sorted() where ran.insert("\(place): \(command)") {
            let run = try await shell("\(command.replacing(/^pare/, with: "\"$PARE\"")) </dev/null", in: place)
            #expect(run.code == 0 || run.code == 1, "\(line): \(command)\n\(run.error)")
        }
        return all
    }

    @Test func eachRunsWhereItWasPrinted() async throws {
        let binary = "dist/release/app_linux_amd64/default/app"
        let first = try await shell("\"$PARE\" build --lenient", in: "project")
        #expect(first.code == 1, "\(first.error)")
        try folder.write(
            try #require(folder.read("project/dist/release/report.json")), to: "project/main.json")

        let build = try await proposals("\"$PARE\" build --baseline main.json FORMAT", in: "project")
        for start in ["pare weigh dist/", "pare why net/url ./cmd/app", "pare savings "] {
            #expect(build.contains { $0.hasPrefix(start) }, "\(start) of \(build.sorted())")
        }
        let gate = try await proposals("\"$PARE\" gate FORMAT", in: "project")
        #expect(gate.contains("pare weigh \(binary) --by section,package"))
        #expect(gate.contains { $0.hasPrefix("pare weigh \(binary) --by group,package --groups pipelines/") })
        #expect(
            try await proposals("\"$PARE\" gate \(binary) FORMAT", in: "project").contains("pare weigh \(binary) --by section"))

        // Standard input is spent.
        #expect(try await proposals("\"$PARE\" gate - FORMAT <\(binary)", in: "project") == [])
        let piped = try await proposals("\"$PARE\" gate - FORMAT <dist/release/report.json", in: "project")
        #expect(!piped.isEmpty && piped.allSatisfy { $0.hasPrefix("pare why ") || $0.hasPrefix("pare savings ") }, "\(piped)")

        // In a folder of the project.
        let below = try await proposals("\"$PARE\" gate FORMAT", in: "project/docs")
        #expect(below.contains { $0.hasPrefix("pare weigh ") && $0.hasSuffix("--by section,package") })
        #expect(try await proposals("\"$PARE\" build FORMAT", in: "project/docs").contains { $0.hasPrefix("pare weigh ") })
    }

    /// A report that was downloaded alone: its binaries are elsewhere, then its sources too.
    @Test func aReportWithoutItsBinaries() async throws {
        #expect(try await shell("\"$PARE\" build", in: "project").code == 1)
        let report = try #require(folder.read("project/dist/release/report.json"))
        try folder.write(report, to: "downloads/report.json")
        try folder.write(report, to: "project/ci report.json")

        let gate = try await proposals("\"$PARE\" gate 'ci report.json' FORMAT", in: "project")
        #expect(gate.contains("pare weigh 'ci report.json'") && gate.contains { $0.hasPrefix("pare why net/url ./cmd/app") })
        #expect(!gate.contains { $0.contains("app_linux_amd64") })
        for command in ["weigh", "report"] {
            let elsewhere = try await proposals("\"$PARE\" \(command) report.json FORMAT", in: "downloads")
            #expect(elsewhere == ["pare weigh report.json"], "\(command)")
        }
        let there = try await proposals("\"$PARE\" report FORMAT", in: "project")
        #expect(
            there.contains { $0.hasPrefix("pare savings ") } && there.contains { $0.hasPrefix("pare weigh dist/release/app_") })

        try folder.write(
            try await shell("\"$PARE\" weigh dist/release/app_linux_amd64/strip/app --format json", in: "project").output,
            to: "project/weigh.json")
        #expect(try await proposals("\"$PARE\" gate weigh.json FORMAT", in: "project").contains("pare weigh weigh.json"))
        #expect(try await proposals("\"$PARE\" savings ./cmd/app FORMAT", in: "project", as: ["text", "json"]).count > 0)
        #expect(try await proposals("\"$PARE\" why net/url ./cmd/app FORMAT", in: "project", as: ["text", "json"]).count > 0)
    }
}
