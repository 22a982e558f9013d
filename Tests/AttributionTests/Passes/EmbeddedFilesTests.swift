import Fixtures
import GoMetadata
import Testing

@testable import Attribution
@testable import BinaryFormats

@Suite struct EmbeddedFilesTests {
    static let files = [
        EmbeddedFile(package: "example.com/x/web", name: "static/style.css", size: 40),
        EmbeddedFile(package: "example.com/x/web", name: "page.html", size: 12),
    ]

    /// Contents of 40 and 12 bytes, and a slice with three records.
    @Test(arguments: BinarySpec.shapes.indices)
    func belongToThePackageThatTheSymbolNames(index: Int) throws {
        let shape = BinarySpec.shapes[index]
        let bytes = EmbedBuilder(stripped: false).spec(shape.format, shape.order, pointerSize: shape.pointerSize).build().bytes
        let profile = try weigh(bytes)
        #expect(profile.embeddedFiles == Self.files)
        let web = try #require(profile.packages.first { $0.path == "example.com/x/web" })
        #expect(web.kinds[.embedded] == 40 + 12 + 3 * shape.pointerSize + 3 * (4 * shape.pointerSize + 16))
    }

    @Test(arguments: BinarySpec.shapes.filter { $0.format == .elf }.indices)
    func withoutSymbolsBelongToTheCodeThatReadsThem(index: Int) throws {
        let shape = BinarySpec.shapes.filter { $0.format == .elf }[index]
        let bytes = EmbedBuilder(stripped: true).spec(.elf, shape.order, pointerSize: shape.pointerSize).build().bytes
        #expect(try weigh(bytes).embeddedFiles == Self.files)
    }

    @Test func embeddedFilesAreItemsOfTheProfile() throws {
        let bytes = EmbedBuilder(stripped: true).spec(.elf, .little, pointerSize: 8).build().bytes
        let span = unsafe bytes.span.bytes
        let image = try Image(span)
        let program = GoProgram(image, span)
        let profile = try SizeProfile(image, program, span, AttributionOptions(details: true))
        let details = try #require(profile.details)
        let sizes = details.entries.filter { $0.kind == .embedded && $0.item != nil }.map { entry in
            (entry.item.flatMap { details.items[$0].file } ?? "", entry.size)
        }
        #expect(Dictionary(uniqueKeysWithValues: sizes) == ["static/style.css": 40, "page.html": 12])
        let page = try #require(program.embeddedFiles.files.first)
        let explanation = Explanation(profile, image, program, span, offset: page.contents.lowerBound)
        #expect(explanation?.item?.file == "page.html")
        #expect(explanation?.pass == "embedded files")
    }

    /// A malformed field of the first record invalidates the whole table, which then counts as data.
    @Test(arguments: [8, 16, 24, 32, 40, 48])
    func malformedTableIsIgnored(field: Int) throws {
        var spec = EmbedBuilder(stripped: true).spec(.elf, .little, pointerSize: 8)
        let section = spec.sections.count - 1
        let lie: UInt8 = field == 16 ? 1 : 0xff
        spec.sections[section].bytes.replaceSubrange(field..<field + 8, with: Array(repeating: lie, count: 8))
        #expect(try weigh(spec.build().bytes).embeddedFiles == [])
    }

    @Test func withoutPackageEmbedThereAreNoFiles() throws {
        var spec = EmbedBuilder(stripped: true).spec(.elf, .little, pointerSize: 8)
        let section = try #require(spec.sections.firstIndex { $0.name == .functionTable })
        let text = Array("embed.FS".utf8)
        let names = spec.sections[section].bytes
        let place = try #require(names.indices.first { names[$0...].starts(with: text) })
        spec.sections[section].bytes[place] = UInt8(ascii: "E")
        #expect(try weigh(spec.build().bytes).embeddedFiles == [])
    }
}
