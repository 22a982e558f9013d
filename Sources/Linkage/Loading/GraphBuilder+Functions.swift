internal import BinaryFormats

/// Tables of functions, and the paths of their references through inlined calls.
extension GraphBuilder {
    /// The auxiliary symbols of a function that its tables need.
    struct FunctionParts {
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
    struct CallPaths {
        let root: UInt32
        let compilers: UInt32
        var tree: InlineTree?
        var functions: [UInt32] = []
        /// Imports that the function uses: steps.
        var uses: [UInt32] = []
        /// References into packages that no caller imports.
        var indirect: [(action: Edge.Action, target: UInt32, place: UInt32, package: UInt32)] = []
        /// By call; 0 until a reference needs it.
        var nodes: [UInt32] = []
    }

    mutating func path(at offset: Int32, _ calls: inout CallPaths) -> UInt32 {
        // Markers that stand for the whole function have offset 0.
        guard offset > 0, let call = calls.tree?.call(at: Int(offset)), call >= 0 else { return calls.root }
        return node(call, &calls)
    }

    mutating func node(_ call: Int, _ calls: inout CallPaths) -> UInt32 {
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

    mutating func readFunction(
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
        calls.uses = steps(of: tree, calls.functions, packageOf[Int(symbol)])
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
            steps: calls.uses, files: files,
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
    mutating func steps(of tree: InlineTree, _ functions: [UInt32], _ package: UInt32) -> [UInt32] {
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

    /// Adds the edges of a reference from `place` into a package.
    mutating func refer(
        _ action: Edge.Action, _ target: UInt32, from place: UInt32, in package: UInt32, _ calls: inout CallPaths
    ) {
        let ends = paths.ends(place, in: package, compilers: calls.compilers)
        if let first = ends.first, paths.isIndirect(first) {
            calls.indirect.append((action, target, place, package))
            return
        }
        for path in ends {
            edges.append(Edge(action, target, path: path))
            let use = paths.lastImport(of: path)
            if use != 0, !calls.uses.contains(use) { calls.uses.append(use) }
        }
    }

    /// Adds the edges of references that wait for all that the function uses: a method of a type that one import hands out
    /// goes with that import.
    mutating func referIndirectly(_ calls: CallPaths) {
        for (action, target, place, package) in calls.indirect {
            var ends = paths.ends(place, in: package, from: calls.uses)
            if ends.isEmpty { ends = Array(paths.ends(place, in: package, compilers: calls.compilers)) }
            for path in ends { edges.append(Edge(action, target, path: path)) }
        }
    }
}
