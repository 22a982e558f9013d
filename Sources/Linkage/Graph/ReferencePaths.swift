/// The paths of references through packages: from the function that contains the reference, through the calls inlined there, to
/// the package of the target. They form a tree; each path is a node, and a cut is a set of nodes.
///
/// Without the inlined calls a wrapper that is always inlined would seem unused, and cutting its package would save nothing. A
/// step into a package starts at the nearest caller that imports it: only that import can be removed from a source file.
struct ReferencePaths: Sendable {
    /// A step from one package into another.
    struct Step: Sendable, Hashable {
        var from: UInt32
        var to: UInt32
        /// Whether a file of `from` imports `to`; otherwise `from` imports it transitively and uses a value that another package
        /// returned.
        var isImport: Bool
    }

    /// Nodes follow their parents; node 0 is the empty path, and its own parent.
    private(set) var parent: [UInt32] = [0]
    /// The last step of the path: index into `steps`.
    private(set) var step: [UInt32] = [0]
    /// The inlined function of the node; 0 at both ends.
    private(set) var function: [UInt32] = [0]
    private(set) var package: [UInt32] = [0]
    /// Distinct steps between packages; step 0 is none.
    private(set) var steps = [Step(from: 0, to: 0, isImport: false)]

    private let imports: ImportGraph
    private var stepNumbers: [Step: UInt32] = [:]
    private var roots: [UInt32] = []
    private var ends: [End: Range<UInt32>] = [:]
    private var compilers: [[UInt32]] = [[]]
    private var compilerNumbers: [[UInt32]: UInt32] = [[]: 0]

    private struct End: Hashable {
        var path: UInt32
        var package: UInt32
        var compilers: UInt32
    }

    init(_ imports: ImportGraph) {
        self.imports = imports
    }

    /// Restores stored nodes, which follow their parents.
    init(_ imports: ImportGraph, parent: [UInt32], step: [UInt32], function: [UInt32], package: [UInt32], steps: [Step]) {
        self.imports = imports
        self.parent = parent
        self.step = step
        self.function = function
        self.package = package
        self.steps = steps
    }

    /// The number of a set of packages that a function or type is compiled into, other than the one in its name; 0 for none.
    ///
    /// A generic function or unnamed type is compiled into each package that uses it, and one copy is linked: its references stay
    /// until the last of these packages no longer imports the target.
    mutating func number(ofCompilers packages: [UInt32]) -> UInt32 {
        if let known = compilerNumbers[packages] { return known }
        compilers.append(packages)
        compilerNumbers[packages] = UInt32(compilers.count - 1)
        return UInt32(compilers.count - 1)
    }

    var count: Int { parent.count }

    /// The path of a reference in a function of `package`.
    mutating func root(_ package: UInt32) -> UInt32 {
        while roots.count <= Int(package) { roots.append(0) }
        if roots[Int(package)] == 0 { roots[Int(package)] = append(parent: 0, step: nil, function: 0, package) }
        return roots[Int(package)]
    }

    /// The continuation of `path` through an inlined function.
    mutating func inlined(_ path: UInt32, _ function: UInt32, _ package: UInt32, compilers: UInt32) -> UInt32 {
        let steps = steps(path, to: package, compilers)
        return append(parent: path, step: steps.count == 1 ? steps[0] : nil, function: function, package)
    }

    /// The ends of `path` in `package`: one, or one per package that it is compiled for.
    mutating func ends(_ path: UInt32, in package: UInt32, compilers: UInt32) -> Range<UInt32> {
        guard package != 0, package != self.package[Int(path)] else { return path..<path + 1 }
        let key = End(path: path, package: package, compilers: compilers)
        if let known = ends[key] { return known }
        let first = UInt32(count)
        let steps = steps(path, to: package, compilers)
        if steps.isEmpty { _ = append(parent: path, step: nil, function: 0, package) }
        for step in steps { _ = append(parent: path, step: step, function: 0, package) }
        ends[key] = first..<UInt32(count)
        return first..<UInt32(count)
    }

    /// The import at the end of a path; 0 if it ends without one.
    func lastImport(of path: UInt32) -> UInt32 { steps[Int(step[Int(path)])].isImport ? step[Int(path)] : 0 }

    /// The ends of `path` in a package that no caller imports, in a function with the steps `uses`: the value comes from one of
    /// the packages of these steps that imports the target transitively. Empty if there is none.
    mutating func ends(_ path: UInt32, in package: UInt32, from uses: [UInt32]) -> [UInt32] {
        var found: [UInt32] = []
        for use in uses where imports.leads(steps[Int(use)].to, package) {
            let key = End(path: path, package: package, compilers: .max - use)
            if ends[key] == nil {
                let giver = steps[Int(use)].to
                let middle = append(parent: path, step: steps[Int(use)], function: 0, giver)
                let last = Step(from: giver, to: package, isImport: imports.imports(giver, package))
                let end = append(parent: middle, step: last, function: 0, package)
                ends[key] = end..<end + 1
            }
            found += ends[key]?.first.map { [$0] } ?? []
        }
        return found
    }

    /// Whether a path ends with a step that is not an import.
    func isIndirect(_ path: UInt32) -> Bool { step[Int(path)] != 0 && !steps[Int(step[Int(path)])].isImport }

    /// Alternative steps from `path` to `package`; none if no step is needed, as for a callback into a caller.
    private func steps(_ path: UInt32, to package: UInt32, _ compilers: UInt32) -> [Step] {
        guard package != 0 else { return [] }
        var callers: [UInt32] = []
        var node = Int(path)
        while node != 0 {
            let caller = self.package[node]
            if caller == package { return [] }
            if imports.imports(caller, package) { return [Step(from: caller, to: package, isImport: true)] }
            if caller != 0, !callers.contains(caller) { callers.append(caller) }
            node = Int(parent[node])
        }
        let others = self.compilers[Int(compilers)].filter { !callers.contains($0) }
        if others.contains(package) { return [] }
        let direct = others.filter { imports.imports($0, package) }
        if !direct.isEmpty { return direct.map { Step(from: $0, to: package, isImport: true) } }
        // Every program has the runtime, and the compiler inserts calls of it.
        if imports.runtime.contains(package) { return [] }
        if let caller = callers.first(where: { imports.leads($0, package) }) {
            return [Step(from: caller, to: package, isImport: false)]
        }
        return others.filter { imports.leads($0, package) }.map { Step(from: $0, to: package, isImport: false) }
    }

    /// The step to `package` from the nearest of `callers` (innermost first) that imports it; 0 if none does.
    mutating func call(from callers: some Sequence<UInt32>, to package: UInt32) -> UInt32 {
        for caller in callers {
            if caller == package { return 0 }
            if imports.imports(caller, package) { return number(Step(from: caller, to: package, isImport: true)) }
        }
        return 0
    }

    private mutating func append(parent: UInt32, step: Step?, function: UInt32, _ package: UInt32) -> UInt32 {
        let number = step.map { self.number($0) } ?? 0
        self.parent.append(parent)
        self.step.append(number)
        self.function.append(function)
        self.package.append(package)
        return UInt32(self.parent.count - 1)
    }

    private mutating func number(_ step: Step) -> UInt32 {
        if let known = stepNumbers[step] { return known }
        steps.append(step)
        stepNumbers[step] = UInt32(steps.count - 1)
        return UInt32(steps.count - 1)
    }

    /// Releases memory that is needed only while building.
    mutating func finish() {
        stepNumbers = [:]
        roots = []
        ends = [:]
        compilers = []
        compilerNumbers = [:]
    }
}
