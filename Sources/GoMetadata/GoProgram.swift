public import BinaryFormats

/// What the Go linker left behind in an image. Each part is read on its own: losing one costs only that one.
public struct GoProgram: Sendable {
    public var buildInfo: BuildInfo?
    public var functions: FunctionTable?
    public var moduleData: ModuleData?
    /// File offsets of what the function table says of each function's stack.
    public var funcdata: Range<Int>?
    public var types: TypeTable?
    /// What the code refers to outside of itself; empty for architectures that Pare cannot decode.
    public var codeReferences: CodeReferences?
    public var embeddedFiles = EmbeddedFiles()
    /// What gccgo leaves instead of all that.
    public var gccgo: GccgoProgram?
    public var warnings: [FormatError] = []

    /// Reads whatever is there; an image that is not Go's yields an empty program.
    public init(_ image: Image, _ bytes: RawSpan) {
        let reader = image.reader(bytes)
        gccgo = GccgoProgram(image, reader)
        if let gccgo, gccgo.exports.count > 1, !image.symbols.hasDefinitions {
            warnings.append(
                FormatError(
                    "symbols", at: 0,
                    "gccgo leaves no names of functions in a stripped file: code and data of its \(gccgo.exports.count) packages stand "
                        + "under `gccgo`; weigh a build with symbols to tell them apart"))
        }
        do {
            buildInfo = try BuildInfo.find(image, reader)
        } catch {
            warnings.append(error)
        }
        guard var table = FunctionTable.find(image, reader, &warnings) else {
            if gccgo == nil, buildInfo == nil { gccgo = GccgoProgram(optimised: image, reader) }
            if isGo || image.format == .wasm { warnings.append(unknown("pcHeader", "no function table")) }
            return
        }
        moduleData = ModuleData.find(image, reader, functions: table)
        if moduleData == nil { warnings.append(unknown("moduledata", "none that fits the function table")) }
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
                    "\(module.code.count) functions in another number or order than the \(table.functionCount) of the function table: another "
                        + "tool has rewritten the module, so its code stays unexplained"))
        }
        guard let moduleData else { return }
        funcdata = table.funcdata(image, moduleData, reader)
        (codeReferences, types, embeddedFiles) = GoProgram.contents(image, reader, table, moduleData)
    }

    /// What the code refers to, the types that moduledata lists or code refers to, and embedded files.
    private static func contents(
        _ image: Image, _ reader: ByteReader, _ table: FunctionTable, _ module: ModuleData
    ) -> (CodeReferences, TypeTable?, EmbeddedFiles) {
        let order = reader.order
        // The types take longer than code of their size: whoever reads them reads so much less code.
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

    /// What is missing because Pare does not know the release, and what that costs.
    private func unknown(_ structure: String, _ problem: String) -> FormatError {
        let release = buildInfo.map { "\($0.goVersion) built this" } ?? "nothing tells the release that built this"
        return FormatError(
            structure, at: 0,
            "\(problem); \(release), Pare knows those of Go 1.18 to 1.27: what only it explains stays unexplained")
    }

    /// Whether anything says that the Go toolchain made this image.
    public var isGo: Bool { buildInfo != nil || functions != nil }
}
