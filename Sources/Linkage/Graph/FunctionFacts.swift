/// The contents of the function table for each function, in the order in which functions were read.
struct FunctionFacts: Sendable {
    private(set) var symbol: [UInt32] = []
    /// Compile unit, which is an object file.
    private(set) var unit: [UInt32] = []
    /// Bytes of `_func` with its tables, without padding.
    private(set) var recordSize: [UInt32] = []
    private(set) var inlineTreeSize: [UInt32] = []
    /// One more than the largest file number of the unit that the function uses.
    private(set) var fileLimit: [UInt32] = []
    /// Whether the function has a row in the unwind table of Windows.
    private(set) var hasUnwind: [Bool] = []
    /// Symbols in the name table, and indexes into `fileSizes`.
    private(set) var names: [UInt32] = []
    private(set) var files: [UInt32] = []
    /// Steps between packages in inlined calls: indexes into `ReferencePaths.steps`.
    private(set) var steps: [UInt32] = []
    private(set) var firstName: [UInt32] = [0]
    private(set) var firstFile: [UInt32] = [0]
    private(set) var firstStep: [UInt32] = [0]

    var count: Int { symbol.count }

    init() {}

    /// Restores stored columns.
    init(
        symbol: [UInt32], unit: [UInt32], recordSize: [UInt32], inlineTreeSize: [UInt32], fileLimit: [UInt32], hasUnwind: [Bool],
        names: [UInt32], files: [UInt32], steps: [UInt32], firstName: [UInt32], firstFile: [UInt32], firstStep: [UInt32]
    ) {
        self.symbol = symbol
        self.unit = unit
        self.recordSize = recordSize
        self.inlineTreeSize = inlineTreeSize
        self.fileLimit = fileLimit
        self.hasUnwind = hasUnwind
        self.names = names
        self.files = files
        self.steps = steps
        self.firstName = firstName
        self.firstFile = firstFile
        self.firstStep = firstStep
    }

    mutating func append(
        _ symbol: UInt32, unit: Int, pcdata: Int, funcdata: Int, inlined: [UInt32], steps: [UInt32], files: [UInt32],
        fileLimit: UInt32,
        hasUnwind: Bool
    ) {
        var pcdata = pcdata
        var funcdata = funcdata
        if !inlined.isEmpty {
            // PCDATA_InlTreeIndex is 2, FUNCDATA_InlTree is 3.
            pcdata = max(pcdata, 3)
            funcdata = max(funcdata, 4)
        }
        self.symbol.append(symbol)
        self.unit.append(UInt32(unit))
        recordSize.append(UInt32(44 + 4 * pcdata + 4 * funcdata))
        inlineTreeSize.append(UInt32(16 * inlined.count))
        self.fileLimit.append(fileLimit)
        self.hasUnwind.append(hasUnwind)
        names.append(symbol)
        names.append(contentsOf: inlined)
        firstName.append(UInt32(names.count))
        self.files.append(contentsOf: files)
        firstFile.append(UInt32(self.files.count))
        self.steps.append(contentsOf: steps)
        firstStep.append(UInt32(self.steps.count))
    }
}
