import BinaryFormats
import Fixtures
import Foundation
import Testing

struct WeighCommandTests {
    @Test(arguments: [
        ("empty", "empty: is empty"), ("text", "text: not an ELF, PE, Mach-O or WebAssembly file"),
        ("folder", "folder: is a folder, not a file"),
        ("missing", "missing: No such file or directory"), ("/dev/null", "/dev/null: is not a regular file"),
        ("magic", "magic: e_ident at file offset 0x0: needs 16 bytes, the file has 4"),
    ])
    func whatIsNoBinary(name: String, complaint: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "empty")
        try folder.write("hello\n", to: "text")
        try folder.write([0x7f, 0x45, 0x4c, 0x46], to: "magic")
        try folder.write("", to: "folder/file")
        let run = try await runPare("weigh", name, in: folder)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.error == "pare: \(complaint)\n")
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything")) func unreadable() async throws {
        let folder = try folderWithBinaries()
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path + "/app")
        let run = try await runPare("weigh", "app", in: folder)
        #expect(run.code == 2)
        #expect(run.error == "pare: app: Permission denied\n")
    }

    /// Two documents in one file would be none.
    @Test func formatsOfOneDocumentTakeOneFile() async throws {
        let folder = try folderWithBinaries()
        for format in ["openmetrics", "benchmark", "treemap"] {
            #expect(try await runPare("weigh", "app", "--format", format, in: folder).code == 0)
            let run = try await runPare("weigh", "app", "grown", "--format", format, in: folder)
            #expect(
                run.code == 2 && run.error == "pare: \(format) is one document for one file, found 2 files; weigh each alone\n")
        }
    }

    @Test func aProgramThatIsNotGoHasItsSections() async throws {
        let run = try await runPare("weigh", "/bin/ls", "--by", "section", in: TemporaryFolder())
        #expect(run.code == 0)
        #expect(run.output.contains("not a Go program"))
        #expect(run.output.contains(".text"))
        #expect(run.error == "")
    }

    @Test func asText() async throws {
        let run = try await runPare("weigh", "app", in: folderWithBinaries())
        #expect(run.code == 0)
        #expect(run.error == "")
        try expectSnapshot(run.output, "weigh.txt")
    }

    @Test(arguments: BinarySpec.shapes.indices) func asJSONItSumsExactly(index: Int) async throws {
        let shape = BinarySpec.shapes[index]
        let bytes = ProgramBuilder.sample.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build().bytes
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "app")
        let run = try await runPare("weigh", "app", "--format", "json", "--top", "1", in: folder)
        #expect(run.code == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        func sum(_ list: String, _ key: String = "size") -> Int {
            (report[list] as? [[String: Any]] ?? []).reduce(0) { $0 + ($1[key] as? Int ?? 0) }
        }
        let coverage = try #require(report["coverage"] as? [String: Int])
        #expect(report["schema"] as? String == "pare.weigh/1")
        #expect(report["total"] as? Int == bytes.count)
        #expect((report["packages"] as? [Any])?.count == 4)
        #expect(sum("packages") + sum("overhead") + (coverage["unexplained"] ?? 0) == bytes.count)
        #expect(coverage.values.reduce(0, +) == bytes.count)
        #expect(sum("sections") == bytes.count)
        #expect(sum("passes") == bytes.count)
    }

    @Test func otherForms() async throws {
        let folder = try folderWithBinaries()
        let rows = try await runPare("weigh", "app", "--format", "csv", in: folder)
        #expect(rows.code == 0)
        #expect(Set(rows.output.split(separator: "\n").map { $0.count { $0 == "," } }).count == 1)
        let comment = try await runPare("weigh", "app", "--format", "markdown", in: folder)
        #expect(comment.code == 0)
        #expect(comment.output.contains("| `example.com/app`"))
        let page = try await runPare("weigh", "app", "--format", "html", in: folder)
        #expect(page.code == 0)
        #expect(page.output.hasPrefix("<!doctype html>") || page.output.hasPrefix("<!DOCTYPE html>"))
        #expect(!page.output.contains("https://") && !page.output.contains("http://"))
    }

    @Test func intoFiles() async throws {
        let folder = try folderWithBinaries()
        let run = try await runPare("weigh", "app", "-o", "json=a b.json", "-o", "csv=app.csv", in: folder)
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("app  "))
        #expect(folder.read("app.csv")?.isEmpty == false)
        let again = try await runPare("weigh", "a b.json", in: folder)
        #expect(again.code == 0)
        #expect(again.output == run.output)
        let alone = try await runPare("weigh", "app", "-o", "json=-", in: folder)
        #expect(alone.output == folder.read("a b.json"))
        let nowhere = try await runPare("weigh", "app", "-o", "json=no/such/folder.json", in: folder)
        #expect(nowhere.code == 2)
        #expect(nowhere.error.hasPrefix("pare: -o json=no/such/folder.json: there is no folder no/such/; mkdir -p no/such/\n"))
    }

    @Test func oneBadFileDoesNotHideTheOthers() async throws {
        let folder = try folderWithBinaries()
        let run = try await runPare("weigh", "app", "missing", "grown", in: folder)
        #expect(run.code == 2)
        #expect(run.output.contains("1  app  ") && run.output.contains("\n2  grown  "))
        #expect(run.error == "pare: missing: No such file or directory\n")
        let list = try await runPare("weigh", "app", "grown", "--format", "json", in: folder)
        #expect((try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [Any])?.count == 2)
    }

    @Test func aReaderThatHasGoneIsNoError() async throws {
        let folder = try folderWithBinaries()
        let run = try await runShell("$PARE weigh app --format html | head -c 1 >/dev/null; echo ${PIPESTATUS[0]}", in: folder)
        #expect(run.output == "0\n")
        #expect(run.error == "")
        let gone = try await runShell("$PARE weigh app | true; echo ${PIPESTATUS[0]}", in: folder)
        #expect(gone.output == "0\n")
        #expect(gone.error == "")
    }

    @Test func colourOnlyWhereItIsWanted() async throws {
        let folder = try folderWithBinaries()
        #expect(try await !runPare("weigh", "app", in: folder).output.contains("\u{1b}"))
        #expect(try await runPare("weigh", "app", in: folder, environment: ["CLICOLOR_FORCE": "1"]).output.contains("\u{1b}["))
        let forbidden = ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]
        #expect(try await !runPare("weigh", "app", in: folder, environment: forbidden).output.contains("\u{1b}"))
        let terminal = "script -qec \"$PARE weigh app\" /dev/null"
        #expect(try await runShell(terminal, in: folder, environment: ["TERM": "xterm"]).output.contains("\u{1b}["))
        #expect(
            try await !runShell(terminal, in: folder, environment: ["TERM": "xterm", "NO_COLOR": "1"]).output.contains("\u{1b}["))
    }

    @Test func differences() async throws {
        let folder = try folderWithBinaries()
        let run = try await runPare("diff", "app", "grown", in: folder)
        #expect(run.code == 0)
        #expect(run.error == "")
        try expectSnapshot(run.output, "diff.txt")
        let same = try await runPare("diff", "app", "app", in: folder)
        #expect(same.code == 0)
    }
}
