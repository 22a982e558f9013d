import Fixtures
import Testing

@testable import Attribution

@Suite struct ClosuresTests {
    /// Behind the variables: an odd word, the entry of main.main, an address inside of it, the entry of runtime.mallocgc.
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
