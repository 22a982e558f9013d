public import BinaryFormats

/// What the Go linker left behind in an image. Each part is read on its own: losing one costs only that one.
public struct GoProgram: Sendable {
    public var buildInfo: BuildInfo?
    public var functions: FunctionTable?
    public var moduleData: ModuleData?
    public var types: TypeTable?
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
            if var walker = TypeWalker(image, reader, moduleData) {
                walker.walkLinks()
                types = walker.table
            }
        }
        table.readFunctions(image, reader, &warnings)
        functions = table
    }

    /// Whether anything says that the Go toolchain made this image.
    public var isGo: Bool { buildInfo != nil || functions != nil }
}
