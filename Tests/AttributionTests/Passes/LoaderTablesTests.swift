import BinaryFormats
import Fixtures
import Testing

@testable import Attribution

/// Tables of the loader in whole programs, for all shapes.
@Suite struct LoaderTablesTests {
    static func bytes(
        _ shape: (format: Image.Format, order: ByteOrder, pointerSize: Int), change: (inout BinarySpec) -> Void = { _ in }
    ) -> (
        bytes: [UInt8], boundaries: [Int]
    ) {
        var builder = ProgramBuilder.sample
        builder.hasLoaderTables = true
        var spec = builder.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
        change(&spec)
        return spec.build()
    }

    static func sizes(_ profile: SizeProfile, _ kind: ByteKind) -> [String: Int] {
        Dictionary(
            uniqueKeysWithValues: profile.packages.compactMap { package in package.kinds[kind].map { (package.path, $0) } })
    }

    @Test(arguments: BinarySpec.shapes.indices)
    func relocationsBelongToTheOwnersOfTheirSlots(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let profile = try weigh(Self.bytes(shape).bytes)
        #expect(profile.warnings == [])
        let expected: [String: Int] =
            switch shape.format {
            // Entries of three words.
            case .elf: ["runtime": 9, "example.com/x/yaml.v3": 3, "example.com/app": 6].mapValues { $0 * shape.pointerSize }
            // Entries of two bytes, and three parts of the block's header of eight.
            case .pe: ["runtime": 6 + 2, "example.com/x/yaml.v3": 2 + 3, "example.com/app": 4 + 3]
            case .wasm: [:]
            case .macho: ["runtime": 4 + 3 + 3, "example.com/x/yaml.v3": 3, "example.com/app": 4]
            }
        #expect(Self.sizes(profile, .relocations) == expected)
    }

    @Test(arguments: BinarySpec.shapes.indices)
    func unwindEntriesBelongToTheirFunctions(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let profile = try weigh(Self.bytes(shape).bytes)
        // An entry of 20 bytes each and half of the shared 20 bytes.
        let frames = ["runtime": 30, "example.com/app": 30]
        switch (shape.format, shape.pointerSize) {
        case (.pe, 8): #expect(Self.sizes(profile, .unwind) == ["runtime": 12, "example.com/app": 12])
        case (.pe, _): #expect(Self.sizes(profile, .unwind) == [:], "no such table on 386")
        default: #expect(Self.sizes(profile, .unwind) == frames)
        }
        #expect(profile.sections.first { $0.name.hasSuffix("eh_frame") }.map { $0.overhead == 4 } ?? true)
    }

    @Test func entryOfAnUnclaimedSlotIsUnexplained() throws {
        let (bytes, _) = Self.bytes((.elf, .little, 8)) { spec in
            var out = ByteWriter(.little)
            // Build info belongs to the linker, the last address is in no segment, the text belongs to a package.
            out.put([Int(ProgramBuilder.infoAddress), 8, 0, 0x7fff_0000, 8, 0, Int(ProgramBuilder.textAddress), 8, 0], 8)
            out.put([Int(ProgramBuilder.dataAddress) + 64, 8, 0], 8)
            spec.sections[6].bytes = out.bytes
            spec.sections[3].bytes += [1, 2, 3, 4, 5, 6, 7, 8]
        }
        let section = try #require(try weigh(bytes).sections.first { $0.name == ".rela.dyn" })
        #expect((section.package, section.overhead, section.unexplained) == (24, 48, 24))
    }

    @Test func hashesOfASignatureBelongToTheirPages() throws {
        var signature = ByteWriter(.big)
        let pages = 20
        signature.put([0xfade_0cc0, 20 + 44 + 6 + 32 * pages, 1, 0, 20], 4)
        signature.put([0xfade_0c02, 44 + 6 + 32 * pages, 0x20400, 2, 44 + 6, 44, 0, pages, 512 * pages], 4)
        signature.put([32, 2, 0, 9], 1)
        signature.put(0, 4)
        signature.bytes += Array("a.out\0".utf8) + Array(repeating: 0xab, count: 32 * pages)
        let (bytes, _) = Self.bytes((.macho, .little, 8)) {
            $0.sections.append(BinarySpec.Section(.codeSignature, at: 0, signature.bytes))
        }
        let profile = try weigh(bytes)
        #expect(profile.warnings == [])
        let section = try #require(profile.sections.first { $0.name == "[LC_CODE_SIGNATURE]" })
        // A byte of a hash covers 16 bytes of its page; all signed bytes except headers, moduledata and build info belong to
        // packages.
        let signed = profile.packages.reduce(0) { $0 + $1.size } - section.package
        #expect(abs(section.package - signed / 16) < 20)
        #expect(section.package + section.overhead == signature.bytes.count)

        var short = signature
        short.patch(1 << 30, 4, at: 20 + 28)
        let cut = try weigh(
            Self.bytes((.macho, .little, 8)) { $0.sections.append(BinarySpec.Section(.codeSignature, at: 0, short.bytes)) }.bytes)
        #expect(cut.warnings.contains { $0.contains("1073741824 hashes of 32 bytes do not fit in LC_CODE_SIGNATURE") })
        #expect(cut.overhead.contains { $0.kind == .codeSignature && $0.size == short.bytes.count })
    }

    /// The sum is exact for damaged tables and headers of tables.
    @Test(arguments: BinarySpec.shapes.indices)
    func sumOfDamagedModulesIsExact(index: Int) {
        let (bytes, boundaries) = Self.bytes(BinarySpec.shapes[index])
        expectExactSums(bytes, damagedNear: boundaries, seed: UInt64(index) + 1000)
    }
}
