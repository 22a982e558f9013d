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

    @Test func oneReportOfAllArchitectures() async throws {
        let folder = try TemporaryFolder()
        let (bytes, sizes) = Self.universal()
        try folder.write(bytes, to: "app")
        let run = try await runPare("weigh", "app", "--format", "json", in: folder)
        #expect(run.code == 0)
        #expect(run.error == "")
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(report["total"] as? Int == bytes.count)
        #expect(report["goarch"] as? String == "universal")
        let slices = try #require(report["slices"] as? [[String: Any]])
        #expect(slices.map { $0["name"] as? String } == ["amd64", "arm64"])
        #expect(slices.map { $0["size"] as? Int } == sizes)
        let sections = try #require(report["sections"] as? [[String: Any]])
        #expect(sections.reduce(0) { $0 + ($1["size"] as? Int ?? 0) } == bytes.count)
        let own = sections.filter { ($0["name"] as? String)?.hasPrefix("[") ?? false }.compactMap { $0["overhead"] as? Int }
        #expect(own.reduce(0, +) == bytes.count - sizes[0] - sizes[1])
    }

    @Test(arguments: ["section", "package,file", "kind,function", "symbol", "module,section,kind"])
    func breakdownsSumToTheFile(dimensions: String) async throws {
        let folder = try TemporaryFolder()
        let bytes = Self.universal().bytes
        try folder.write(bytes, to: "app")
        for filter in ["*", "main"] {
            let run = try await runPare("weigh", "app", "--by", dimensions, "--filter", filter, in: folder)
            #expect(run.code == 0)
            #expect(
                run.output.contains("100.0%  total, \(bytes.count.formatted(.number.locale(Locale(identifier: "en")))) bytes"))
        }
    }

    @Test func aUniversalFileIsComparedAndExplained() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.universal().bytes, to: "app")
        let diff = try await runPare("diff", "app", "app", in: folder)
        #expect(diff.code == 0)
        #expect(diff.output.contains("packages: none changed"))
        let explained = try await runPare("explain", "app", "main.main", in: folder)
        #expect(explained.output.contains("section   amd64/"))
        #expect(explained.output.contains("section   arm64/"))
        #expect(explained.code == 0)
        let byte = try await runPare("explain", "app", "4100", in: folder)
        #expect(byte.output.contains("file offset 0x1004"))
        #expect(byte.output.contains("section   amd64/[Mach-O header and load commands]"))
        let header = try await runPare("explain", "app", "20", in: folder)
        #expect(header.code == 2)
        #expect(header.error == "pare: app: its byte 20 is in the header of the universal file or between the slices\n")
    }

    @Test func aSliceThatIsNoProgramIsUnexplained() async throws {
        let folder = try TemporaryFolder()
        var (bytes, sizes) = Self.universal()
        bytes.replaceSubrange(0x1000..<0x1004, with: [0, 0, 0, 0])
        try folder.write(bytes, to: "app")
        let run = try await runPare("weigh", "app", "--format", "json", in: folder)
        #expect(run.code == 0)
        let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let sections = try #require(report["sections"] as? [[String: Any]])
        let lost = try #require(sections.first { $0["name"] as? String == "amd64/[not read]" })
        #expect(lost["unexplained"] as? Int == sizes[0])
        #expect(report["warnings"] as? [String] == ["app (amd64): not an ELF, PE, Mach-O or WebAssembly file"])
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
