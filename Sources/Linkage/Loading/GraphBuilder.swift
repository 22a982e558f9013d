internal import BinaryFormats

/// Turns the references of all symbols into edges, each under the way it takes through inlined calls.
struct GraphBuilder {
    let resolution: Resolution
    let machine: Machine
    private let options: LinkGraph.Options
    var packages: PackageTable
    var packageOf: [UInt32] = []
    /// Symbols of no package, as those of equal contents from several packages are one: tables of functions, initial values of
    /// variables, what the runtime knows of a frame.
    var isConstant: [Bool] = []
    /// Number of the packages that a symbol is compiled into, apart from its own.
    var compilersOf: [UInt32] = []
    private var roles: [LinkGraph.Role]
    private var pointers: [UInt32]
    /// Plugins may need what the program itself does not. (cmd/link `canUsePlugins`)
    private let usesPlugins: Bool
    var paths: ReferencePaths
    private let imports: ImportGraph
    private var firstEdge: [UInt32]
    private var edgeEnd: [UInt32]
    var edges: [Edge] = []
    /// Of the symbol that is read.
    private var sorted: [Edge] = []
    var methods = MethodTable()
    var methodsOf: [UInt32: Range<Int>] = [:]
    private var initOrder: [UInt32: [Edge]] = [:]
    var functions = FunctionFacts()
    var fileNames = NameTable()
    /// Numbers of method names by the symbol that holds them.
    var methodNames: [UInt32: UInt32] = [:]
    /// References of constants.
    var constants: [UInt32: [ConstantReference]] = [:]

    init(_ resolution: Resolution, _ machine: Machine, mainPath: String, _ options: LinkGraph.Options) {
        self.resolution = resolution
        self.machine = machine
        self.options = options
        var packages = PackageTable(mainPath: mainPath)
        usesPlugins = ["plugin", "runtime/cgo"].allSatisfy { name in resolution.archives.contains { $0.package == name } }
        let rows = resolution.archives.map { archive in
            (package: packages.number(of: archive.package), needs: archive.imports.map { packages.number(of: $0) })
        }
        self.packages = packages
        imports = ImportGraph(rows, runtime: packages.find("runtime"), count: packages.count)
        paths = ReferencePaths(imports)
        let count = resolution.symbols.count
        roles = Array(repeating: .none, count: count)
        pointers = Array(repeating: 0, count: count)
        firstEdge = Array(repeating: 0, count: count)
        edgeEnd = Array(repeating: 0, count: count)
    }

    mutating func build(version: String) throws(LinkageError) -> LinkGraph {
        findPackages()
        findCompilers()
        for object in resolution.objects.indices {
            let archive = resolution.archives[resolution.objects[object].archive]
            do {
                try readObject(object, unsafe ByteReader(archive.bytes.span.bytes))
            } catch {
                throw .damaged(package: archive.package, error)
            }
        }
        let interfaceUses = interfaceUses()
        paths.finish()
        methods.finish()
        // Programs of the Go distribution record few settings and no modules.
        let isInModule = options.mainPath.prefix { $0 != "/" }.contains(".")
        return LinkGraph(
            minor: resolution.release.minor, machine: machine, version: version, symbols: resolution.symbols, packages: packages,
            packageOf: packageOf, roles: roles, pointers: pointers, paths: paths, firstEdge: firstEdge, edgeEnd: edgeEnd,
            edges: edges, methods: methods,
            methodsOf: methodsOf, interfaceUses: interfaceUses, initOrder: initOrder, functions: functions,
            fileNames: (0..<fileNames.count).map { fileNames.text($0) }, imports: imports,
            linkOrder: resolution.archives.compactMap { packages.find($0.package) },
            roots: try roots(), usesPlugins: usesPlugins, isPositionIndependent: options.isPositionIndependent,
            buildInfoSize: options.buildInfoSize ?? (isInModule ? 631 : 151))
    }

    /// Each by the way on which the package has the type.
    private mutating func interfaceUses() -> [Edge] {
        var uses: [Edge] = []
        for (symbol, archive) in resolution.interfaceUses {
            let root = paths.root(packages.number(of: resolution.archives[archive].package))
            for path in paths.ends(root, in: packageOf[Int(symbol)], compilers: 0) {
                uses.append(Edge(.useInterface, symbol, path: path))
            }
        }
        return uses
    }

    private func roots() throws(LinkageError) -> LinkGraph.Roots {
        var roots = LinkGraph.Roots()
        for name in [options.entry ?? machine.entry, "runtime.unreachableMethod"] {
            roots.symbols += [0, 1].compactMap { resolution.lookup(name, abi: $0) }
        }
        if roots.symbols.isEmpty || !roots.symbols.contains(where: { resolution.symbols.isDefined[Int($0)] }) {
            throw .missingEntry(options.entry ?? machine.entry)
        }
        let exports = resolution.archives.flatMap(\.exports).flatMap { name in
            [0, 1].compactMap { resolution.lookup(name, abi: $0) }
        }
        roots.symbols += exports.filter { resolution.symbols.isDefined[Int($0)] }
        roots.mainInit = resolution.lookup("main..inittask", abi: 0) ?? 0
        roots.runtimeInit = resolution.lookup("runtime..inittask", abi: 0) ?? 0
        roots.runtimeInitList = resolution.lookup("runtime.runtime_inittasks", abi: 0) ?? 0
        return roots
    }

    private mutating func readObject(_ object: Int, _ reader: borrowing ByteReader) throws(FormatError) {
        let file = resolution.objects[object].file
        var fileNumbers: [UInt32?] = Array(repeating: nil, count: file.fileCount)
        for local in 0..<file.contentCount {
            let symbol = resolution.global(object, local)
            // Only the definition that won has contents.
            guard resolution.symbols.object[Int(symbol)] == object, resolution.symbols.local[Int(symbol)] == local,
                firstEdge[Int(symbol)] == edgeEnd[Int(symbol)]
            else { continue }
            try readSymbol(symbol, object, local, &fileNumbers, reader)
        }
    }

    private mutating func readSymbol(
        _ symbol: UInt32, _ object: Int, _ local: Int, _ fileNumbers: inout [UInt32?], _ reader: borrowing ByteReader
    ) throws(FormatError) {
        let file = resolution.objects[object].file
        let isText = resolution.symbols.kind[Int(symbol)] == .text
        let root = paths.root(packageOf[Int(symbol)])
        let first = edges.count
        var function = FunctionParts()

        let auxiliaries = try file.auxiliaries(local, reader)
        for offset in stride(from: auxiliaries.lowerBound, to: auxiliaries.upperBound, by: ObjectFile.auxiliarySize) {
            let (number, reference) = ObjectFile.auxiliary(at: offset, reader)
            let kind = Int(number) < resolution.release.auxiliaries.count ? resolution.release.auxiliaries[Int(number)] : .other
            let target = try resolution.resolve(reference, from: object)
            if kind == .type { continue }
            if target != 0 {
                edges.append(Edge(.keep, target, path: root))
                // References of its tables count for the function: `.wrapinfo` names the wrapped method.
                if isConstant[Int(target)] { try lift(target, root, compilersOf[Int(symbol)]) }
            }
            function.note(kind, target)
            switch kind {
            case .functionData: roles[Int(target)] = .functionData
            case .pcData, .pcTable, .pcInline: roles[Int(target)] = .pcTable
            case .functionInfo: roles[Int(target)] = .functionInfo
            default: break
            }
        }
        var calls = CallPaths(root: root, compilers: compilersOf[Int(symbol)])
        if isText {
            calls = try readFunction(symbol, object, function, root, &fileNumbers, reader)
        }
        try readRelocations(symbol, object, local, &calls, reader)

        dropRepeated(from: first)
        firstEdge[Int(symbol)] = UInt32(first)
        edgeEnd[Int(symbol)] = UInt32(edges.count)
    }

    /// Most references repeat: each once, in a fixed order.
    private mutating func dropRepeated(from first: Int) {
        guard edges.count - first > 1 else { return }
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: edges[first...])
        sorted.sort { $0.bits < $1.bits }
        var count = 1
        for index in 1..<sorted.count where sorted[index] != sorted[count - 1] {
            sorted[count] = sorted[index]
            count += 1
        }
        guard count < sorted.count else { return }
        edges.removeSubrange(first...)
        edges.append(contentsOf: sorted[..<count])
    }

    /// Runs `body` with the data of a symbol, wherever it is defined.
    func withData<Value>(
        _ symbol: UInt32, _ body: (Range<Int>, borrowing ByteReader) throws(FormatError) -> Value
    ) throws(FormatError) -> Value {
        let (archive, file) = resolution.objects[Int(resolution.symbols.object[Int(symbol)])]
        let bytes = resolution.archives[archive].bytes
        let reader = unsafe ByteReader(bytes.span.bytes)
        return try body(try file.data(Int(resolution.symbols.local[Int(symbol)]), reader), reader)
    }

    // MARK: - Relocations

    private mutating func readRelocations(
        _ symbol: UInt32, _ object: Int, _ local: Int, _ calls: inout CallPaths, _ reader: borrowing ByteReader
    ) throws(FormatError) {
        let types = resolution.release.relocations
        let range = try resolution.objects[object].file.relocations(local, reader)
        let firstMethod = methods.count
        let isConstant = isConstant[Int(symbol)]
        var offset = range.lowerBound
        while offset < range.upperBound {
            let relocation = ObjectFile.relocation(at: offset, reader)
            offset += ObjectFile.relocationSize
            var type = relocation.type
            if type & RelocationTypes.weak != 0 {
                type &= ~RelocationTypes.weak
                // Methods in the table of an interface: pointers all the same.
                if type == RelocationTypes.address { pointers[Int(symbol)] += 1 }
                guard usesPlugins, types.isDirectCall(type) else { continue }
            }
            if type == types.useType { continue }
            if type == types.methodOffset {
                let next = offset + 2 * ObjectFile.relocationSize
                guard next <= range.upperBound else { throw FormatError("R_METHODOFF", at: offset, "expected three in a row") }
                try readMethod(symbol, object, offset - ObjectFile.relocationSize, range, calls.root, reader)
                offset = next
                continue
            }
            let target = try resolution.resolve(relocation.target, from: object)
            guard target != 0 else { continue }
            if type == types.initOrder {
                for path in paths.ends(calls.root, in: packageOf[Int(target)], compilers: calls.compilers) {
                    initOrder[symbol, default: []].append(Edge(.keep, target, path: path))
                }
                continue
            }
            guard let (action, meant) = try use(type, of: target, addend: relocation.addend) else { continue }
            if action == .keep, type == RelocationTypes.address { pointers[Int(symbol)] += 1 }
            // References of a constant are edges of the symbols that refer to it.
            if isConstant { continue }
            let place = path(at: relocation.offset, &calls)
            refer(action, meant, from: place, in: packageOf[Int(target)], &calls)
            if self.isConstant[Int(target)] { try lift(target, place, calls.compilers) }
        }
        referIndirectly(calls)
        if methods.count > firstMethod { methodsOf[symbol] = firstMethod..<methods.count }
    }

    /// The action that a relocation requests of the linker, with its symbol or number; nil for none.
    mutating func use(
        _ type: UInt16, of target: UInt32, addend: Int64
    ) throws(FormatError) -> (action: Edge.Action, target: UInt32)? {
        let types = resolution.release.relocations
        switch type {
        case types.useInterface: return try usedType(target).map { (.useInterface, $0) }
        case types.useInterfaceMethod: return try interfaceMethod(of: target, at: addend).map { (.callMethod, $0) }
        case types.useNamedMethod:
            let name = try withData(target) { range, reader throws(FormatError) in Array(reader.string(range).utf8) }
            return (.callNamed, methods.number(ofName: name))
        default: return (.keep, target)
        }
    }
}
