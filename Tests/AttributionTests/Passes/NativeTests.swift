import Attribution
import BinaryFormats
import Fixtures
import Testing

@Suite struct NativeTests {
    static let shapes = BinarySpec.shapes.filter { $0.format == .elf && ($0.order == .little || $0.pointerSize == 8) }

    @Test(arguments: shapes.indices) func symbolsNameModulesAndScopes(index: Int) throws {
        let shape = Self.shapes[index]
        let profile = try weigh(NativeBuilder().spec(shape.order, pointerSize: shape.pointerSize).build().bytes)
        #expect(profile.warnings == [])
        #expect(profile.identity.goVersion == nil)
        let packages = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0) })
        #expect(Set(packages.keys) == ["App", "text::", "C"])
        #expect(packages["App"]?.module.class == .swift)
        #expect(packages["App"]?.kinds[.code] == 32 + 16 + 16)
        #expect(packages["App"]?.kinds[.data] == 12)
        #expect(packages["text::"]?.module.class == .cxx)
        // Including the function between two others of the module, and the string that it refers to.
        #expect(packages["text::"]?.kinds[.code] == 32 + 16 + 8)
        #expect(packages["text::"]?.kinds[.strings] == 6)
        #expect(packages["C"]?.module.class == .c)
        #expect(packages["C"]?.kinds[.code] == 20)
        #expect(packages["C"]?.kinds[.data] == 20)
        #expect(profile.overhead.first { $0.kind == .padding }.map { $0.size >= 4 } ?? false)
    }

    @Test(arguments: shapes.indices) func unitsBelongToTheOwnerOfTheirCode(index: Int) throws {
        let shape = Self.shapes[index]
        let p = shape.pointerSize
        let profile = try weigh(NativeBuilder().spec(shape.order, pointerSize: p).build().bytes)
        let debug = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0.kinds[.debug] ?? 0) })
        // The unit, its ranges and its index; the second unit; the third, whose code is unknown. Abbreviations belong to all
        // units.
        let abbreviations = 26
        #expect((debug["App"] ?? 0) - abbreviations / 3 - (17 + 6 * p + 44) <= 1)
        #expect((debug["text::"] ?? 0) - abbreviations / 3 - (13 + p) <= 1)
        #expect((debug["C"] ?? 0) - abbreviations / 3 - 13 <= 1)
        #expect(debug.values.reduce(0, +) == abbreviations + (17 + 6 * p + 44) + (13 + p) + 13)
    }

    @Test(arguments: shapes.indices) func strippedProgramsHaveNoModules(index: Int) throws {
        let shape = Self.shapes[index]
        let profile = try weigh(NativeBuilder(stripped: true).spec(shape.order, pointerSize: shape.pointerSize).build().bytes)
        #expect(profile.packages.isEmpty)
        #expect(profile.sections.first { $0.name == ".text" }?.unexplained ?? 0 > 0)
    }
}
