import BinaryFormats
import Fixtures
import Foundation
import Testing

/// Files that hold several programs.
struct ContainerCommandTests {
    /// Two Mach-O programs behind a `fat_header`, at 0x1000 and at the next multiple of it.
    static func universal() -> (bytes: [UInt8], sizes: [Int]) {
        var stripped = ProgramBuilder.sample
        stripped.isStripped = true
        let slices = [ProgramBuilder.sample, stripped].map { $0.spec(.macho, .little, pointerSize: 8).build().bytes }
        let second = 0x1000 + (slices[0].count + 0xfff) / 0x1000 * 0x1000
        var out = ByteWriter(.big)
        out.put([0xcafe_babe, 2], 4)
        out.put([0x0100_0007, 3, 0x1000, slices[0].count, 12], 4)
        out.put([0x0100_000c, 0, second, slices[1].count, 12], 4)
        out.align(0x1000)
        out.bytes += slices[0]
        out.align(0x1000)
        out.bytes += slices[1]
        return (out.bytes, slices.map(\.count))
    }

    @Test func oneReportAnArchitecture() async throws {
        let folder = try TemporaryFolder()
        let (bytes, sizes) = Self.universal()
        try folder.write(bytes, to: "app")
        let run = try await runPare("weigh", "app", "--format", "json", in: folder)
        #expect(run.code == 0)
        #expect(run.error == "")
        let reports = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
        let files = reports.compactMap { $0["file"] as? [String: Any] }
        #expect(files.map { $0["path"] as? String } == ["app (amd64)", "app (arm64)"])
        #expect(files.map { $0["size"] as? Int } == sizes)
        #expect(reports.map { $0["total"] as? Int } == sizes)
        let rest = bytes.count - sizes[0] - sizes[1]
        for report in reports {
            #expect(
                report["warnings"] as? [String] == [
                    "one of 2 programs in a file of \(bytes.count) bytes, of which \(rest) are headers, indexes and padding between them"
                ])
        }
    }

    @Test func aContainerIsRefusedWithItsKind() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.universal().bytes, to: "app")
        let run = try await runPare("diff", "app", "app", in: folder)
        #expect(run.code == 2)
        #expect(run.error == "pare: app: a universal Mach-O file, which `pare weigh` takes apart, or a Java class\n")
    }

    @Test func aMemberThatIsNoProgramCostsOnlyItself() async throws {
        let folder = try TemporaryFolder()
        let program = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        var bytes = Array("!<arch>\n".utf8)
        for (name, contents) in [("go.o/", program), ("note.txt/", Array("hello\n".utf8))] {
            let fields = [(name, 16), ("0", 12), ("0", 6), ("0", 6), ("644", 8), ("\(contents.count)", 10)]
            bytes +=
                fields.flatMap { Array($0.padding(toLength: $1, withPad: " ", startingAt: 0).utf8) } + [0x60, 0x0a] + contents
            if bytes.count % 2 == 1 { bytes.append(0x0a) }
        }
        try folder.write(bytes, to: "lib.a")
        let run = try await runPare("weigh", "lib.a", in: folder)
        #expect(run.code == 0)
        #expect(run.output.contains("lib.a (go.o)"))
        #expect(run.output.contains("lib.a (note.txt): not an ELF, PE, Mach-O or WebAssembly file"))
    }
}
