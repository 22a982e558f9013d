import BinaryFormats
import Fixtures
import GoMetadata
import Testing

@testable import Attribution

@Suite struct SizeProfileTests {
    @Test func numberIsAnAddressAndAnOffset() throws {
        let (bytes, _) = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build()
        let image = try unsafe Image(bytes.span.bytes)
        let program = unsafe GoProgram(image, bytes.span.bytes)
        func places(_ query: String) -> [Int] { unsafe Explanation.offsets(of: query, image, program, bytes.span.bytes) }
        let text = ProgramBuilder.textAddress
        let code = try #require(image.fileOffset(of: Address(text)))
        #expect(places("0x\(String(text, radix: 16))") == (text < bytes.count ? [code, Int(text)] : [code]))
        #expect(places("16") == [16])
        #expect(places("\(bytes.count)").isEmpty || image.fileOffset(of: Address(UInt64(bytes.count))) != nil)
    }

    /// The expected map of the sample program, by hand: code and variables per package.
    @Test(arguments: BinarySpec.shapes.indices)
    func everyShapeGivesTheSamePackages(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let profile = try weigh(
            ProgramBuilder.sample.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build().bytes)

        #expect(profile.warnings == [])
        let code = Dictionary(uniqueKeysWithValues: profile.packages.map { ($0.path, $0.kinds[.code] ?? 0) })
        #expect(code == ["runtime": 96, "example.com/x/yaml.v3": 96, "example.com/app": 48, "slices": 16])
        if shape.format == .elf {
            let data = Dictionary(
                uniqueKeysWithValues: profile.packages.compactMap { package in package.kinds[.data].map { (package.path, $0) } })
            // The runtime's variable and its moduledata of 71 words.
            #expect(data == ["runtime": 24 + 71 * shape.pointerSize, "example.com/app": 40])
        }
        // Names, rows, records, line tables and funcdata of each function, and its shares of the common ones.
        let table = profile.sections.first { $0.name.hasSuffix("gopclntab") || $0.name == ".rdata" }
        let pclntab = profile.packages.reduce(0) { $0 + ($1.kinds[.pclntab] ?? 0) + ($1.kinds[.findfunctab] ?? 0) }
        #expect(table.map { $0.package } == pclntab)
        #expect(table?.unexplained == 0)
        #expect(
            profile.packages.allSatisfy { $0.kinds.values.reduce(0, +) == $0.size && $0.sections.values.reduce(0, +) == $0.size })
    }

    @Test func theFunctionTableToTheByte() throws {
        let profile = try weigh(ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes)
        let main = try #require(profile.packages.first { $0.path == "example.com/app" })
        // One function: name 10, row 8, record 56, own line table 3, funcdata 8. Four packages share a line table (3 bytes), the
        // compile unit (4), the file name (5), the first blob of funcdata (8) and findfunctab (5): 25 bytes, of which the first
        // package by path gets the remainder.
        #expect((main.kinds[.pclntab] ?? 0) + (main.kinds[.findfunctab] ?? 0) == 10 + 8 + 56 + 3 + 8 + 7)
        #expect(main.shared == 7)
        #expect(main.exclusive == main.size - 7)
    }

    @Test(arguments: BinarySpec.shapes.indices)
    func strippedWeighsTheSame(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        var builder = ProgramBuilder.sample
        let full = try weigh(builder.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build().bytes)
        builder.isStripped = true
        let stripped = try weigh(builder.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build().bytes)
        #expect(!full.identity.isStripped)
        #expect(stripped.identity.isStripped)
        for kind in [ByteKind.code, .pclntab] {
            let before = full.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[kind] }
            let after = stripped.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[kind] }
            #expect(before == after)
        }
    }

    @Test func sectionsHeadersAndGapsSumToTheFile() throws {
        let bytes = ProgramBuilder.sample.spec(.macho, .little, pointerSize: 8).build().bytes
        let profile = try weigh(bytes)
        var end = 0
        for section in profile.sections {
            #expect(section.range.lowerBound == end)
            #expect(section.package + section.overhead + section.unexplained == section.range.count)
            end = section.range.upperBound
        }
        #expect(end == bytes.count)
    }

    @Test func sectionsThatOverlapAreCountedOnce() throws {
        var bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let table = Int(bytes[0x28]) | Int(bytes[0x29]) << 8
        // The second section takes the first one's offset.
        bytes.replaceSubrange(table + 128 + 0x18..<table + 128 + 0x20, with: bytes[table + 64 + 0x18..<table + 64 + 0x20])
        let profile = try weigh(bytes)
        #expect(profile.warnings.contains { $0.contains("sections overlap in the file") })
        #expect(profile.sections.reduce(0) { $0 + $1.range.count } == bytes.count)
    }

    /// The sum is exact for files damaged at any offset.
    @Test(arguments: BinarySpec.shapes.indices)
    func sumOfDamagedModulesIsExact(index: Int) {
        let shape = BinarySpec.shapes[index]
        let (bytes, boundaries) = ProgramBuilder.sample.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build()
        expectExactSums(bytes, damagedNear: boundaries, seed: UInt64(index))
    }

    /// Tables of a future release: code and variables are found by symbols, the release by the build info.
    @Test func newerReleaseLosesOnlyBytesExplainedByItsTables() throws {
        let good = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let image = try unsafe Image(good.span.bytes)
        let table = try #require(image.section(named: ".gopclntab"))
        var bytes = good
        bytes[table.range.lowerBound] = 0xf7
        let profile = try weigh(bytes)
        let code = profile.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[.code] }
        #expect(code == ["runtime": 96, "example.com/x/yaml.v3": 96, "example.com/app": 48, "slices": 16])
        let data = profile.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[.data] }
        #expect(data == ["runtime": 24, "example.com/app": 40])
        #expect(
            profile.warnings == [
                "pcHeader at file offset \(hexadecimal(table.range.lowerBound)): magic 0xfffffff7 is of an unknown Go "
                    + "release",
                "pcHeader at file offset 0x0: no function table found; built by go1.27.3, Pare reads those of Go 1.18 to 1.27: "
                    + "bytes that only it explains stay unexplained",
            ])
    }
}
