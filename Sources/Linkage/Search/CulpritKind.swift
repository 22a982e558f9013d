/// The way in which a function calls methods by name.
public enum CulpritKind: String, Sendable, Hashable {
    /// `text/template`, which calls the methods that templates name.
    case template
    /// Calls `reflect.Value.MethodByName` with a name that is not constant.
    case methodByName
    /// Calls `reflect.Value.Method`.
    case method
    /// Calls `Method` or `MethodByName` of `reflect.Type`, an interface.
    case typeMethod
}

extension LinkAnalysis {
    /// By what the culprit refers to, inlined calls too.
    public func kind(of culprit: MethodElimination.Culprit) -> CulpritKind {
        if culprit.package == "text/template" { return .template }
        var names: Set<String> = []
        for symbol in (try? graph.symbols(named: culprit.symbol)) ?? [] {
            for edge in graph.edges(of: Int(symbol)) where edge.action == Edge.Action.keep.rawValue {
                names.insert(graph.symbols.name(UInt32(edge.target)))
                var path = edge.path
                while path != 0 {
                    names.insert(graph.symbols.name(graph.paths.function[path]))
                    path = Int(graph.paths.parent[path])
                }
            }
        }
        if names.contains("reflect.Value.MethodByName") { return .methodByName }
        if names.contains("reflect.Value.Method") { return .method }
        return .typeMethod
    }
}
