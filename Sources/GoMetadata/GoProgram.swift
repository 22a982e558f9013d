public import BinaryFormats

/// What the Go linker left behind in an image. Each part is read on its own: losing one costs only that one.
public struct GoProgram: Sendable {
    public var buildInfo: BuildInfo?
    public var functions: FunctionTable?
    public var moduleData: ModuleData?
    public var types: TypeTable?
    /// What the code refers to outside of itself; empty for architectures that Pare cannot decode.
    public var codeReferences: CodeReferences?
    public var warnings: [FormatError] = []

    /// Reads whatever is there; an image that is not Go's yields an empty program.
    public init(_ image: Image, _ bytes: RawSpan) {
        let reader = image.reader(bytes)
        do {
            buildInfo = try BuildInfo.find(image, reader)
        } catch {
            warnings.append(error)
        }
        guard var table = FunctionTable.find(image, reader, &warnings) else { return }
        moduleData = ModuleData.find(image, reader, functions: table)
        if let moduleData {
            table.textStart = moduleData.text
            table.textEnd = moduleData.textEnd
        }
        table.readFunctions(image, reader, &warnings)
        functions = table
        guard let moduleData else { return }
        let references = CodeReferences(image, reader, table, targets: moduleData.dataSpan)
        codeReferences = references
        if var walker = TypeWalker(image, reader, moduleData) {
            walker.walkLinks()
            walker.walk(from: references.references.lazy.map(\.target).filter { moduleData.types.contains($0) })
            types = walker.table
        }
    }

    /// Whether anything says that the Go toolchain made this image.
    public var isGo: Bool { buildInfo != nil || functions != nil }
}
