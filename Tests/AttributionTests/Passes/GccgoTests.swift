import BinaryFormats
import Fixtures
import GoMetadata
import Testing

@testable import Attribution

@Suite struct GccgoTests {
    static let shapes = BinarySpec.shapes.filter { $0.format == .elf && ($0.order == .little || $0.pointerSize == 8) }

    /// `main`: 32 bytes of code, which refers to the 6 of `direct`, and a descriptor of 32; `a_b`: 64 bytes of code, a constant,
    /// which refers to the 5 of `const`.
    @Test(arguments: shapes.indices) func symbolsNamePackages(index: Int) throws {
        let shape = Self.shapes[index]
        let profile = try weigh(GccgoBuilder().spec(shape.order, pointerSize: shape.pointerSize).build().bytes)
        #expect(profile.warnings == [])
        #expect(profile.identity.goVersion == "gccgo 12.2.0")
        let packages = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0.kinds) })
        #expect(packages["main"]?[.code] == 32)
        #expect(packages["main"]?[.types] == 32)
        #expect(packages["main"]?[.strings] == 6)
        #expect(packages["main"]?[.export] == GccgoBuilder.exports[0].utf8.count)
        #expect(packages["ex.com/a_b"]?[.code] == 16 + 48)
        #expect(packages["ex.com/a_b"]?[.data] == 2 * shape.pointerSize)
        #expect(packages["ex.com/a_b"]?[.strings] == 5)
        #expect(packages["ex.com/a_b"]?[.relocations] == 3 * shape.pointerSize)
        #expect(packages["ex.com/a_b"]?[.export] == GccgoBuilder.exports[1].utf8.count)
        #expect(packages["C"]?[.code] == 32)
    }

    @Test(arguments: shapes.indices) func linkTimeOptimisationLeavesNames(index: Int) throws {
        let shape = Self.shapes[index]
        let profile = try weigh(GccgoBuilder(optimised: true).spec(shape.order, pointerSize: shape.pointerSize).build().bytes)
        #expect(profile.warnings == [])
        #expect(profile.identity.goVersion == "gccgo 12.2.0")
        let packages = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0.kinds) })
        #expect(packages["main"]?[.code] == 32)
        #expect(packages["ex.com/a_b"]?[.code] == 16 + 48)
        #expect(packages["runtime"]?[.code] == 32)
        #expect(packages["C"] == nil)
    }

    @Test func localSymbolsBelongToTheFileSymbolBefore() throws {
        let bytes = GccgoBuilder().spec(.little, pointerSize: 8).build().bytes
        let span = unsafe bytes.span.bytes
        let image = try Image(span)
        let details = try SizeProfile(image, GoProgram(image, span), span, AttributionOptions(details: true)).details
        let files = Dictionary((details?.items ?? []).map { ($0.name, $0.file) }, uniquingKeysWith: { first, _ in first })
        #expect(files["go..C1"] == "a.go")
        #expect(files["helper.part.0"] == "b.c")
        #expect(files["main.main"] == .some(nil))
    }

    @Test(arguments: shapes.indices) func strippedOnlyExportDataHasNames(index: Int) throws {
        let shape = Self.shapes[index]
        let profile = try weigh(GccgoBuilder(stripped: true).spec(shape.order, pointerSize: shape.pointerSize).build().bytes)
        #expect(profile.warnings.count == 1)
        let packages = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0.kinds) })
        #expect(packages["gccgo"]?[.code] == 128)
        #expect(packages["C"] == nil)
        #expect(packages["main"] == [.export: GccgoBuilder.exports[0].utf8.count])
    }
}
