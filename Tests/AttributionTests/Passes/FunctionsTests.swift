import Attribution
import BinaryFormats
import Fixtures
import GoMetadata
import Testing

@Suite struct FunctionsTests {
    /// A function has its row, record, name, line tables and metadata, as far as no other function uses them.
    @Test func partsOfTheFunctionTableByFunction() throws {
        let bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let sizes = try pclntab(bytes)
        let (row, record, name, program, funcdata) = (8, 56, "main.main".utf8.count + 1, 3, 8)
        #expect(sizes["main.main"] == row + record + name + program + funcdata)
        // The file, its entry of the compile unit, a program and a blob that all functions use; the last name's padding.
        let common = try #require(sizes[""])
        #expect((20..<28).contains(common))
    }

    @Test func theNameOfAnInlinedFunctionIsItsOwn() throws {
        var program = ProgramBuilder.sample
        program.functions[2].name = "main.inlined\0main.outer"
        let sizes = try pclntab(program.spec(.elf, .little, pointerSize: 8).build().bytes)
        #expect(sizes["main.outer"] == "main.outer".utf8.count + 1)
        #expect(sizes["main.inlined"].map { $0 > 60 } == true)
    }

    /// Bytes of the function table by function, of none under the empty name.
    private func pclntab(_ bytes: [UInt8]) throws -> [String: Int] {
        let span = unsafe bytes.span.bytes
        let image = try Image(span)
        let profile = try SizeProfile(image, GoProgram(image, span), span, AttributionOptions(details: true))
        let details = try #require(profile.details)
        let entries = details.entries.filter {
            if case .package = $0.owner { $0.kind == .pclntab } else { false }
        }
        return Dictionary(entries.map { ($0.item.map { details.items[$0].name } ?? "", $0.size) }, uniquingKeysWith: +)
    }
}
