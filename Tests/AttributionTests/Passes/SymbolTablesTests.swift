import Fixtures
import GoMetadata
import Testing

@testable import Attribution
@testable import BinaryFormats

@Suite struct SymbolTablesTests {
    /// Bytes of symbols by package with `symbols` added to the sample program.
    static func symbols(_ shape: (format: Image.Format, order: ByteOrder, pointerSize: Int), adding symbols: [BinarySpec.Symbol])
        throws -> [String: Int]
    {
        var spec = ProgramBuilder.sample.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
        spec.symbols += symbols
        let packages = try weigh(spec.build().bytes).packages
        return Dictionary(
            uniqueKeysWithValues: packages.compactMap { package in package.kinds[.symbols].map { (package.path, $0) } })
    }

    /// Their names are long enough for PE's string table.
    @Test(arguments: BinarySpec.shapes.indices)
    func aSymbolWithoutPackageBelongsToTheByteItNames(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let without = try Self.symbols(shape, adding: [])
        let with = try Self.symbols(
            shape,
            adding: [BinarySpec.Symbol("_bare_name", at: ProgramBuilder.textAddress + 200, size: 4, section: 0, isFunction: true)]
        )
        let entry =
            switch (shape.format, shape.pointerSize) {
            case (.wasm, _): 0
            case (.elf, 8): 24
            case (.elf, _): 16
            case (.pe, _): 18
            case (.macho, 8): 16 + 1
            case (.macho, _): 12 + 1
            }
        #expect(with["example.com/app"] == without["example.com/app"].map { $0 + entry + "_bare_name ".utf8.count })
        #expect(with["runtime"] == without["runtime"])
    }

    @Test func dynamicSymbolsBelongToTheOwnerOfTheirAddress() throws {
        var spec = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8)
        spec.sections[3].bytes += Array(repeating: 0x11, count: 48)
        let bytes = spec.build().bytes
        let span = unsafe bytes.span.bytes
        var image = try Image(span)
        let end = try #require(image.section(named: ".data")).range.upperBound
        // One for main.main, one imported.
        image.dynamicSymbols.symbols = [
            SymbolTable.Symbol(
                kind: .function, section: 1, address: Address(ProgramBuilder.textAddress + 192), size: 48,
                entry: end - 48..<end - 24, name: 0..<0,
                nameIsInStringTable: false),
            SymbolTable.Symbol(
                kind: .undefined, section: -1, address: Address(0), size: 0, entry: end - 24..<end, name: 0..<0,
                nameIsInStringTable: false),
        ]
        let profile = try SizeProfile(image, GoProgram(image, span), span)
        let plain = try weigh(bytes)
        func symbols(_ profile: SizeProfile) -> Int? { profile.packages.first { $0.path == "example.com/app" }?.kinds[.symbols] }
        func linker(_ profile: SizeProfile) -> Int? { profile.overhead.first { $0.kind == .linker }?.size }
        #expect(symbols(profile) == symbols(plain).map { $0 + 24 })
        #expect(linker(profile) == linker(plain).map { $0 + 24 })
        #expect(profile.unexplained == plain.unexplained - 48)
    }
}
