import Fixtures
import Foundation
import Testing

/// Values with quotes, blanks, `$`, newlines and other alphabets in flags and variables: what `--dry-run` prints, what go gets and what
/// the program has are the same bytes.
@Suite(.timeLimit(.minutes(5))) struct DryRunTests {
    private static let pieces = [
        "a", "Z9", " ", "  ", "'", "\"", "$", "$HOME", "`id`", "\\", "é", "日本", "\n", "\t", "#", "{{", "}}", "|", "*", "~", "%s",
        "!",
        ";", "&", "=", "-", "--x", "🙂", "(", ")", "<b>", ",", ":", "/", "\u{301}", "\r",
    ]

    private static let values: [String] = {
        var random = SeededGenerator(seed: 14)
        return (0..<200).map { _ in
            (0..<Int.random(in: 0...14, using: &random)).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
                .joined()
        }
    }()

    /// Whether go has a way to write the word: cmd/internal/quoted escapes nothing.
    private static func isWritable(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        let hasBlanks = bytes.contains { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return !(hasBlanks && bytes.contains(UInt8(ascii: "'")) && bytes.contains(UInt8(ascii: "\"")))
    }

    private var variables: [String: String] {
        Dictionary(uniqueKeysWithValues: Self.values.enumerated().map { ("V\($0)", $1) })
    }

    private func pipeline(_ indices: [Int]) -> String {
        let flags = indices.map { index in
            let flag = index.isMultiple(of: 2) ? "-X main.v\(index)={{env.V\(index)}}" : "-X 'main.v\(index)={{ env.V\(index) }}'"
            return "  - \"\(flag)\"\n"
        }.joined()
        let environment = indices.map { "  W\($0): \"{{env.V\($0)}}\"\n" }.joined()
        return
            "name: release\nmains: [.]\ntargets: [linux/amd64]\npresets: [strip]\nsavings: false\nldflags:\n\(flags)env:\n\(environment)"
    }

    @Test func aValueThatGoCannotTakeIsRefusedWithItsLine() async throws {
        let (folder, environment) = try mockProject()
        try folder.write(pipeline(Array(0..<200)), to: "pipelines/release.yml")
        let run = try await runShell("$PARE build", in: folder, environment: environment.merging(variables) { $1 })
        let refused = Self.values.indices.filter { !Self.isWritable(Self.values[$0]) }
        let lines = run.error.split(separator: "\n")
        #expect(run.code == 2 && lines.count == refused.count && refused.count >= 3, "\(run.error)")
        for (line, index) in zip(lines, refused) {
            #expect(
                line.hasPrefix(
                    "pare: pipelines/release.yml:\(index + 7): go cannot take the value of `{{env.V\(index)}}` in a flag"),
                "\(line)")
        }
    }

    @Test func theLineOfADryRunPassesTheBytesOfTheBuild() async throws {
        let (folder, environment) = try mockProject()
        let go = try folder.script(
            """
            if [ "$1" = build ]; then
                {
                    last=
                    for word in "$@"; do
                        # The output is elsewhere; progress and processors are of the run, not of the build.
                        case $last$word in -o* | *-v | *-p=[0-9]) ;; *) printf '%s\\0' "$word" ;; esac
                        last=$word
                    done
                    env -0 | grep -z '^W[0-9]' | sort -z
                } >>"$RECORD"
            fi
            exec "\(folder.path)/tools/go" "$@"
            """, to: "tools/recorder")
        try folder.write(pipeline(Self.values.indices.filter { Self.isWritable(Self.values[$0]) }), to: "pipelines/release.yml")
        let run = try await runShell(
            """
            RECORD=$PWD/built $PARE build
            RECORD=$PWD/nothing $PARE build --dry-run >lines
            mkdir -p dist/release
            RECORD=$PWD/repeated sh -e ./lines
            cmp built repeated && wc -c <built
            """, in: folder, environment: environment.merging(variables) { $1 }.merging(["PARE_GO": go]) { $1 })
        #expect(run.code == 0, "\(run.error)")
        #expect(Int(run.output.split(separator: "\n").last ?? "") ?? 0 > 5_000, "\(run.output)")
        let words = try #require(folder.read("built")).split(separator: "\0").map(String.init)
        for (index, value) in Self.values.enumerated() where Self.isWritable(value) {
            #expect(words.contains { $0.utf8.elementsEqual("W\(index)=\(value)".utf8) }, "\(value.debugDescription)")
        }
    }

    /// Writes all values, each ended by a zero byte.
    private static func program(_ indices: [Int]) -> String {
        let variables = indices.map { "\tv\($0) string" }.joined(separator: "\n")
        let names = indices.map { "v\($0)" }.joined(separator: ", ")
        return """
            package main

            import "os"

            var (
            \(variables)
            )

            func main() {
            \tfor _, v := range []string{\(names)} {
            \t\tos.Stdout.WriteString(v + "\\x00")
            \t}
            }

            """
    }

    @Test(.runsGo) func theProgramHasTheValues() async throws {
        let folder = try TemporaryFolder()
        let indices = Self.values.indices.filter { Self.isWritable(Self.values[$0]) }
        try folder.write("module example.org/values\n\ngo 1.21\n", to: "go.mod")
        try folder.write(
            Self.program(indices),
            to: "main.go")
        try folder.write(pipeline(indices).replacing("linux/amd64", with: "native"), to: "pipelines/release.yml")
        let built = try await runShell(
            "$PARE build >said 2>&1 || cat said; dist/release/*/strip/values >values", in: folder,
            environment: goEnvironment().merging(variables) { $1 })
        #expect(built.code == 0, "\(built.output)")
        let found = try #require(FileManager.default.contents(atPath: folder.path + "/values"))
        let wanted = Data(indices.map { Self.values[$0] + "\0" }.joined().utf8)
        #expect(found == wanted)
    }
}
