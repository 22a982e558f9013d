public import BinaryFormats

/// The metadata of the Go linker in an image. Each part is read independently: an unreadable part does not affect the others.
public struct GoProgram: Sendable {
    public var buildInfo: BuildInfo?
    public var functions: FunctionTable?
    public var moduleData: ModuleData?
    /// File offsets of `go:func.*`, the stack maps and inline trees of functions.
    public var funcdata: Range<Int>?
    public var types: TypeTable?
    /// References from the code to data and types; empty for architectures that Pare cannot decode.
    public var codeReferences: CodeReferences?
    public var embeddedFiles = EmbeddedFiles()
    /// The metadata of a gccgo program, which has none of the above.
    public var gccgo: GccgoProgram?
    public var warnings: [FormatError] = []

    /// Reads the parts that are present; an image without Go metadata yields an empty program.
    public init(_ image: Image, _ bytes: RawSpan) {
        let reader = image.reader(bytes)
        gccgo = GccgoProgram(image, reader)
        if let gccgo, gccgo.exports.count > 1, !image.symbols.hasDefinitions {
            warnings.append(
                FormatError(
                    "symbols", at: 0,
                    "a stripped file of gccgo has no function names: code and data of its \(gccgo.exports.count) packages are listed "
                        + "under `gccgo`; weigh a build with symbols to tell them apart"))
        }
        do {
            buildInfo = try BuildInfo.find(image, reader)
        } catch {
            warnings.append(error)
        }
        guard var table = FunctionTable.find(image, reader, &warnings) else {
            if gccgo == nil, buildInfo == nil { gccgo = GccgoProgram(optimised: image, reader) }
            if isGo || image.format == .wasm { warnings.append(unknown("pcHeader", "no function table found")) }
            return
        }
        moduleData = ModuleData.find(image, reader, functions: table)
        if moduleData == nil { warnings.append(unknown("moduledata", "no structure matches the function table")) }
        if let moduleData {
            table.textStart = moduleData.text
            table.textEnd = moduleData.textEnd
        }
        table.readFunctions(image, reader, &warnings)
        functions = table
        if let module = image.wasm, !table.describes(module) {
            warnings.append(
                FormatError(
                    "code", at: module.code.count > 0 ? module.code[0].lowerBound : 0,
                    "\(module.code.count) functions, in another number or order than the \(table.functionCount) of the function table: another "
                        + "tool has rewritten the module; its code stays unexplained"))
        }
        guard let moduleData else { return }
        funcdata = table.funcdata(image, moduleData, reader)
        (codeReferences, types, embeddedFiles) = GoProgram.contents(image, reader, table, moduleData)
    }

    /// The references of the code, the types that moduledata lists or code refers to, and the embedded files.
    private static func contents(
        _ image: Image, _ reader: ByteReader, _ table: FunctionTable, _ module: ModuleData
    ) -> (CodeReferences, TypeTable?, EmbeddedFiles) {
        let order = reader.order
        // Types take longer than code of their size: the core that reads them gets less code.
        let code = table.functions.last.map { $0.entry &+ $0.size } ?? 0
        let types = min(module.types.upperBound - module.types.lowerBound, 1 << 32)
        let half = code > types ? (code - types) / 2 : 0
        let cut = table.index(of: table.textStart + half) ?? 0
        let (first, second) = onTwoCores(reader.bytes) { bytes in
            let reader = ByteReader(bytes, order: order)
            var walker = TypeWalker(image, reader, module)
            walker?.walkLinks()
            return (walker?.found, CodeReferences(image, reader, table, 0..<cut, targets: module.dataSpan))
        } _: { bytes in
            let reader = ByteReader(bytes, order: order)
            return (
                EmbeddedFiles(image, reader, table),
                CodeReferences(image, reader, table, cut..<table.functions.count, targets: module.dataSpan)
            )
        }
        let references = first.1.followed(by: second.1)
        guard var walker = TypeWalker(image, reader, module, from: first.0) else { return (references, nil, second.0) }
        walker.walk(from: references.references.lazy.map { references.target(of: $0) }.filter { module.types.contains($0) })
        return (references, walker.found.table, second.0)
    }

    /// A warning about a structure that Pare cannot read because the release is unknown to it, and about the consequence.
    private func unknown(_ structure: String, _ problem: String) -> FormatError {
        let release = buildInfo.map { "built by \($0.goVersion)" } ?? "built by an unknown release"
        return FormatError(
            structure, at: 0,
            "\(problem); \(release), Pare reads those of Go 1.18 to 1.27: bytes that only it explains stay unexplained")
    }

    /// Whether the image is an output of the Go toolchain.
    public var isGo: Bool { buildInfo != nil || functions != nil }
}
