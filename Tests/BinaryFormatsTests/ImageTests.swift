import BinaryFormats
import Fixtures
import Testing

@Suite struct ImageTests {
    static func image(_ bytes: [UInt8]) throws(FormatError) -> Image {
        try unsafe Image(bytes.span.bytes)
    }

    @Test(arguments: BinarySpec.shapes.indices)
    func readsEveryShape(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let spec = ProgramBuilder.sample.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
        let bytes = spec.build().bytes
        let image = try Self.image(bytes)

        #expect(image.warnings == [])
        #expect(image.format == shape.format)
        #expect(image.order == shape.order)
        #expect(image.pointerSize == shape.pointerSize)
        #expect(image.size == bytes.count)
        for section in spec.sections {
            let offset = try #require(image.memory.offset(of: Address(section.address)))
            #expect(Array(bytes[offset..<offset + section.bytes.count]) == section.bytes)
            let found = try #require(image.sections.first { $0.address == Address(section.address) && $0.isLoaded })
            #expect(found.range.lowerBound == offset)
            #expect(found.virtualSize == UInt64(section.bytes.count))
            #expect((found.role == .code) == (section.name == .text))
        }
        let reader = unsafe ByteReader(bytes.span.bytes)
        let underscore = image.symbols.namesHaveUnderscore ? "_" : ""
        let defined = image.symbols.symbols.filter { $0.section >= 0 && !$0.name.isEmpty }
        #expect(defined.map { reader.string($0.name) } == spec.symbols.map { underscore + $0.name })
        #expect(defined.map(\.address.value) == spec.symbols.map(\.address))
        if shape.format == .elf { #expect(defined.map(\.size) == spec.symbols.map(\.size)) }
        #expect(image.symbols.hasDefinitions)
    }

    /// Truncated at every boundary of a header or table, one byte before, and one after: an error or an image, never a crash, and
    /// every extent is in the file.
    @Test(arguments: BinarySpec.shapes.indices)
    func survivesTruncation(index: Int) {
        let shape = BinarySpec.shapes[index]
        let (bytes, boundaries) = ProgramBuilder.sample.spec(shape.format, shape.order, pointerSize: shape.pointerSize).build()
        for end in Set(boundaries.flatMap { [$0 - 1, $0, $0 + 1] }).sorted() where end >= 0 && end < bytes.count {
            let cut = Array(bytes[..<end])
            do throws(FormatError) {
                let image = try Self.image(cut)
                #expect(
                    !image.warnings.isEmpty || end >= (boundaries.max() ?? 0) - 1,
                    "cut at \(end) of \(bytes.count) is not reported")
                #expect(image.sections.allSatisfy { $0.range.upperBound <= end })
                #expect(image.structures.allSatisfy { $0.range.upperBound <= end })
                #expect(image.memory.mappings.allSatisfy { $0.range.upperBound <= end })
                #expect(image.symbols.symbols.allSatisfy { $0.entry.upperBound <= end && $0.name.upperBound <= end })
            } catch {
                #expect(!error.description.contains("\n"))
            }
        }
    }

    @Test(
        arguments: [
            ([], "the file is empty"),
            (Array("hi".utf8), "only 2 bytes: not an ELF, PE, Mach-O or WebAssembly file"),
            (Array("#!/bin/sh\necho\n".utf8), "not an ELF, PE, Mach-O or WebAssembly file"),
            (Array("!<arch>\ndebian-binary".utf8), "an archive (`!<arch>`), which `pare weigh` takes apart, not one program"),
            ([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2], "a Java class, or a universal Mach-O file within another"),
            ([0x01, 0xf7, 0, 0, 0, 0], "an AIX XCOFF file, which Pare does not read"),
        ] as [([UInt8], String)])
    func namesOtherFileTypes(bytes: [UInt8], problem: String) {
        #expect(throws: FormatError("file", at: 0, problem)) { try Self.image(bytes) }
    }

    /// Whatever is lost, one warning says that the rest is missing, and how much.
    @Test(arguments: [Image.Format.elf, .pe, .macho]) func aTruncatedFileHasOneWarning(format: Image.Format) throws {
        let bytes = ProgramBuilder.sample.spec(format, .little, pointerSize: 8).build().bytes
        let whole = try Self.image(bytes)
        #expect(!whole.isTruncated && whole.warnings.isEmpty)
        let first = try #require(whole.sections.map(\.range).filter { !$0.isEmpty }.map(\.lowerBound).min())
        for size in [first + 1, (first + bytes.count) / 2] {
            let image = try Self.image(Array(bytes[..<size]))
            #expect(image.isTruncated)
            let warning = try #require(image.warnings.first)
            #expect(image.warnings.count == 1)
            #expect(
                warning.description.hasPrefix("end at file offset 0x\(String(size, radix: 16)): truncated: the headers describe ")
            )
            #expect(warning.problem.hasSuffix(" more than the file has"))
        }
    }
}
