import Attribution
import BinaryFormats
import Fixtures
import Testing

@Suite struct DebugDataTests {
    struct Variant: Sendable, CustomTestStringConvertible {
        var shape: Int
        var version: Int
        var offsetSize: Int
        var compression: BinarySpec.Compression

        static let all = BinarySpec.shapes.indices.flatMap { shape in
            (2...5).flatMap { version in
                [4, 8].flatMap { size in
                    BinarySpec.Compression.allCases.map {
                        Variant(shape: shape, version: version, offsetSize: size, compression: $0)
                    }
                }
            }
        }

        var testDescription: String {
            let shape = BinarySpec.shapes[shape]
            return
                "\(shape.format) \(shape.order) \(8 * shape.pointerSize)-bit, DWARF \(version), \(8 * offsetSize)-bit offsets, \(compression)"
        }

        var sections: [DebugBuilder.Section] {
            let shape = BinarySpec.shapes[shape]
            return DebugBuilder(shape.order, pointerSize: shape.pointerSize, version: version, offsetSize: offsetSize).sections()
        }

        func build() -> (bytes: [UInt8], boundaries: [Int]) {
            let shape = BinarySpec.shapes[shape]
            var spec = ProgramBuilder.sample.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
            spec.debug = sections.map { BinarySpec.DebugSection($0.name, $0.bytes, compression) }
            return spec.build()
        }
    }

    /// Every byte of every section, as written by the builder; if compressed, each owner's share to within a byte.
    @Test(arguments: Variant.all)
    func everyByteHasTheOwnerItWasWrittenFor(variant: Variant) throws {
        let profile = try weigh(variant.build().bytes)
        #expect(profile.warnings == [])
        for section in variant.sections {
            let index = try #require(profile.sections.firstIndex { $0.name.contains("debug_" + section.name.prefix(7)) })
            let found = profile.sections[index]
            #expect(found.unexplained == 0, "\(section.name)")
            guard !section.owners.isEmpty else { continue }
            let owners = profile.packages.reduce(into: [:]) { $0[$1.path] = $1.sections[index] }
            #expect(Set(owners.keys) == Set(section.owners.keys), "\(section.name)")
            let size = BinarySpec.shapes[variant.shape].format == .pe ? found.package + found.overhead : found.range.count
            for (owner, count) in section.owners {
                if variant.compression == .none {
                    #expect(owners[owner] == count, "\(owner) of \(section.name)")
                } else if BinarySpec.shapes[variant.shape].format != .pe {
                    let share = Double(count) * Double(size) / Double(section.bytes.count)
                    #expect(abs(Double(owners[owner] ?? 0) - share) <= 1, "\(owner) of \(section.name)")
                }
            }
        }
        #expect(profile.packages.allSatisfy { $0.kinds.values.reduce(0, +) == $0.size })
    }

    @Test func abbreviationsBelongToAllUnitsThatUseThem() throws {
        let variant = Variant(shape: 0, version: 5, offsetSize: 4, compression: .none)
        let profile = try weigh(variant.build().bytes)
        let index = try #require(profile.sections.firstIndex { $0.name == ".debug_abbrev" })
        let owners = profile.packages.reduce(into: [:]) { $0[$1.path] = $1.sections[index] }
        let size = profile.sections[index].range.count
        #expect(Set(owners.keys) == ["C", "example.com/app", "example.com/x/yaml.v3", "runtime"])
        #expect(owners.values.allSatisfy { $0 == size / 4 || $0 == size / 4 + 1 })
        #expect(profile.packages.first { $0.path == "C" }?.module.class == .c)
    }

    /// A section that cannot be inflated stays unexplained, and others only if they depend on it.
    @Test func malformedStreamIsOneWarning() throws {
        let variant = Variant(shape: 0, version: 5, offsetSize: 4, compression: .compressed)
        var (bytes, _) = variant.build()
        let frame = try #require(try weigh(bytes).sections.first { $0.name == ".debug_frame" })
        bytes[frame.range.lowerBound + 30] ^= 0xff
        let profile = try weigh(bytes)
        #expect(profile.warnings.count == 1)
        #expect(profile.warnings.first?.hasPrefix("compressed section frame at file offset") == true)
        #expect(profile.sections.filter { $0.unexplained > 0 && $0.name != ".go.module" }.map(\.name) == [".debug_frame"])
    }

    @Test func implausibleInflatedSizeIsAWarning() throws {
        let variant = Variant(shape: 0, version: 5, offsetSize: 4, compression: .compressed)
        var (bytes, _) = variant.build()
        let line = try #require(try weigh(bytes).sections.first { $0.name == ".debug_line" })
        bytes[line.range.lowerBound + 8 + 5] = 1
        let profile = try weigh(bytes)
        #expect(profile.warnings.count == 1)
        #expect(profile.warnings.first?.contains("claim to inflate to 1099511628022") == true)
        #expect(profile.sections.filter { $0.unexplained > 0 && $0.name != ".go.module" }.map(\.name) == [".debug_line"])
    }

    /// Two thousand mutants of DWARF sections, compressed and not: the sum is exact, no read hangs.
    @Test(
        .timeLimit(.minutes(10)),
        arguments: [
            (0, 5, BinarySpec.Compression.none), (3, 4, .none), (4, 5, .none), (9, 2, .none), (0, 4, .compressed),
            (4, 5, .zdebug),
        ])
    func sumOfDamagedModulesIsExact(shape: Int, version: Int, compression: BinarySpec.Compression) throws {
        let variant = Variant(shape: shape, version: version, offsetSize: 4, compression: compression)
        let bytes = variant.build().bytes
        let sections = try weigh(bytes).sections.filter { $0.name.contains("debug_") && !$0.name.hasSuffix("line") }
        var random = SeededGenerator(seed: UInt64(shape * 10 + version))
        for mutant in 0..<350 {
            var bytes = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                guard let section = sections.randomElement(using: &random) else { continue }
                let offset = Int.random(in: section.range, using: &random)
                bytes[offset] =
                    Bool.random(using: &random)
                    ? .random(in: 0...255, using: &random) : [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
            }
            #expect(try weigh(bytes).size == bytes.count, "mutant \(mutant)")
        }
    }
}
