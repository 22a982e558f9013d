import BinaryFormats

/// Files that once broke the analysis, or whose analysis would need excessive time or memory.
public enum FoundFiles {
    public struct File: Sendable, CustomStringConvertible {
        public var description: String
        public var bytes: @Sendable () -> [UInt8]

        init(_ description: String, _ bytes: @escaping @Sendable () -> [UInt8]) {
            self.description = description
            self.bytes = bytes
        }
    }

    /// Files that crashed the analysis, or whose owners did not sum to the file size.
    public static let crashes = [
        File("init tasks that end behind the last address") {
            program { words in
                words[56] = .max - 7
                words[57] = 0xf_ffff
            }
        },
        File("itab of an interface with 2^63 methods") { program(methodCount: 1 << 63) },
        File("memory of a module that is cut off in its last section") {
            ProgramBuilder.sample.module().bytes.dropLast(40).map { $0 }
        },
        File("module with two data sections") {
            let (bytes, boundaries) = ProgramBuilder.sample.module()
            guard let data = boundaries.first(where: { bytes[$0] == 11 }), let end = boundaries.first(where: { $0 > data }) else {
                return []
            }
            return Array(bytes[..<end] + bytes[data...])
        },
    ]

    /// Files whose structures claim far more bytes than the file has.
    public static let bombs = [
        File("SHF_COMPRESSED of zeros") { compressed(.compressed) },
        File(".zdebug of zeros") { compressed(.zdebug) },
        File("SHF_COMPRESSED that claims 2^40 bytes") {
            var bytes = compressed(.compressed, count: 1 << 10)
            guard let start = section(".debug_info", of: bytes)?.lowerBound else { return [] }
            bytes.replaceSubrange(start + 8..<start + 16, with: [0, 0, 0, 0, 0, 1, 0, 0])
            return bytes
        },
        File("sections of 2^63 bytes") { patchedSections { $0.patch(UInt64(1) << 63, 8, at: $1 + 0x20) } },
        File("20,000 sections that each claim the whole file") { sectionsThatClaimAll(20_000) },
        File("2^60 functions") { patchedTable { $0.patch(UInt64(1) << 60, 8, at: $1 + 8) } },
        File("2^32 COFF symbols") {
            var bytes = ProgramBuilder.sample.spec(.pe, .little, pointerSize: 8).build().bytes
            bytes.replaceSubrange(0x80 + 16..<0x80 + 20, with: [0xff, 0xff, 0xff, 0xff])
            return bytes
        },
        File("2^32 load commands and sections") {
            var bytes = ProgramBuilder.sample.spec(.macho, .little, pointerSize: 8).build().bytes
            bytes.replaceSubrange(16..<20, with: [0xff, 0xff, 0xff, 0xff])
            bytes.replaceSubrange(32 + 64..<32 + 68, with: [0xff, 0xff, 0xff, 0xff])
            return bytes
        },
        File("rebase opcodes of 2^63 slots") { rebase([0x20, 0x00, 0x60] + Array(repeating: 0xff, count: 9) + [0x01, 0x00]) },
        File("an endless LEB128 number") { rebase([0x20] + Array(repeating: 0x80, count: 4096)) },
        File("20,000 symbols whose names begin in one text of 1 MB") { namesInOneText() },
    ]

    private static func program(methodCount: UInt64 = 1, _ patch: (inout [UInt64]) -> Void = { _ in }) -> [UInt8] {
        var builder = ProgramBuilder.sample
        builder.isStripped = true
        var spec = builder.spec(.elf, .little, pointerSize: 8)
        var types = TypesBuilder(.little, pointerSize: 8)
        types.methodCount = methodCount
        types.add(to: &spec)
        for index in spec.sections.indices where spec.sections[index].name == .moduleData {
            let bytes = spec.sections[index].bytes
            var words = (0..<bytes.count / 8).map { word in
                bytes[word * 8..<word * 8 + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            }
            patch(&words)
            var out = ByteWriter(.little)
            for word in words { out.put(word, 8) }
            spec.sections[index].bytes = out.bytes
        }
        return spec.build().bytes
    }

    private static func compressed(_ compression: BinarySpec.Compression, count: Int = 256 << 20) -> [UInt8] {
        var spec = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8)
        let zeros = Array(repeating: UInt8(0), count: count)
        spec.debug = ["abbrev", "info", "line", "str"].map {
            BinarySpec.DebugSection($0, $0 == "info" ? zeros : [0, 0, 0, 0], compression)
        }
        return spec.build().bytes
    }

    private static func rebase(_ opcodes: [UInt8]) -> [UInt8] {
        var builder = ProgramBuilder.sample
        builder.hasLoaderTables = true
        var spec = builder.spec(.macho, .little, pointerSize: 8)
        for index in spec.sections.indices where spec.sections[index].name == .relocations {
            spec.sections[index].bytes = opcodes
        }
        return spec.build().bytes
    }

    private static func section(_ name: String, of bytes: [UInt8]) -> Range<Int>? {
        try? unsafe Image(bytes.span.bytes).section(named: name)?.range
    }

    /// An ELF file with section headers modified by `patch`, which gets their offsets.
    private static func patchedSections(_ patch: (inout ByteWriter, Int) -> Void) -> [UInt8] {
        var writer = ByteWriter(.little)
        writer.bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        for header in stride(from: sectionHeaders(writer.bytes) + 64, to: writer.bytes.count, by: 64) { patch(&writer, header) }
        return writer.bytes
    }

    private static func patchedTable(_ patch: (inout ByteWriter, Int) -> Void) -> [UInt8] {
        var writer = ByteWriter(.little)
        writer.bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        guard let table = section(".gopclntab", of: writer.bytes) else { return [] }
        patch(&writer, table.lowerBound)
        return writer.bytes
    }

    /// `e_shoff`; the headers are at the end of the file.
    private static func sectionHeaders(_ bytes: [UInt8]) -> Int {
        bytes[0x28..<0x2c].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func sectionsThatClaimAll(_ count: Int) -> [UInt8] {
        var writer = ByteWriter(.little)
        writer.bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let start = sectionHeaders(writer.bytes)
        let sections = (writer.bytes.count - start) / 64
        let data = start + 4 * 64
        let header = Array(writer.bytes[data..<data + 64])
        for _ in sections..<count { writer.bytes += header }
        for index in sections..<count { writer.patch(writer.bytes.count, 8, at: start + index * 64 + 0x20) }
        for index in sections..<count { writer.patch(0, 8, at: start + index * 64 + 0x18) }
        writer.patch(count, 2, at: 0x3c)
        return writer.bytes
    }

    private static func namesInOneText() -> [UInt8] {
        let text = String(repeating: "a/b.c", count: 200_000)
        var spec = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8)
        spec.symbols += (0..<20_000).map { _ in
            BinarySpec.Symbol("x", at: ProgramBuilder.dataAddress, size: 1, section: 3, isFunction: false)
        }
        spec.symbols.append(BinarySpec.Symbol(text, at: ProgramBuilder.dataAddress, size: 1, section: 3, isFunction: false))
        var writer = ByteWriter(.little)
        writer.bytes = spec.build().bytes
        guard let entries = section(".symtab", of: writer.bytes), let names = section(".strtab", of: writer.bytes) else {
            return []
        }
        for (index, entry) in stride(from: entries.lowerBound + 24, to: entries.upperBound, by: 24).enumerated() {
            writer.patch(names.count - text.utf8.count + 40 * index, 4, at: entry)
        }
        return writer.bytes
    }
}
