@testable import Linkage

/// Archives of a runtime that does nothing and whatever a test adds.
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

    /// Names of what a question reaches, sorted, without the entry's own.
    static func reached(_ graph: LinkGraph, _ question: Question = Question()) throws -> [String] {
        let replay = Replay(graph, try CutMasks([question], graph)).result
        return (1..<graph.symbols.count).filter { replay.reached[$0] != 0 && graph.symbols.isDefined[$0] }
            .map { graph.symbols.name(UInt32($0)) }.filter { $0 != entry && $0 != "runtime.unreachableMethod" && !$0.isEmpty }
            .sorted()
    }
}
