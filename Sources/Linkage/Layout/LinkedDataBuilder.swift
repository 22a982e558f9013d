internal import BinaryFormats

/// Puts the reached data symbols of a program into the runs of `LinkedData`.
struct LinkedDataBuilder {
    typealias Entry = LinkedData.Entry

    private let graph: LinkGraph
    private let resolution: Resolution
    private let reached: [Bool]
    private(set) var owners: DataOwners
    private(set) var runs = [[Entry]](repeating: [], count: LinkedData.Run.allCases.count)
    private(set) var holes: [LinkedData.Hole] = []
    private(set) var texts: [(variable: UInt32, owner: Int)] = []
    /// Variables to which the linker itself gives contents, and their sizes then.
    private var rewritten: [UInt32: (run: LinkedData.Run, size: Int)] = [:]
    private var made = UInt32.max - 1024

    init(_ graph: LinkGraph, _ resolution: Resolution, reached: [Bool]) {
        self.graph = graph
        self.resolution = resolution
        self.reached = reached
        owners = DataOwners(graph, resolution, reached)
    }

    mutating func build(_ variables: [String]) throws(LinkageError) {
        rewriteVariables(variables)
        let graph = graph
        let reader = ByteReader(graph.symbols.names.bytes)
        for symbol in 1..<graph.symbols.count where reached[symbol] && graph.symbols.isDefined[symbol] {
            if let (run, size) = rewritten[UInt32(symbol)] {
                let entry = Entry(
                    size: size, alignment: alignment(size, graph.symbols.alignment[symbol]), number: UInt32(symbol),
                    owner: owners.set(of: symbol))
                runs[run.rawValue].append(entry)
            } else if let run = run(of: symbol, reader) {
                try read(symbol, run)
            }
        }
        makeSymbols()
    }

    /// Where a symbol lies; nil for what takes no bytes, and for what has sections or passes of its own.
    private func run(of symbol: Int, _ reader: borrowing ByteReader) -> LinkedData.Run? {
        guard graph.roles[symbol] == .none, graph.symbols.size[symbol] > 0 else { return nil }
        switch graph.symbols.kind[symbol] {
        case .pointerFreeData: return .pointerFree
        case .data: return .data
        case .readOnlyData:
            let name = graph.symbols.nameRange(UInt32(symbol))
            if reader.has("go:string.", at: name.lowerBound), name.count > 10 { return .strings }
            if reader.has("runtime.gcbits.", at: name.lowerBound), name.count > 15 { return .bitmaps }
            if name.count > 3, reader.has("·f", at: name.upperBound - 3) { return nil }
            if name.count > 5, reader.has("type:", at: name.lowerBound) {
                return reader.has("type:.gcprog.", at: name.lowerBound) ? .bitmaps : nil
            }
            // Up to Go 1.26 itabs lie among the other constants.
            return graph.symbols.flags[symbol].contains(.itab) && graph.minor >= 27 ? nil : .readOnly
        case .undefined, .text, .zeroed, .debug, .unwind, .other: return nil
        }
    }

    /// (cmd/link/internal/ld/data.go `symalign`)
    private func alignment(_ size: Int, _ declared: UInt32) -> Int {
        let machine = graph.machine
        guard declared == 0 else { return max(Int(declared), machine.leastDataAlignment) }
        var alignment = machine.dataAlignment
        while alignment > size, alignment > machine.leastDataAlignment { alignment /= 2 }
        return alignment
    }

    private mutating func read(_ symbol: Int, _ run: LinkedData.Run) throws(LinkageError) {
        let object = Int(graph.symbols.object[symbol])
        let (archive, file) = resolution.objects[object]
        let local = Int(graph.symbols.local[symbol])
        let size = Int(graph.symbols.size[symbol])
        var entry = Entry(
            size: size, alignment: alignment(size, graph.symbols.alignment[symbol]), number: UInt32(symbol),
            owner: owners.set(of: symbol), archive: archive)
        do {
            let bytes = resolution.archives[archive].bytes
            let reader = unsafe ByteReader(bytes.span.bytes)
            // (`SRODATAFIPS`, `SNOPTRDATAFIPS`, `SDATAFIPS`; cmd/internal/objabi/symkind.go)
            if graph.minor >= 24, [4, 6, 8].contains(try file.symbol(local, reader).kind) { entry.group = .fips }
            entry.contents = try file.data(local, reader)
            let first = holes.count
            let relocations = try file.relocations(local, reader)
            for offset in stride(from: relocations.lowerBound, to: relocations.upperBound, by: ObjectFile.relocationSize) {
                try note(ObjectFile.relocation(at: offset, reader), width: Int(reader.u8(at: offset + 4) ?? 0), object)
            }
            entry.isRelocated = !relocations.isEmpty
            entry.holes = first..<holes.count
        } catch {
            throw .damaged(package: resolution.archives[archive].package, error)
        }
        guard entry.contents.count <= size else { return }
        runs[run.rawValue].append(entry)
    }

    private mutating func note(_ relocation: ObjectFile.Relocation, width: Int, _ object: Int) throws(FormatError) {
        guard width > 0, relocation.offset >= 0 else { return }
        let isPointer =
            relocation.type & ~RelocationTypes.weak == RelocationTypes.address && width == graph.machine.pointerSize
        holes.append(
            LinkedData.Hole(
                offset: Int(relocation.offset), size: width,
                target: isPointer ? try resolution.resolve(relocation.target, from: object) : 0, addend: relocation.addend))
    }

    // MARK: - What the linker makes

    /// Variables that are zero in the archives. (cmd/link/internal/ld: `linksetup`, `inittasks`, `symtab`, `addstrdata`)
    private mutating func rewriteVariables(_ variables: [String]) {
        let pointer = graph.machine.pointerSize
        func isReached(_ name: String) -> Bool { symbols(named: name).contains { reached[$0] } }
        func rewrite(_ name: String, _ run: LinkedData.Run, size: Int?) -> [Int] {
            let found = symbols(named: name).filter { reached[$0] && graph.symbols.kind[$0] != .text }
            for symbol in found { rewritten[UInt32(symbol)] = (run, size ?? Int(graph.symbols.size[symbol])) }
            return found
        }
        _ = rewrite("runtime.lastmoduledatap", .pointerFree, size: pointer)
        _ = rewrite("runtime.runtime_inittasks", .pointerFree, size: 3 * pointer)
        if graph.minor < 26 { _ = rewrite("runtime.firstmoduledata", .pointerFree, size: nil) }
        if graph.machine.goarch == "arm" {
            _ = rewrite("runtime.goarm", .pointerFree, size: 1)
            _ = rewrite("runtime.goarmsoftfp", .pointerFree, size: 1)
        }
        if !isReached("runtime.memProfileInternal") { _ = rewrite("runtime.disableMemoryProfiling", .pointerFree, size: 1) }
        for name in variables {
            // The text of `modinfo` is the build info, which has no owner.
            for symbol in rewrite(name, .data, size: nil) {
                texts.append((UInt32(symbol), name == "runtime.modinfo" ? 0 : owners.set(of: symbol)))
            }
        }
    }

    private func symbols(named name: String) -> [Int] {
        guard let number = graph.symbols.names.find(name) else { return [] }
        return (1..<graph.symbols.count).filter {
            graph.symbols.nameNumber[$0] == UInt32(number) + 1 && graph.symbols.isDefined[$0]
        }
    }

    private mutating func makeSymbols() {
        let pointer = graph.machine.pointerSize
        func count(_ root: UInt32) -> Int { graph.inits(for: root, 1) { _ in 0 }.count }
        let lists = [graph.roots.mainInit, graph.roots.runtimeInit].map { pointer * count($0) }
        for size in lists where size > 0 { make(size, in: .pointerFree) }
        // `go:buildinfo.ref` and `runtime.textsectionmap`
        make(pointer, in: .readOnly, isRelocated: true)
        make(3 * pointer, in: .readOnly, isRelocated: true, owner: owners.set(of: "runtime"))
        guard graph.minor >= 24 else { return }
        for run in [LinkedData.Run.readOnly, .pointerFree, .data] {
            make(1, in: run, group: .start)
            make(1, in: run, group: .end)
        }
    }

    private mutating func make(
        _ size: Int, in run: LinkedData.Run, group: Entry.Group = .ordinary, isRelocated: Bool = false, owner: Int = 0
    ) {
        made += 1
        var entry = Entry(
            group: group, size: size, alignment: alignment(size, 0), number: made, owner: owner, isRelocated: isRelocated)
        if group != .ordinary { entry.alignment = 1 }
        runs[run.rawValue].append(entry)
    }
}
