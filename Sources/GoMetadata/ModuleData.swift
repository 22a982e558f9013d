public import BinaryFormats

/// `runtime.firstmoduledata`: the addresses of the parts of a Go program. (runtime/symtab.go `moduledata`)
public struct ModuleData: Sendable {
    public var layout: ModuleDataLayout
    /// File offsets of the structure itself.
    public var range: Range<Int>
    public var text: Address
    public var textEnd: Address
    /// Maps text to functions, 20 bytes for 4096 bytes of text.
    public var findFunctionTable: Address
    public var noptrdata: Range<Address>
    public var data: Range<Address>
    /// Start of the read-only data; its end has no field.
    public var readOnlyData: Address
    /// Pointer bitmaps of `data` and `bss`.
    public var gcdata: Address
    public var gcbss: Address
    /// Type descriptors and their names; from 1.27 also the itabs.
    public var types: Range<Address>
    /// Descriptors that the runtime finds by name: offsets from `types`, or contiguous descriptors.
    public var typeLinks: TypeLinks
    /// Itabs: pointers to them, or contiguous itabs.
    public var itabs: ItabLinks
    /// Base of `funcdata` offsets.
    public var funcdata: Address
    /// End of the function table and the data that the linker places after it, from 1.26.
    public var functionTableEnd: Address?
    /// Pointers to the packages' init tasks, from 1.21.
    public var initTaskList: (address: Address, count: UInt64)?

    /// Initialised variables, with pointers and without.
    public var variables: Range<Address> {
        min(noptrdata.lowerBound, data.lowerBound)..<max(noptrdata.upperBound, data.upperBound)
    }

    /// Addresses from the first byte of data, read-only or not, to the last initialised byte.
    var dataSpan: Range<Address> {
        let ends = [types.upperBound, noptrdata.upperBound, data.upperBound]
        let starts = [types.lowerBound, noptrdata.lowerBound, data.lowerBound, readOnlyData]
        let start = starts.min() ?? readOnlyData
        return start..<max(start, ends.max() ?? start)
    }

    /// Addresses of the packages' init tasks.
    public func initTasks(_ image: Image, _ reader: ByteReader) -> [Address] {
        let size = image.pointerSize
        guard let list = initTaskList, let start = image.memory.offset(of: list.address),
            let range = reader.range(
                at: UInt64(start), count: list.count.multipliedReportingOverflow(by: UInt64(size)).partialValue)
        else { return [] }
        return stride(from: range.lowerBound, to: range.upperBound, by: size).compactMap {
            image.pointers.pointer(at: $0, reader)
        }
    }

    public enum TypeLinks: Sendable {
        /// Up to 1.26: a table of `count` i32 offsets from `types`.
        case offsets(Address, count: UInt64)
        /// From 1.27: contiguous descriptors, each aligned to a pointer.
        case descriptors(Range<Address>)
    }

    public enum ItabLinks: Sendable {
        /// Up to 1.26: a table of `count` pointers.
        case pointers(Address, count: UInt64)
        /// From 1.27: contiguous itabs.
        case tables(Range<Address>)
    }

    /// Finds moduledata: its first words are the addresses of the function table and of its names, and one of the layouts fits.
    static func find(_ image: Image, _ reader: ByteReader, functions: FunctionTable) -> ModuleData? {
        let pointer = image.pointerSize
        let first = functions.address.value
        let second = first &+ UInt64(functions.names.lowerBound - functions.offset)
        let candidates = image.sections.filter { ($0.role == .data || $0.role == .readOnlyData) && !$0.range.isEmpty }
        let likely = candidates.filter { $0.name.hasSuffix("go.module") || $0.name.hasSuffix("go_module") }
        for section in likely + candidates {
            for offset in image.pointers.slots(holding: Address(first), in: section.range, limit: 4096, reader)
            where image.pointers.pointer(at: offset + pointer, reader)?.value == second {
                if let found = ModuleData(at: offset, image, reader) { return found }
            }
        }
        return nil
    }

    private init?(at offset: Int, _ image: Image, _ reader: ByteReader) {
        let pointer = image.pointerSize
        func word(at offset: Int) -> UInt64 { image.pointers.pointer(at: offset, reader)?.value ?? 0 }
        func word(_ index: Int) -> UInt64 { word(at: offset + index * pointer) }
        func address(_ index: Int) -> Address { Address(word(index)) }
        func span(_ index: Int) -> Range<Address> { address(index)..<max(address(index), address(index + 1)) }

        // In WebAssembly code has no addresses: `text` is an index into a table, `minpc` and `maxpc` are program counters.
        let isWasm = image.format == .wasm
        let text = address(isWasm ? 20 : 22)
        func fits(_ layout: ModuleDataLayout) -> Bool {
            let map = layout.textSectionMap
            guard word(map + 1) == word(map + 2), (1...4096).contains(word(map + 1)),
                let section = image.memory.offset(of: address(map))
            else { return false }
            return word(at: section) == 0 && word(at: section + 2 * pointer) == word(22)
        }
        guard let layout = ModuleDataLayout.all.first(where: fits), isWasm || image.memory.mapping(of: text) != nil else {
            return nil
        }
        let textEnd = address(isWasm ? 21 : 23)
        guard textEnd >= text else { return nil }
        self.layout = layout
        range = offset..<min(offset + layout.words * pointer, reader.count)
        self.text = text
        self.textEnd = textEnd
        findFunctionTable = address(19)
        noptrdata = span(24)
        data = span(26)
        readOnlyData = address(layout.readOnlyData)
        gcdata = address(layout.gcdata)
        gcbss = address(layout.gcdata + 1)
        let start = address(layout.types)
        types = start..<max(start, address(layout.typesEnd))
        switch layout.links {
        case .inTypes(let length, let itabOffset):
            let first = start + UInt64(pointer)
            typeLinks = .descriptors(first..<max(first, start + word(length)))
            let itabs = start + word(itabOffset)
            self.itabs = .tables(itabs..<max(itabs, itabs + word(itabOffset + 1)))
        case .tables(let types):
            typeLinks = .offsets(address(types), count: word(types + 1))
            itabs = .pointers(address(types + 3), count: word(types + 4))
        }
        funcdata = address(layout.funcdata)
        functionTableEnd = layout.functionTableEnd.map(address)
        initTaskList = layout.initTasks.map { (address($0), word($0 + 1)) }
    }
}

/// Word indexes of the fields of `moduledata` that move between releases.
public struct ModuleDataLayout: Sendable, Hashable {
    enum Links: Sendable, Hashable {
        /// Words of the slice `typelinks`; `itablinks` follows.
        case tables(typeLinks: Int)
        /// Words of `typedesclen` and of `itaboffset`, which `itabsize` follows.
        case inTypes(descriptorsLength: Int, itabOffset: Int)
    }

    /// First release of the range.
    public let since: String
    let textSectionMap: Int
    /// `gcbss` follows `gcdata`.
    let gcdata: Int
    let types: Int
    let typesEnd: Int
    let readOnlyData: Int
    let funcdata: Int
    let functionTableEnd: Int?
    let links: Links
    let initTasks: Int?
    /// Words of the whole structure.
    let words: Int

    /// Layouts in the order in which they must be tried: by the index of `textsectmap`; the smallest that fits applies.
    static let all = [
        ModuleDataLayout(
            since: "go1.18", textSectionMap: 39, gcdata: 33, types: 35, typesEnd: 36, readOnlyData: 37, funcdata: 38,
            functionTableEnd: nil,
            links: .tables(typeLinks: 42), initTasks: nil, words: 69),
        ModuleDataLayout(
            since: "go1.20", textSectionMap: 41, gcdata: 35, types: 37, typesEnd: 38, readOnlyData: 39, funcdata: 40,
            functionTableEnd: nil,
            links: .tables(typeLinks: 44), initTasks: 58, words: 73),
        ModuleDataLayout(
            since: "go1.26", textSectionMap: 42, gcdata: 35, types: 37, typesEnd: 38, readOnlyData: 39, funcdata: 40,
            functionTableEnd: 41,
            links: .tables(typeLinks: 45), initTasks: 59, words: 74),
        ModuleDataLayout(
            since: "go1.27", textSectionMap: 45, gcdata: 35, types: 37, typesEnd: 39, readOnlyData: 42, funcdata: 43,
            functionTableEnd: 44,
            links: .inTypes(descriptorsLength: 38, itabOffset: 40), initTasks: 56, words: 71),
    ]
}
