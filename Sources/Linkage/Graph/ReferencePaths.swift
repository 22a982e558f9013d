/// The ways a reference takes through packages: from the function that makes it, through the calls inlined at that place,
/// to the package it ends in. A tree; each way is a node, and a cut is a set of nodes.
///
/// Without the inlined calls a wrapper that is always inlined would seem unused, and cutting its package save nothing.
struct ReferencePaths: Sendable {
    /// Nodes come behind their parents; 0 is no way, and its own parent.
    private(set) var parent: [UInt32] = [0]
    /// The step from the parent's package to this one's: index in `steps`.
    private(set) var step: [UInt32] = [0]
    /// The function inlined here; 0 at the two ends.
    private(set) var function: [UInt32] = [0]
    private(set) var package: [UInt32] = [0]
    /// Distinct steps between packages; 0 is no step.
    private(set) var steps: [(from: UInt32, to: UInt32)] = [(0, 0)]

    private var stepNumbers: [UInt64: UInt32] = [:]
    private var roots: [UInt32] = []
    private var ends: [UInt64: UInt32] = [:]

    var count: Int { parent.count }

    /// The way that has just left a function of `package`.
    mutating func root(_ package: UInt32) -> UInt32 {
        while roots.count <= Int(package) { roots.append(0) }
        if roots[Int(package)] == 0 { roots[Int(package)] = append(parent: 0, step: 0, function: 0, package) }
        return roots[Int(package)]
    }

    /// The way `path` goes on through an inlined function.
    mutating func inlined(_ path: UInt32, _ function: UInt32, _ package: UInt32) -> UInt32 {
        append(parent: path, step: step(from: self.package[Int(path)], to: package), function: function, package)
    }

    /// The way `path` ends in `package`.
    mutating func end(_ path: UInt32, in package: UInt32) -> UInt32 {
        guard package != 0, package != self.package[Int(path)] else { return path }
        let key = UInt64(path) << 32 | UInt64(package)
        if let known = ends[key] { return known }
        let end = append(parent: path, step: step(from: self.package[Int(path)], to: package), function: 0, package)
        ends[key] = end
        return end
    }

    private mutating func append(parent: UInt32, step: UInt32, function: UInt32, _ package: UInt32) -> UInt32 {
        self.parent.append(parent)
        self.step.append(step)
        self.function.append(function)
        self.package.append(package)
        return UInt32(self.parent.count - 1)
    }

    private mutating func step(from: UInt32, to: UInt32) -> UInt32 {
        guard from != to, to != 0 else { return 0 }
        let key = UInt64(from) << 32 | UInt64(to)
        if let known = stepNumbers[key] { return known }
        steps.append((from, to))
        stepNumbers[key] = UInt32(steps.count - 1)
        return UInt32(steps.count - 1)
    }

    /// Gives back what only building needs.
    mutating func finish() {
        stepNumbers = [:]
        roots = []
        ends = [:]
    }
}
