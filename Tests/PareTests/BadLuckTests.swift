import BinaryFormats
import Fixtures
import Foundation
import Testing

/// Files that change or end early, and surroundings without memory, space or descriptors: one clear line and the designed exit code, in little time.
@Suite(.timeLimit(.minutes(5)))
struct BadLuckTests {
    private static func expectLine(_ run: PareRun, _ line: String) {
        #expect(run.code == 2)
        #expect(run.error == "pare: \(line)\n")
        #expect(run.output == "")
    }

    @Test func filesThatAreNone() async throws {
        let folder = try folderWithBinaries()
        Self.expectLine(
            try await runShell("mkfifo pipe; $PARE weigh pipe", in: folder), "pipe: is not a regular file")
        Self.expectLine(try await runPare("weigh", "/dev/zero", in: folder), "/dev/zero: is not a regular file")
        Self.expectLine(
            try await runShell("cat app | $PARE weigh /dev/stdin", in: folder), "/dev/stdin: is not a regular file")
        Self.expectLine(
            try await runShell("ln -s b a; ln -s a b; $PARE weigh a", in: folder), "a: Too many levels of symbolic links")
        Self.expectLine(try await runShell("mkdir d; $PARE weigh d", in: folder), "d: is a folder, not a file")
    }

    @Test func outputsThatTakeNothing() async throws {
        let folder = try folderWithBinaries()
        let closed = try await runShell("{ $PARE weigh app; echo $? >code; } | true", in: folder)
        #expect(closed.error == "")
        #expect(folder.read("code") == "0\n")
        Self.expectLine(
            try await runShell("$PARE weigh app >/dev/full", in: folder), "standard output: No space left on device")
        Self.expectLine(try await runShell("$PARE weigh app >&-", in: folder), "standard output: Bad file descriptor")
    }

    @Test(.enabled(if: getuid() == 0, "only root may mount a small disk")) func aFullDisk() async throws {
        let folder = try folderWithBinaries()
        let run = try await runShell(
            """
            mkdir disk && mount -t tmpfs -o size=16k tmpfs disk || { echo no mount; exit 0; }
            $PARE weigh app -o html=disk/page.html; code=$?
            ls -A disk; umount disk; exit $code
            """, in: folder)
        guard run.output != "no mount\n" else { return }
        Self.expectLine(run, "disk/page.html: No space left on device")
    }

    @Test func moreFilesThanDescriptors() async throws {
        let folder = try folderWithBinaries()
        let run = try await runShell(
            "mkdir many; for i in {1..300}; do ln app many/$i; done; ulimit -n 32; $PARE weigh many/* --format csv", in: folder)
        #expect(run.error == "")
        #expect(run.code == 0)
        let one = try await runPare("weigh", "app", "--format", "csv", in: folder).output.split(separator: "\n").count
        #expect(run.output.split(separator: "\n").count >= 300 * (one - 1))
    }

    /// Whatever is left of memory, the program ends in one of two ways.
    @Test(arguments: [60_000, 100_000, 200_000, 400_000, 4_000_000]) func littleMemory(limit: Int) async throws {
        let folder = try folderWithBinaries()
        let run = try await runShell(
            "truncate -s 3G app; ulimit -v \(limit); timeout 60 $PARE weigh app; exit $?", in: folder)
        #expect(run.code == (limit < 3_000_000 ? 2 : 0), "\(run.error)")
        let said = run.error.split(separator: "\n")
        #expect(said.count == (limit < 3_000_000 ? 1 : 0), "\(said)")
        #expect(said.allSatisfy { $0.hasPrefix("pare: ") })
    }

    @Test func namesStayOnTheirLine() async throws {
        let folder = try folderWithBinaries()
        let name = "a\nb\u{1B}[31mc\u{9B}d"
        let missing = try await runPare("weigh", name, in: folder)
        #expect(missing.code == 2)
        #expect(missing.error.filter { $0 == "\n" }.count == 1)
        #expect(!missing.error.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
        try FileManager.default.moveItem(atPath: folder.path + "/app", toPath: folder.path + "/" + name)
        let run = try await runPare("weigh", name, in: folder)
        #expect(run.code == 0)
        #expect(!run.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
        #expect(run.output.split(separator: "\n").first?.contains("31mc") == true)
    }

    /// Compressing takes long enough for the file to change meanwhile.
    @Test(arguments: ["truncate -s 5000 app", "cat grown >app", "echo more >>app", ": >app"])
    func aFileThatChanges(change: String) async throws {
        let folder = try folderWithBinaries()
        let run = try await runShell(
            """
            truncate -s 1M app; head -c 30M /dev/urandom >>app
            $PARE weigh app --compressed --digest &
            until grep -q /app$ /proc/$!/maps; do sleep 0.01; done
            sleep 0.2; \(change); wait $!
            """, in: folder)
        Self.expectLine(run, "app: changed while it was read")
    }

    @Test func holesTakeNoTime() async throws {
        let folder = try folderWithBinaries()
        let run = try await runShell(
            """
            truncate -s 4G none; truncate -s 2G app; TIMEFORMAT='%U %S'
            { time { $PARE weigh none; $PARE weigh app; }; } 2>took; cat took >&2
            """, in: folder)
        #expect(run.output.contains("2,147,483,648 bytes"))
        let lines = run.error.split(separator: "\n")
        #expect(lines.first == "pare: none: not an ELF, PE, Mach-O or WebAssembly file")
        // Of processor time: other tests run meanwhile.
        let seconds = lines.last?.split(separator: " ").compactMap { Double($0) }.reduce(0, +)
        #expect(seconds ?? .infinity < 5)
    }

    /// The table of sections is beyond what 32 bits can say.
    @Test func offsetsOf64Bits() async throws {
        let folder = try TemporaryFolder()
        var bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let table = (0..<8).reduce(0) { $0 | Int(bytes[0x28 + $1]) << (8 * $1) }
        let headers = Array(bytes[table...])
        let place = 5 << 30
        for index in 0..<8 { bytes[0x28 + index] = UInt8(place >> (8 * index) & 0xff) }
        let path = try folder.write(Array(bytes[..<table]), to: "app")
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        try handle.seek(toOffset: UInt64(place))
        try handle.write(contentsOf: headers)
        try handle.close()
        let run = try await runPare("weigh", "app", "--by", "section", in: folder)
        #expect(run.code == 0)
        #expect(run.error == "")
        #expect(run.output.contains(".text"))
        #expect(run.output.contains("100.0%  total, 5,368,7"))
    }
}
