import Fixtures
import Foundation
import Testing

/// A question that cannot be answered ends with exit code 2 and the nearest name; options that every command has.
struct SayItOnceTests {
    private func shell(_ script: String, in folder: TemporaryFolder? = nil) async throws -> PareRun {
        try await runShell(script, in: folder ?? folderWithBinaries())
    }

    @Test(arguments: [
        (
            "$PARE weigh grown --filter net/htp",
            "grown: --filter net/htp matches no package and no module; did you mean `net/http`?"
        ),
        ("$PARE weigh app --filter 'zz*' --by function", "app: --filter zz* matches no package and no module"),
        ("$PARE weigh app -o json=a.json >&2 && $PARE report a.json --filter zz", "app: --filter zz matches no package"),
        ("$PARE weigh app -o json=a.json >/dev/null && $PARE weigh a.json --digest", "a.json: --digest needs the binary"),
        ("$PARE weigh app -o json=a.json >/dev/null && $PARE weigh a.json --compressed", "a.json: --compressed needs the binary"),
        (
            "$PARE weigh app -o json=a.json >/dev/null && $PARE weigh a.json --generics instantiating",
            "a.json: --generics instantiating needs the binary"
        ),
        ("$PARE history mrege", "no command of `pare history` `mrege`; did you mean `merge`?"),
        ("$PARE help wiegh", "no command `wiegh`; did you mean `weigh`?"),
        ("$PARE weigh -q -v app", "--quiet and --verbose contradict each other"),
        ("$PARE weigh --color sometimes app", "The value 'sometimes' is invalid for '--color <when>'"),
        ("$PARE weigh app grown -o html=both.html", "html is one document for one file, found 2 files"),
    ])
    func whatCannotBeAnswered(script: String, complaint: String) async throws {
        let run = try await shell(script)
        #expect(run.code == 2)
        #expect(run.error.contains("pare: \(complaint)"), "\(run.error)")
    }

    @Test func mainIsTheMainPackage() async throws {
        let folder = try folderWithBinaries()
        let run = try await shell("$PARE weigh app --filter main --format csv", in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.contains("\npackage,"), "\(run.output)")
    }

    @Test func standardInputIsAFile() async throws {
        let folder = try folderWithBinaries()
        let named = try await shell("$PARE weigh app --top 3", in: folder)
        for script in ["$PARE weigh - --top 3 <app", "cat app | $PARE weigh - --top 3"] {
            let run = try await shell(script, in: folder)
            #expect(run.code == 0, "\(run.error)")
            #expect(run.output == named.output.replacing("app  ", with: "standard input  ", maxReplacements: 1))
        }
        let diff = try await shell("cat grown | $PARE diff app - --format json", in: folder)
        #expect(diff.code == 0 && diff.output.contains("\"-\""), "\(diff.error)")
        let report = try await shell("$PARE weigh app --format json | $PARE report - --top 3", in: folder)
        #expect(report.output == named.output, "\(report.error)")
        let explained = try await shell("cat app | $PARE explain - main.main", in: folder)
        #expect(explained.code == 0 && explained.output.contains("function  main.main"), "\(explained.error)")
        let empty = try await shell(": | $PARE weigh -", in: folder)
        #expect(empty.code == 2 && empty.error == "pare: -: is empty\n", "\(empty.error)")
    }

    @Test func severalFilesAreOneTable() async throws {
        let folder = try folderWithBinaries()
        let run = try await shell("$PARE weigh app grown --top 2", in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.output.components(separatedBy: "PACKAGE").count == 2)
        #expect(run.output.hasPrefix("1  app  ELF · "))
        let csv = try await shell("$PARE weigh app grown --format csv", in: folder)
        #expect(csv.output.components(separatedBy: "file,owner,package").count == 2)
        #expect(csv.output.contains("\napp,package,") && csv.output.contains("\ngrown,package,"))
        let many = try await shell("$PARE weigh app grown app grown app grown app", in: folder)
        #expect(many.output.split(separator: "\n").count == 8, "\(many.output)")
    }

    @Test func explanationsAreJSON() async throws {
        let folder = try folderWithBinaries()
        let run = try await shell("$PARE explain app main.main --format json", in: folder)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(object["schema"] as? String == "pare.explain/1")
        let bytes = try #require((object["bytes"] as? [[String: Any]])?.first)
        #expect(bytes["function"] as? String == "main.main" && bytes["kind"] as? String == "code")
    }

    @Test func colourAndDigest() async throws {
        let folder = try folderWithBinaries()
        let sum = try await shell("sha256sum app | cut -c1-64", in: folder).output.prefix(64)
        let plain = try await shell("$PARE weigh app --digest", in: folder)
        #expect(plain.output.contains("\nSHA-256 \(sum)\n") && !plain.output.contains("\u{1B}["))
        let coloured = try await shell("$PARE weigh app --color always", in: folder)
        #expect(coloured.output.contains("\u{1B}[1m"))
        let never = try await runShell("$PARE weigh app --color never", in: folder, environment: ["CLICOLOR_FORCE": "1"])
        #expect(!never.output.contains("\u{1B}["))
        #expect(try await shell("$PARE -V").output == shell("$PARE --version").output)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreScripts(name: String) async throws {
        let folder = try folderWithBinaries()
        let script = try await shell("$PARE completions \(name) | tee script", in: folder)
        #expect(script.code == 0 && script.output.contains("pare"))
        guard try await shell("command -v \(name)", in: folder).code == 0 else { try skip("no \(name) on PATH") }
        let check = try await shell("\(name) -n script", in: folder)
        #expect(check.code == 0, "\(check.error)")
    }

    /// bash's own completion, asked for the values of options.
    @Test(arguments: [
        ("pare build --target lin", "linux/amd64"), ("pare build --preset st", "strip"), ("pare weigh --format mark", "markdown"),
        ("pare wei", "weigh"), ("pare savings ./c", "./cmd/tool"), ("pare weigh --color al", "always"),
    ]) func bashCompletes(line: String, value: String) async throws {
        let folder = try folderWithBinaries()
        try folder.write("package main\n", to: "cmd/tool/main.go")
        let words = line.split(separator: " ").map { "'\($0)'" }.joined(separator: " ")
        let run = try await shell(
            """
            mkdir bin && ln -s $PARE bin/pare && PATH=$PWD/bin:$PATH
            source <(pare completions bash)
            COMP_WORDS=(\(words)) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE='\(line)' COMP_POINT=\(line.count)
            compopt() { :; }
            _pare pare "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """, in: folder)
        #expect(run.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.contains(value), "\(run)")
    }

    /// In a terminal no line is wider than it, but for words and commands that stay whole; sums are complete.
    @Test(arguments: [40, 80, 200]) func linesFitTheTerminal(width: Int) async throws {
        let folder = try folderWithBinaries()
        let run = try await shell(
            "script -qec 'stty cols \(width) rows 50; NO_COLOR=1 TERM=xterm '$PARE' weigh app' /dev/null </dev/null | tr -d '\\r'",
            in: folder)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count > 8, "\(run)")
        for line in lines { #expect(line.count <= width, "\(line)") }
        #expect(lines.contains { $0.contains("100.0%") && $0.contains("total") && !$0.contains("…") })
    }

    /// Standard error has its own width; quoted commands, paths and what goes into a pipe or a file stay on one line.
    @Test(arguments: [40, 72]) func complaintsFitTheTerminal(width: Int) async throws {
        let folder = try folderWithBinaries()
        try folder.write(Data(contentsOf: URL(filePath: "\(folder.path)/app")).map(\.self), to: "a long name with blanks in it")
        let command =
            "$PARE frobnicate; $PARE explore 'a long name with blanks in it'; $PARE weigh 'a name of a file that is not there'"
        let plain = try await shell(command, in: folder)
        #expect(plain.error.split(separator: "\n").contains { $0.count > 72 }, "\(plain)")
        try folder.write(
            "stty cols \(width) rows 50; export TERM=xterm; { \(command.replacing("$PARE", with: pare)); } >/dev/null",
            to: "commands")
        let run = try await shell("script -qec 'bash commands' /dev/null </dev/null | tr -d '\\r'", in: folder)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count > 6)
        for line in lines where !line.contains("a long name with blanks in it") && !line.contains("a name of a file") {
            #expect(line.count <= width, "\(line)")
        }
        #expect(lines.contains { $0.contains("`pare weigh 'a long name with blanks in it'`") }, "\(run)")
        #expect(lines.contains { $0.hasPrefix("pare: a name of a file that is not there:") }, "\(run)")
        #expect(run.output.split(whereSeparator: \.isWhitespace) == plain.error.split(whereSeparator: \.isWhitespace))
    }
}
