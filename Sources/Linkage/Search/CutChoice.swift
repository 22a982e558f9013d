/// A decision of the user and its effort: one cut, or several that only make sense together, such as every
/// import of a package by the user's own packages.
public struct CutChoice: Sendable, Hashable {
    public var cuts: [Cut]
    /// Effort, in any unit; more than 0.
    public var cost: Double

    public init(_ cuts: [Cut], cost: Double = 1) {
        self.cuts = cuts
        self.cost = cost
    }
}

extension LinkGraph {
    /// Imports by which the program comes to a package: each edge between packages that are linked, from which the imports of the
    /// program's main package lead to it.
    public func imports(leadingTo path: String) throws(LinkageError) -> [(from: String, to: String)] {
        let goal = UInt32(try package(path))
        let linked = linkOrder.filter { $0 == mainPackage || imports.leads(mainPackage, $0) }
        return linked.flatMap { from in
            imports.needs(of: from).filter { $0 == goal || imports.leads($0, goal) }.map {
                (packages.paths[Int(from)], packages.paths[Int($0)])
            }
        }
    }
}
