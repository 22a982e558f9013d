public import BinaryFormats

/// `runtime.firstmoduledata`: where the parts of a Go program are in memory. (runtime/symtab.go `moduledata`)
public struct ModuleData: Sendable {
    public var layout: ModuleDataLayout
    /// File offset.
    public var offset: Int
    /// Bytes, up to the last field Pare knows of.
    public var size: Int
    public var text: Address
    public var textEnd: Address
    /// Maps text to functions, 20 bytes for 4096 bytes of text.
    public var findFunctionTable: Address
    /// Type descriptors, their names and, from 1.27, itabs.
    public var types: Range<Address>
    /// Base of `funcdata` offsets.
    public var funcdata: Address
    /// End of the function table with everything the linker put behind it, from 1.26.
    public var functionTableEnd: Address?

    /// The one place whose first words are the addresses of the function table and of its names, with a layout that fits.
    static func find(_ image: Image, _ reader: ByteReader, functions: FunctionTable) -> ModuleData? {
        let pointer = image.pointerSize
        let first = functions.address.value
        let second = first &+ UInt64(functions.names.lowerBound - functions.offset)
        let candidates = image.sections.filter { ($0.role == .data || $0.role == .readOnlyData) && !$0.range.isEmpty }
        let likely = candidates.filter { $0.name.hasSuffix("go.module") || $0.name.hasSuffix("go_module") }
        for section in likely + candidates {
            for offset in image.pointers.slots(holding: Address(first), in: section.range, limit: 4096, reader)
            where image.pointers.pointer(at: offset + pointer, reader)?.value == second {
                if let found = ModuleData(at: offset, image, reader, functions: functions) { return found }
            }
        }
        return nil
    }

    private init?(at offset: Int, _ image: Image, _ reader: ByteReader, functions: FunctionTable) {
        let pointer = image.pointerSize
        func word(at offset: Int) -> UInt64 { image.pointers.pointer(at: offset, reader)?.value ?? 0 }
        func word(_ index: Int) -> UInt64 { word(at: offset + index * pointer) }
        func isMapped(_ value: UInt64) -> Bool { image.memory.mapping(of: Address(value)) != nil }

        let text = Address(word(22))
        func fits(_ layout: ModuleDataLayout) -> Bool {
            let map = layout.textSectionMap
            guard word(map + 1) == word(map + 2), (1...4096).contains(word(map + 1)), let section = image.memory.offset(of: Address(word(map)))
            else { return false }
            return word(at: section) == 0 && word(at: section + 2 * pointer) == text.value
        }
        guard let layout = ModuleDataLayout.all.first(where: fits), isMapped(text.value), word(23) >= text.value else { return nil }
        self.layout = layout
        self.offset = offset
        size = layout.words * pointer
        self.text = text
        textEnd = Address(word(23))
        findFunctionTable = Address(word(19))
        let types = Address(word(layout.types))
        self.types = types..<max(types, Address(word(layout.typesEnd)))
        funcdata = Address(word(layout.funcdata))
        functionTableEnd = layout.functionTableEnd.map { Address(word($0)) }
    }
}

/// Word indexes of the fields of `moduledata` that move between releases.
public struct ModuleDataLayout: Sendable, Hashable {
    /// First release of the range.
    public let since: String
    let textSectionMap: Int
    let types: Int
    let typesEnd: Int
    let funcdata: Int
    let functionTableEnd: Int?
    /// Words of the whole structure.
    let words: Int

    /// In the order in which they must be tried: by the index of `textsectmap`, the smallest that fits.
    static let all = [
        ModuleDataLayout(since: "go1.18", textSectionMap: 39, types: 35, typesEnd: 36, funcdata: 38, functionTableEnd: nil, words: 69),
        ModuleDataLayout(since: "go1.20", textSectionMap: 41, types: 37, typesEnd: 38, funcdata: 40, functionTableEnd: nil, words: 73),
        ModuleDataLayout(since: "go1.26", textSectionMap: 42, types: 37, typesEnd: 38, funcdata: 40, functionTableEnd: 41, words: 74),
        ModuleDataLayout(since: "go1.27", textSectionMap: 45, types: 37, typesEnd: 39, funcdata: 43, functionTableEnd: 44, words: 71),
    ]
}
