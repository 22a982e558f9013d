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
    var methods = MethodTable()
    var methodsOf: [UInt32: Range<Int>] = [:]
    private var initOrder: [UInt32: [Edge]] = [:]
    private var functions = FunctionFacts()
    private var fileNames = NameTable()
    /// Numbers of method names by the symbol that holds them.
    var methodNames: [UInt32: UInt32] = [:]
    /// What constants refer to.
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
        paths.finish()
        methods.finish()
        // Programs of the Go distribution record few settings and no modules.
        let isInModule = options.mainPath.prefix { $0 != "/" }.contains(".")
        return LinkGraph(
            release: resolution.release, machine: machine, version: version, symbols: resolution.symbols, packages: packages,
            packageOf: packageOf, roles: roles, pointers: pointers, paths: paths, firstEdge: firstEdge, edgeEnd: edgeEnd,
            edges: edges, methods: methods,
            methodsOf: methodsOf, initOrder: initOrder, functions: functions,
            fileNames: (0..<fileNames.count).map { fileNames.text($0) }, imports: imports,
            linkOrder: resolution.archives.compactMap { packages.find($0.package) },
            roots: try roots(), usesPlugins: usesPlugins, isPositionIndependent: options.isPositionIndependent,
            buildInfoSize: options.buildInfoSize ?? (isInModule ? 631 : 151))
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
                // What the tables of a function refer to, it does: the method that a wrapper stands for.
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

        // Most references repeat: each once, in a fixed order.
        let mine = Set(edges[first...])
        if mine.count < edges.count - first {
            edges.removeSubrange(first...)
            edges.append(contentsOf: mine.sorted { $0.bits < $1.bits })
        }
        firstEdge[Int(symbol)] = UInt32(first)
        edgeEnd[Int(symbol)] = UInt32(edges.count)
    }

    /// The auxiliary symbols of a function that its tables need.
    private struct FunctionParts {
        var info: UInt32 = 0
        var inlineTable: UInt32 = 0
        var pcdata = 0
        var funcdata = 0
        var hasUnwind = false

        mutating func note(_ kind: AuxiliaryKind, _ target: UInt32) {
            switch kind {
            case .functionInfo: info = target
            case .pcInline: inlineTable = target
            case .pcData: pcdata += 1
            case .functionData: funcdata += 1
            case .unwind: hasUnwind = true
            default: break
            }
        }
    }

    /// The way of a reference by its place in a function's code.
    private struct CallPaths {
        let root: UInt32
        let compilers: UInt32
        var tree: InlineTree?
        var functions: [UInt32] = []
        /// By call; 0 until somebody asks.
        var nodes: [UInt32] = []
    }

    private mutating func path(at offset: Int32, _ calls: inout CallPaths) -> UInt32 {
        // Markers that stand for the whole function have offset 0.
        guard offset > 0, let call = calls.tree?.call(at: Int(offset)), call >= 0 else { return calls.root }
        return node(call, &calls)
    }

    private mutating func node(_ call: Int, _ calls: inout CallPaths) -> UInt32 {
        var open: [Int] = []
        var next = call
        while next >= 0, calls.nodes[next] == 0 {
            open.append(next)
            next = calls.tree.map { Int($0.calls[next].parent) } ?? -1
        }
        var node = next < 0 ? calls.root : calls.nodes[next]
        for call in open.reversed() {
            let function = calls.functions[call]
            node = paths.inlined(node, function, packageOf[Int(function)], compilers: calls.compilers)
            calls.nodes[call] = node
        }
        return node
    }

    private mutating func readFunction(
        _ symbol: UInt32, _ object: Int, _ parts: FunctionParts, _ root: UInt32, _ fileNumbers: inout [UInt32?],
        _ reader: borrowing ByteReader
    ) throws(FormatError) -> CallPaths {
        var calls = CallPaths(root: root, compilers: compilersOf[Int(symbol)])
        guard parts.info != 0, resolution.symbols.isDefined[Int(parts.info)] else {
            functions.append(
                symbol, unit: object, pcdata: 0, funcdata: 0, inlined: [], steps: [], files: [], fileLimit: 0,
                hasUnwind: parts.hasUnwind)
            return calls
        }
        var tree = try withData(parts.info) { range, reader throws(FormatError) in try InlineTree(range, reader) }
        for call in tree.calls { calls.functions.append(try resolution.resolve(call.function, from: object)) }
        var files: [UInt32] = []
        var limit: UInt32 = 0
        for number in tree.files + tree.calls.map(\.file) {
            guard Int(number) < fileNumbers.count else {
                throw FormatError("FuncInfo file", at: 0, "\(number) of \(fileNumbers.count) files")
            }
            limit = max(limit, number + 1)
            if fileNumbers[Int(number)] == nil {
                let range = try resolution.objects[object].file.file(Int(number), reader)
                fileNumbers[Int(number)] = UInt32(fileNames.intern(reader.bytes.extracting(range)))
            }
            if let file = fileNumbers[Int(number)], !files.contains(file) { files.append(file) }
        }
        functions.append(
            symbol, unit: object, pcdata: parts.pcdata, funcdata: parts.funcdata, inlined: calls.functions,
            steps: steps(of: tree, calls.functions, packageOf[Int(symbol)]), files: files,
            fileLimit: limit,
            hasUnwind: parts.hasUnwind)
        if !tree.calls.isEmpty, parts.inlineTable != 0, resolution.symbols.isDefined[Int(parts.inlineTable)] {
            let quantum = machine.quantum
            tree = try withData(parts.inlineTable) { range, reader throws(FormatError) in
                var placed = tree
                placed.place(range, quantum: quantum, reader)
                return placed
            }
        }
        calls.nodes = Array(repeating: 0, count: tree.calls.count)
        calls.tree = tree
        return calls
    }

    /// The steps that a function takes through calls inlined into it, each once: those of calls that left no reference are
    /// seen only here.
    private mutating func steps(of tree: InlineTree, _ functions: [UInt32], _ package: UInt32) -> [UInt32] {
        var steps: [UInt32] = []
        for (index, call) in tree.calls.enumerated() {
            let callee = packageOf[Int(functions[index])]
            let caller = call.parent < 0 ? package : packageOf[Int(functions[Int(call.parent)])]
            guard callee != caller, callee != 0 else { continue }
            var callers = [caller]
            var next = call.parent
            while next >= 0 {
                next = tree.calls[Int(next)].parent
                callers.append(next < 0 ? package : packageOf[Int(functions[Int(next)])])
            }
            let step = paths.call(from: callers, to: callee)
            if step != 0, !steps.contains(step) { steps.append(step) }
        }
        return steps
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
            // The symbols that refer to a constant refer to what it does.
            if isConstant { continue }
            let place = path(at: relocation.offset, &calls)
            for path in paths.ends(place, in: packageOf[Int(target)], compilers: calls.compilers) {
                edges.append(Edge(action, meant, path: path))
            }
            if self.isConstant[Int(target)] { try lift(target, place, calls.compilers) }
        }
        if methods.count > firstMethod { methodsOf[symbol] = firstMethod..<methods.count }
    }

    /// What a relocation asks of the linker, and the symbol or number it is asked for; nil for nothing.
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
