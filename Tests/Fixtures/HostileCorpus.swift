import BinaryFormats

/// Small valid files that together contain every structure of the readers.
public enum HostileCorpus {
    public struct File: Sendable, CustomStringConvertible {
        public var description: String
        public var bytes: [UInt8]
    }

    public static let all = files + containers

    /// Files of one program.
    public static let files = go + modules + gccgo + native

    /// Files of several programs.
    public static let containers: [File] = {
        let shapes = BinarySpec.shapes.filter { $0.format == .macho && $0.order == .little && $0.pointerSize == 8 }
        let program = shapes.flatMap {
            ProgramBuilder.sample.spec($0.format, $0.order, pointerSize: $0.pointerSize).build().bytes
        }
        let go = GccgoBuilder().spec(.little, pointerSize: 8).build().bytes
        return [
            File(
                description: "archive",
                bytes: ContainerBuilder.archive([
                    ("//", Array("a long name of a file.o/\n".utf8)), ("/0", ContainerBuilder.object()), ("go.o/", go),
                ])),
            File(description: "universal file", bytes: ContainerBuilder.universal([program, program])),
        ]
    }()

    private static let gccgo: [File] = [false, true].map { isStripped in
        let spec = GccgoBuilder(stripped: isStripped).spec(isStripped ? .big : .little, pointerSize: 8)
        return File(description: "gccgo\(isStripped ? ", stripped" : "")", bytes: spec.build().bytes)
    }

    private static let native: [File] = BinarySpec.shapes.filter { $0.format == .elf }.map { shape in
        File(
            description: "native \(shape.pointerSize * 8) bit \(shape.order)",
            bytes: NativeBuilder().spec(shape.order, pointerSize: shape.pointerSize).build().bytes)
    }

    private static let modules: [File] = [false, true].map { isStripped in
        var builder = ProgramBuilder.sample
        builder.isStripped = isStripped
        return File(description: "wasm\(isStripped ? ", stripped" : "")", bytes: builder.module().bytes)
    }

    /// Four files a shape: embedded files, one of the versions of DWARF, one of the ways to compress it, and types without symbols.
    private static let go: [File] = BinarySpec.shapes.enumerated().flatMap { index, shape in
        let name = "\(shape.format) \(shape.pointerSize * 8) bit \(shape.order)"
        var plain = ProgramBuilder.sample
        plain.hasLoaderTables = true
        let version = 2 + index % 4
        let debug = DebugBuilder(
            shape.order, pointerSize: shape.pointerSize, version: version, offsetSize: index % 3 == 0 ? 8 : 4
        ).sections()
        var uncompressed = plain.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
        uncompressed.debug = debug.map { BinarySpec.DebugSection($0.name, $0.bytes) }
        var compressed = uncompressed
        let compression: BinarySpec.Compression = index.isMultiple(of: 2) ? .compressed : .zdebug
        compressed.debug = debug.map { BinarySpec.DebugSection($0.name, $0.bytes, compression) }
        plain.isStripped = true
        var types = plain.spec(shape.format, shape.order, pointerSize: shape.pointerSize)
        TypesBuilder(shape.order, pointerSize: shape.pointerSize).add(to: &types)
        let embedded = EmbedBuilder(stripped: index.isMultiple(of: 2)).spec(
            shape.format, shape.order, pointerSize: shape.pointerSize)
        return [
            File(description: "\(name), embedded files", bytes: embedded.build().bytes),
            File(description: "\(name), DWARF \(version)", bytes: uncompressed.build().bytes),
            File(description: "\(name), \(compression) DWARF", bytes: compressed.build().bytes),
            File(description: "\(name), types, stripped", bytes: types.build().bytes),
        ]
    }
}
