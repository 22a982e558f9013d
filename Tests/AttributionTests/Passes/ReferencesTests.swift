import BinaryFormats
import Fixtures
import Testing

@testable import Attribution

@Suite struct ClosuresTests {
    /// After the variables: an odd word, the entry of main.main, an address inside of it, the entry of runtime.mallocgc.
    @Test(arguments: BinarySpec.shapes.indices)
    func wordsThatHoldTheEntryOfAFunctionAreItsOwn(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        var builder = ProgramBuilder.sample
        builder.isStripped = true
        var spec = builder.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
        var out = ByteWriter(shape.order)
        let text = Int(ProgramBuilder.textAddress)
        out.put([1, text + 192, text + 196, text + 64], shape.pointerSize)
        spec.sections[3].bytes += out.bytes
        let profile = try weigh(spec.build().bytes)
        let data = Dictionary(
            uniqueKeysWithValues: profile.packages.compactMap { package in package.kinds[.data].map { (package.path, $0) } })
        #expect(data == ["example.com/app": shape.pointerSize, "runtime": (1 + 71) * shape.pointerSize])
    }
}

@Suite struct StringVariablesTests {
    static let address: UInt64 = 0x79_0000

    /// Texts of 100 and 20 bytes, the strings of two variables; short texts are left to references.
    @Test(arguments: [4, 8]) func textBelongsToItsVariable(pointerSize: Int) throws {
        var spec = ProgramBuilder.sample.spec(.elf, .little, pointerSize: pointerSize)
        var headers = ByteWriter(.little)
        headers.put([Int(Self.address), 100, Int(Self.address) + 100, 20], pointerSize)
        let place = ProgramBuilder.dataAddress + UInt64(spec.sections[3].bytes.count)
        spec.sections[3].bytes += headers.bytes
        spec.sections.append(BinarySpec.Section(.readOnlyData, at: Self.address, Array(repeating: 0x41, count: 128)))
        let header = UInt64(2 * pointerSize)
        spec.symbols += [
            .init("go:string.*", at: Self.address, size: 0, section: 5, isFunction: false),
            .init("runtime.gcbits.*", at: Self.address + 120, size: 0, section: 5, isFunction: false),
            .init("main.long", at: place, size: header, section: 3, isFunction: false),
            .init("slices.short", at: place + header, size: header, section: 3, isFunction: false),
        ]
        let profile = try weigh(spec.build().bytes)
        #expect(profile.passes.first { $0.name == "string variables" }?.size == 100)
        #expect(profile.packages.first { $0.path == "example.com/app" }?.kinds[.strings] == 100)
    }
}
