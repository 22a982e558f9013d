/// Mach-O, 32 and 64 bit, both byte orders. (mach-o/loader.h)
enum MachOReader {
    static func image(_ bytes: RawSpan, order: ByteOrder, pointerSize: Int) throws(FormatError) -> Image {
        let reader = ByteReader(bytes, order: order)
        var warnings: [FormatError] = []
        let header = try MachOHeader(reader, pointerSize: pointerSize)
        var contents = MachOContents()
        let commands = header.commands(reader, &warnings)
        // Symbols refer to sections by index, and dsymutil writes the symbol table before the segments.
        for command in commands.filter(\.isSegment) + commands.filter({ !$0.isSegment }) {
            do {
                try contents.add(command, reader, pointerSize: pointerSize, &warnings)
            } catch {
                warnings.append(error)
            }
        }
        let headerEnd = commands.last.map { $0.offset + $0.size } ?? header.size
        let structures = [Structure("Mach-O header and load commands", .header, 0..<headerEnd)] + contents.structures
        return Image(
            format: .macho, architecture: header.architecture, operatingSystem: contents.operatingSystem ?? "darwin",
            order: order,
            pointerSize: pointerSize, size: reader.count, sections: contents.sections, memory: AddressMap(contents.mappings),
            symbols: contents.symbols, relocations: contents.relocations,
            unwindTables: contents.unwindTables, pointers: PointerMap(pointerSize: pointerSize), structures: structures,
            warnings: warnings)
    }
}

/// `mach_header` and `mach_header_64`.
struct MachOHeader {
    /// A load command, within the file.
    struct Command {
        var type: UInt32
        /// File offset and bytes.
        var offset: Int
        var size: Int

        /// `LC_SEGMENT` or `LC_SEGMENT_64`.
        var isSegment: Bool { type == 0x1 || type == 0x19 }
    }

    let architecture: Architecture
    /// Bytes of the header: 28 or 32.
    let size: Int
    let commandCount: Int

    init(_ reader: ByteReader, pointerSize: Int) throws(FormatError) {
        size = pointerSize == 8 ? 32 : 28
        let header = try reader.record("mach_header", at: 0, size: size)
        architecture = MachOHeader.architecture(cpu: header.u32(4))
        commandCount = Int(header.u32(16))
    }

    /// Upper bound on load commands, more than any linker writes.
    private static let commandLimit = 4096

    /// The load commands in the file; a command with a malformed size ends the list.
    func commands(_ reader: ByteReader, _ warnings: inout [FormatError]) -> [Command] {
        var commands: [Command] = []
        var offset = size
        for index in 0..<commandCount {
            guard index < MachOHeader.commandLimit else {
                warnings.append(FormatError("ncmds", at: 16, "\(commandCount) load commands, the limit is \(index)"))
                break
            }
            guard let type = reader.u32(at: offset), let size = reader.u32(at: offset + 4), size >= 8,
                reader.range(at: UInt64(offset), count: UInt64(size)) != nil
            else {
                warnings.append(
                    FormatError(
                        "load command \(index) of \(commandCount)", at: offset,
                        "does not fit in the \(reader.count) bytes of the file"))
                break
            }
            commands.append(Command(type: type, offset: offset, size: Int(size)))
            offset += Int(size)
        }
        return commands
    }

    /// `cputype` to GOARCH. (mach/machine.h)
    static func architecture(cpu: UInt32) -> Architecture {
        switch cpu {
        case 7: Architecture("386")
        case 12: Architecture("arm")
        case 18: Architecture("ppc")
        case 0x0100_0007: Architecture("amd64")
        case 0x0100_000c: Architecture("arm64")
        case 0x0100_0012: Architecture("ppc64")
        default: Architecture("Mach-O cpu \(hexadecimal(cpu))")
        }
    }
}
