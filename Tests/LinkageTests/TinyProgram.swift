@testable import Linkage

/// Archives of an empty runtime and of the packages that a test adds.
enum TinyProgram {
    static let entry = "_rt0_amd64_linux"

    static func runtime() -> ObjectBuilder {
        var runtime = ObjectBuilder("runtime")
        runtime.add(entry, .named, abi: 0, relocations: [ObjectBuilder.call(.own("main.main"))])
        runtime.add("runtime.unreachableMethod", .named)
        runtime.add("main.main", .reference)
        return runtime
    }

    static func archive(_ builder: ObjectBuilder) throws -> Archive {
        try Archive(package: builder.package, bytes: builder.archive())
    }

    static func graph(_ builders: [ObjectBuilder]) throws -> LinkGraph {
        try LinkGraph(try (builders + [runtime()]).map(archive), LinkGraph.Options(mainPath: "example.org/app"))
    }

    /// Names of the symbols that a query reaches, sorted, without the entry.
    static func reached(_ graph: LinkGraph, _ query: CutQuery = CutQuery()) throws -> [String] {
        let replay = Replay(graph, try CutMasks([query], graph)).result
        return (1..<graph.symbols.count).filter { replay.reached[$0] != 0 && graph.symbols.isDefined[$0] }
            .map { graph.symbols.name(UInt32($0)) }.filter { $0 != entry && $0 != "runtime.unreachableMethod" && !$0.isEmpty }
            .sorted()
    }
}
