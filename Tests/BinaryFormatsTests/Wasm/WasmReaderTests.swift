import BinaryFormats
import Fixtures
import Testing

@Suite struct WasmReaderTests {
    static let builder = ProgramBuilder.sample

    @Test func readsAModule() throws {
        let (bytes, boundaries) = Self.builder.module()
        let image = try ImageTests.image(bytes)
        #expect(image.warnings == [])
        #expect(image.format == .wasm)
        #expect(image.architecture.name == "wasm")
        #expect(image.operatingSystem == "wasip1")
        #expect(image.size == bytes.count)
        let inFile = image.sections.filter { $0.range.lowerBound < bytes.count }
        #expect(
            inFile.map(\.name) == [
                "go:buildid", "type", "import", "function", "table", "memory", "element", "code", "data", "producers", "name",
            ])
        #expect(inFile.map(\.range.lowerBound) == Array(boundaries.dropFirst().dropLast()))
        #expect(inFile.last?.range.upperBound == bytes.count)

        let module = try #require(image.wasm)
        #expect(module.importedFunctionCount == 2)
        #expect(module.elementsFollowFunctions)
        #expect((0..<module.code.count).map { module.code[$0].count } == Self.builder.functions.map(\.size))
        #expect(module.namedFunctions == [0, 1, 2, 3, 4])
        let reader = unsafe ByteReader(bytes.span.bytes)
        #expect(module.goVersion.map { reader.string($0) } == "go1.27.3")
    }

    /// Segments are stored without the zeros between them and in another order.
    @Test func unpacksTheMemory() throws {
        let (bytes, _) = Self.builder.module()
        let image = try ImageTests.image(bytes)
        let reader = unsafe image.reader(bytes.span.bytes)
        let start = Address(ProgramBuilder.Memory.data)
        let data = try #require(image.memory.range(of: start..<start + 64))
        #expect(data.lowerBound > bytes.count)
        #expect(data.allSatisfy { reader.u8(at: $0) == 0xdd })
        let table = try #require(image.memory.offset(of: Address(ProgramBuilder.Memory.table)))
        #expect(reader.u32(at: table) == 0xffff_fff1)
        #expect(image.memory.offset(of: Address(0)) == nil)

        let inFile = try #require(image.fileOffset(of: Address(ProgramBuilder.Memory.data + 1)))
        #expect(bytes[inFile] == 0xdd)
        #expect(image.address(ofFileOffset: inFile) == Address(ProgramBuilder.Memory.data + 1))
        #expect(image.fileOffset(of: Address(0x1003_0000)) == image.wasm?.code[3].lowerBound)
        #expect(image.fileOffset(of: Address(0x1005_0000)) == nil)
    }

    @Test func segmentsFarApartAreNotUnpacked() throws {
        var bytes: [UInt8] = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
        bytes += [11, 18, 2, 0, 0x41, 0x80, 0x20, 0x0b, 1, 7, 0, 0x41, 0x80, 0x80, 0x80, 0x80, 0x78, 0x0b, 1, 7]
        let image = try ImageTests.image(bytes)
        #expect(image.sections.map(\.name) == ["data"])
        #expect(image.warnings.map(\.problem) == ["fills 2147479553 bytes of memory from a file of 28 bytes; not unpacked"])
    }

    @Test func survivesTruncation() {
        let (bytes, boundaries) = Self.builder.module()
        for end in Set(boundaries.flatMap { [$0 - 1, $0, $0 + 1, $0 + 7] }).sorted() where end >= 0 && end < bytes.count {
            do throws(FormatError) {
                let image = try ImageTests.image(Array(bytes[..<end]))
                #expect(boundaries.contains(end) || !image.warnings.isEmpty, "cut at \(end) of \(bytes.count) is not reported")
                #expect(image.sections.allSatisfy { $0.range.upperBound <= image.contentSize })
            } catch {
                #expect(end < 8)
            }
        }
    }
}
