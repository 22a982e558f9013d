import BinaryFormats
import Fixtures
import GoMetadata
import Testing

@Suite struct GoProgramTests {
    static func program(_ bytes: [UInt8]) throws(FormatError) -> GoProgram {
        let span = unsafe bytes.span.bytes
        return GoProgram(try Image(span), span)
    }

    @Test(arguments: BinarySpec.shapes.indices)
    func readsEveryShape(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let builder = ProgramBuilder.sample
        let bytes = builder.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build().bytes
        let program = try Self.program(bytes)
        let reader = unsafe ByteReader(bytes.span.bytes, order: shape.order)

        #expect(program.warnings == [])
        let info = try #require(program.buildInfo)
        #expect(info.goVersion == "go1.27.3")
        #expect(info.mainPackage == "example.com/app")
        #expect(info.mainModule == BuildInfo.Module(path: "example.com/app", version: "v1.2.3"))
        #expect(info.dependencies == [BuildInfo.Module(path: "example.com/x", version: "v0.9.0", sum: "h1:x=")])
        #expect(info.setting("GOARCH") == "amd64")

        let module = try #require(program.moduleData)
        #expect(module.layout.since == "go1.27")
        #expect(module.text == Address(ProgramBuilder.textAddress))
        let table = try #require(program.functions)
        #expect(table.layout.since == "go1.20")
        #expect(table.textStart == Address(ProgramBuilder.textAddress))
        #expect(table.functions.map { Int($0.size) } == builder.functions.map(\.size))
        #expect(table.functions.map { reader.string(table.name(of: $0, reader) ?? 0..<0) } == builder.functions.map(\.name))
        #expect(table.functions.allSatisfy { reader.string(table.file(of: $0, reader) ?? 0..<0) == "a.go" })
        #expect(table.index(of: Address(ProgramBuilder.textAddress + 64)) == 1)
        #expect(table.index(of: Address(ProgramBuilder.textAddress + 256)) == nil)
        #expect(table.index(of: Address(0)) == nil)
    }

    /// Header, rows and records of the table, each malformed in turn: a named problem, and the other parts are read.
    @Test func malformedFunctionTableIsAWarningWithItsOffset() throws {
        let good = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let table = try #require(try Self.program(good).functions)
        func damaged(_ offset: Int, _ byte: UInt8) throws -> GoProgram {
            var bytes = good
            bytes[offset] = byte
            return try Self.program(bytes)
        }
        let magic = try damaged(table.offset, 0x55)
        #expect(magic.functions == nil)
        #expect(magic.warnings.first?.problem == "magic 0xffffff55 is of an unknown Go release")
        let count = try damaged(table.offset + 8 + 4, 0x7f)
        #expect(count.functions == nil)
        #expect(count.warnings.first?.structure == "pcHeader.nfunc")
        let row = try damaged(table.rows.lowerBound + 8 + 4 + 3, 0x7f)
        #expect(row.functions?.functions.count == 1)
        #expect(row.warnings.first?.structure == "functab")
        let record = try damaged((table.functions[2].record.lowerBound) + 28 + 1, 0x7f)
        #expect(record.functions?.functions.count == 2)
        #expect(record.warnings.first?.structure == "_func")
    }

    @Test func withoutModuleDataTheTextSectionApplies() throws {
        var spec = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8)
        spec.sections.removeAll { $0.name == .moduleData }
        spec.symbols = []
        let program = try Self.program(spec.build().bytes)
        #expect(program.moduleData == nil)
        #expect(program.functions?.textStart == Address(ProgramBuilder.textAddress))
        #expect(program.functions?.functions.count == 5)
    }

    @Test func nonGoProgramIsEmpty() throws {
        var spec = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8)
        spec.sections.removeAll { $0.name != .text }
        spec.symbols = []
        let program = try Self.program(spec.build().bytes)
        #expect(!program.isGo)
        #expect(program.warnings == [])
    }

    /// Go 1.16 and 1.17: the table alone, as their moduledata has another layout.
    @Test(arguments: BinarySpec.shapes.indices)
    func readsPointersInsteadOfOffsets(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        var builder = ProgramBuilder.sample
        builder.release = .go117
        let bytes = builder.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build().bytes
        let program = try Self.program(bytes)
        let reader = unsafe ByteReader(bytes.span.bytes, order: shape.order)
        let table = try #require(program.functions)
        #expect(table.layout.since == "go1.16")
        #expect(table.textStart == Address(ProgramBuilder.textAddress))
        #expect(table.functions.map { Int($0.size) } == builder.functions.map(\.size))
        #expect(table.functions.map { reader.string(table.name(of: $0, reader) ?? 0..<0) } == builder.functions.map(\.name))
        #expect(table.functions.allSatisfy { reader.string(table.file(of: $0, reader) ?? 0..<0) == "a.go" })
        #expect(table.functions.map(\.pcdataCount) == [1, 1, 1, 1, 1])
        let ends = table.functions.dropFirst().map(\.record.lowerBound) + [table.rows.upperBound]
        #expect(table.functions.map(\.record.upperBound) == ends)
        #expect(
            program.warnings.map(\.description) == [
                "moduledata at file offset 0x0: no structure matches the function table; built by go1.17.13, Pare reads those of Go 1.18 "
                    + "to 1.27: bytes that only it explains stay unexplained"
            ])
    }
}
