/// The import graph of the archives: an archive lists exactly the packages that its source files import. Every package needs the
/// runtime, imported or not. (cmd/compile/internal/noder `readImportFile`)
struct ImportGraph: Sendable {
    /// Imports of all packages, ordered by package number.
    private let needs: [UInt32]
    private let firstNeed: [Int]
    /// Packages of every program: main, the runtime, and packages that the linker adds for cgo.
    private let roots: [UInt32]
    /// Packages in topological order, importers first.
    private let order: [UInt32]
    /// The packages that the runtime needs, including itself.
    let runtime: Set<UInt32>
    /// Rows of bits, a row per package: its direct and its transitive imports.
    private let direct: BitMatrix
    private let reached: BitMatrix

    /// `imports` has a row for each loaded package, main first; `count` is the number of package numbers.
    init(_ imports: [(package: UInt32, needs: [UInt32])], runtime: UInt32?, count: Int) {
        var rows: [[UInt32]] = Array(repeating: [], count: count)
        for (package, needs) in imports {
            rows[Int(package)] = needs.filter { $0 != package }
        }
        self.runtime = runtime.map { closure(of: $0, rows) } ?? []
        if let runtime {
            for (package, _) in imports where !self.runtime.contains(package) && !rows[Int(package)].contains(runtime) {
                rows[Int(package)].append(runtime)
            }
        }
        order = topologicalOrder(imports.map(\.package), rows)
        var direct = BitMatrix(count)
        var reached = BitMatrix(count)
        for package in order.reversed() {
            for need in rows[Int(package)] {
                direct.insert(Int(need), in: Int(package))
                reached.insert(Int(need), in: Int(package))
                reached.formUnion(of: Int(package), with: Int(need))
            }
        }
        var roots = Array(imports.prefix(1).map(\.package) + (runtime.map { [$0] } ?? []))
        for package in order where !roots.contains(where: { $0 == package || reached.contains(Int(package), in: Int($0)) }) {
            roots.append(package)
        }
        self.roots = roots
        self.direct = direct
        self.reached = reached
        var firstNeed = [0]
        for row in rows { firstNeed.append(firstNeed[firstNeed.count - 1] + row.count) }
        self.firstNeed = firstNeed
        needs = rows.flatMap { $0 }
    }

    /// The imports of a package, including the runtime.
    func needs(of package: UInt32) -> ArraySlice<UInt32> { needs[firstNeed[Int(package)]..<firstNeed[Int(package) + 1]] }

    /// Whether a source file of `from` imports `to`.
    func imports(_ from: UInt32, _ to: UInt32) -> Bool { direct.contains(Int(to), in: Int(from)) }

    /// Whether `from` imports `to` transitively.
    func leads(_ from: UInt32, _ to: UInt32) -> Bool { reached.contains(Int(to), in: Int(from)) }

    /// Queries that remove import statements, by `number(of:)`, and packages.
    struct Cuts {
        fileprivate(set) var edges: [QueryMask]
        let packages: [QueryMask]
        private(set) var isEmpty: Bool

        init(packages: [QueryMask], _ graph: ImportGraph) {
            self.packages = packages
            edges = Array(repeating: 0, count: graph.needs.count)
            isEmpty = packages.allSatisfy { $0 == 0 }
        }

        fileprivate mutating func cut(_ edge: Int, _ mask: QueryMask) {
            edges[edge] |= mask
            isEmpty = false
        }
    }

    func cut(_ from: Int, _ to: Int, _ mask: QueryMask, _ cuts: inout Cuts) {
        for edge in firstNeed[from]..<firstNeed[from + 1] where needs[edge] == UInt32(to) { cuts.cut(edge, mask) }
    }

    /// Queries of `all` in which `from` still imports a package transitively, by package.
    func leads(from: [UInt32], _ all: QueryMask, _ cuts: Cuts) -> [QueryMask] {
        var masks: [QueryMask] = Array(repeating: 0, count: firstNeed.count - 1)
        for package in from { masks[Int(package)] = all & ~cuts.packages[Int(package)] }
        for package in order {
            let mask = masks[Int(package)]
            guard mask != 0 else { continue }
            for edge in firstNeed[Int(package)]..<firstNeed[Int(package) + 1] {
                let need = Int(needs[edge])
                masks[need] |= mask & ~cuts.edges[edge] & ~cuts.packages[need]
            }
        }
        return masks
    }

    /// Queries of `all` in which a package is still compiled into the program, by package.
    func present(_ all: QueryMask, _ cuts: Cuts) -> [QueryMask] {
        var present = leads(from: roots, all, cuts)
        present[0] = all
        return present
    }
}

/// The transitive imports of `package`, including itself.
private func closure(of package: UInt32, _ rows: [[UInt32]]) -> Set<UInt32> {
    var found: Set<UInt32> = [package]
    var queue = [package]
    while let next = queue.popLast() {
        for need in rows[Int(next)] where found.insert(need).inserted { queue.append(need) }
    }
    return found
}

/// Packages in topological order. Go's imports have no cycles; in archives with cycles, one import of each cycle is ignored.
private func topologicalOrder(_ packages: [UInt32], _ rows: [[UInt32]]) -> [UInt32] {
    var isSeen = Array(repeating: false, count: rows.count)
    var order: [UInt32] = []
    for root in packages where !isSeen[Int(root)] {
        isSeen[Int(root)] = true
        var stack: [(package: UInt32, next: Int)] = [(root, 0)]
        while let (package, next) = stack.last {
            guard next < rows[Int(package)].count else {
                order.append(package)
                stack.removeLast()
                continue
            }
            stack[stack.count - 1].next += 1
            let need = rows[Int(package)][next]
            if !isSeen[Int(need)] {
                isSeen[Int(need)] = true
                stack.append((need, 0))
            }
        }
    }
    return order.reversed()
}

/// A square of bits.
private struct BitMatrix: Sendable {
    private var words: [UInt64]
    private let width: Int

    init(_ count: Int) {
        width = (count + 63) / 64
        words = Array(repeating: 0, count: width * count)
    }

    func contains(_ column: Int, in row: Int) -> Bool {
        words[row * width + column / 64] >> UInt64(column % 64) & 1 != 0
    }

    mutating func insert(_ column: Int, in row: Int) {
        words[row * width + column / 64] |= 1 << UInt64(column % 64)
    }

    mutating func formUnion(of row: Int, with other: Int) {
        for word in 0..<width { words[row * width + word] |= words[other * width + word] }
    }
}
