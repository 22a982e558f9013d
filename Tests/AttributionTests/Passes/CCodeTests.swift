import BinaryFormats
import Fixtures
import Testing

@testable import Attribution

/// C functions after the Go text: with a size in ELF, up to the next symbol in PE and Mach-O.
@Suite struct CCodeTests {
    static func profile(_ shape: (format: Image.Format, order: ByteOrder, pointerSize: Int)) throws -> SizeProfile {
        var builder = ProgramBuilder.sample
        builder.functions.append(ProgramBuilder.Function("runtime/cgo.(*Handle).Delete", size: 16))
        var spec = builder.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
        let start = ProgramBuilder.textAddress + UInt64(spec.sections[0].bytes.count)
        spec.sections[0].bytes += Array(repeating: 0x90, count: 256)
        spec.sections[3].bytes += Array(repeating: 0xee, count: 24)
        for (name, offset, size) in [("helper", 0, 60), ("x_cgo_init", 64, 32), ("inner.part.0", 96, 30), ("_start", 128, 16)]
            as [(String, UInt64, UInt64)]
        {
            spec.symbols.append(BinarySpec.Symbol(name, at: start + offset, size: size, section: 0, isFunction: true))
        }
        spec.symbols.append(
            BinarySpec.Symbol("counter.1", at: ProgramBuilder.dataAddress + 64, size: 24, section: 3, isFunction: false))
        return try weigh(spec.build().bytes)
    }

    @Test(arguments: BinarySpec.shapes.indices)
    func codeAfterTheGoTextIsC(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let profile = try Self.profile(shape)
        let c = try #require(profile.packages.first { $0.path == "C" })
        #expect(c.module.class == .c)
        #expect(profile.packages.allSatisfy { !["inner", "counter", "inner.part"].contains($0.path) })
        let cgo = try #require(profile.packages.first { $0.path == "runtime/cgo" })
        let runtime = try #require(profile.overhead.first { $0.kind == .cRuntime }).size
        if shape.format == .elf {
            #expect(c.kinds[.code] == 60 + 30)
            #expect(c.kinds[.data] == 24)
            #expect(cgo.kinds[.code] == 16 + 32)
            let entry = shape.pointerSize == 8 ? 24 : 16
            #expect(c.kinds[.symbols] == 3 * entry + "helper inner.part.0 counter.1 ".utf8.count)
            #expect(
                runtime == 4 + 2 + 16 + (256 - 144) + entry + "_start ".utf8.count, "start code and the space between functions")
        } else {
            #expect(c.kinds[.code] == 64 + 32)
            #expect(cgo.kinds[.code] == 16 + 32)
        }
        #expect(profile.sections.first { $0.name == ".text" || $0.name.hasSuffix(",__text") }?.unexplained == 0)
    }

    @Test func withoutCgoThereIsNoC() throws {
        let profile = try weigh(ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes)
        #expect(profile.packages.allSatisfy { $0.path != "C" })
        #expect(profile.overhead.allSatisfy { $0.kind != .cRuntime })
    }

    /// C functions linked by the Go linker have rows in the function table but no compile unit.
    @Test func internallyLinkedFunctionsAreC() throws {
        var builder = ProgramBuilder.sample
        builder.functions += ["runtime/cgo.f", "helper.cold", "x_cgo_munmap"].map { ProgramBuilder.Function($0, size: 16) }
        builder.withoutCompileUnit = ["helper.cold", "x_cgo_munmap"]
        builder.isStripped = true
        let profile = try weigh(builder.spec(.elf, .little, pointerSize: 8).build().bytes)
        let code = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0.kinds[.code] ?? 0) })
        #expect(
            code == ["runtime": 96, "example.com/x/yaml.v3": 96, "example.com/app": 48, "slices": 16, "runtime/cgo": 32, "C": 16])
    }
}

@Suite struct CObjectsTests {
    @Test func belongToC() throws {
        let profile = try weigh(ContainerBuilder.object())
        #expect(profile.packages.map(\.path) == ["C"])
        let names = 1 + "f table ".utf8.count
        #expect(profile.packages[0].kinds == [.code: 64, .data: 32, .symbols: 3 * 24 + names, .relocations: 24])
        #expect(profile.unexplained == 0)
    }
}
