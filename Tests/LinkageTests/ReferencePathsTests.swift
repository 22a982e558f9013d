import Testing

@testable import Linkage

/// The import that a reference depends on.
@Suite struct ReferencePathsTests {
    /// main and b import dep; main's closure, a table of its frame or a constant refers to it.
    private func sharing(_ main: (inout ObjectBuilder) -> Void) throws -> LinkGraph {
        var builder = LinkGraphTests.main([ObjectBuilder.call(.other(package: "b", index: 0))], imports: ["b", "dep"])
        main(&builder)
        var b = ObjectBuilder("b", imports: ["dep"])
        b.packages = ["dep"]
        b.add("b.F", relocations: [ObjectBuilder.call(.other(package: "dep", index: 1))])
        var dep = ObjectBuilder("dep")
        dep.add("dep.Heavy")
        dep.add("dep.Light")
        return try TinyProgram.graph([builder, b, dep])
    }

    private static let heavy = ObjectBuilder.Target.other(package: "dep", index: 0)
    private static let cutImport = CutQuery(cutting: [.importEdge(from: "example.org/app", to: "dep")])

    private func expectCut(_ graph: LinkGraph) throws {
        #expect(try TinyProgram.reached(graph).contains("dep.Heavy"))
        #expect(try TinyProgram.reached(graph, Self.cutImport).filter { $0.hasPrefix("dep.") } == ["dep.Light"])
    }

    @Test func aClosureFoundByItsContentsRefersOnBehalfOfItsPackage() throws {
        let graph = try sharing { main in
            main.symbols[0].relocations.append(ObjectBuilder.call(.own("main.main.func1"), at: 9))
            main.add("main.main.func1", .hashed, hash: [9], relocations: [ObjectBuilder.call(Self.heavy)])
        }
        try expectCut(graph)
    }

    @Test func aTableOfAFrameRefersOnBehalfOfItsFunction() throws {
        let functionData: UInt8 = 3
        let graph = try sharing { main in
            main.symbols[0].auxiliaries = [(functionData, .own("main.main.wrapinfo"))]
            main.add(
                "main.main.wrapinfo", .hashed, kind: ObjectBuilder.readOnlyData, abi: 0, size: 4, data: [1], hash: [8],
                relocations: [.init(offset: 0, type: 5, target: Self.heavy)])
        }
        try expectCut(graph)
    }

    @Test func aConstantRefersOnBehalfOfItsUsers() throws {
        let graph = try sharing { main in
            main.symbols[0].relocations.append(.init(offset: 20, type: 1, target: .own("main..stmp_0")))
            main.add(
                "main..stmp_0", .hashed, kind: ObjectBuilder.readOnlyData, abi: 0, size: 8, data: [1], hash: [7],
                relocations: [.init(offset: 0, type: 1, target: Self.heavy)])
        }
        try expectCut(graph)
    }

    /// A generic function of lib is compiled into main, the only importer of the type argument's package.
    @Test func genericFunctionRefersOnBehalfOfItsPackages() throws {
        var main = LinkGraphTests.main([ObjectBuilder.call(.own("lib.Apply[dep.T]"))], imports: ["lib", "dep", "b"])
        main.add(
            "lib.Apply[dep.T]", .named, flags: LinkGraphTests.duplicateAllowed, relocations: [ObjectBuilder.call(Self.heavy)])
        var b = ObjectBuilder("b", imports: ["dep"])
        b.packages = ["dep"]
        b.add("b.F", relocations: [ObjectBuilder.call(.other(package: "dep", index: 1))])
        main.packages.append("b")
        main.symbols[0].relocations.append(ObjectBuilder.call(.other(package: "b", index: 0), at: 5))
        var dep = ObjectBuilder("dep")
        dep.add("dep.Heavy")
        dep.add("dep.Light")
        try expectCut(TinyProgram.graph([main, ObjectBuilder("lib"), b, dep]))
    }

    /// main uses a type of c, which only b imports.
    @Test func packagesWithoutImportersAreNotCompiled() throws {
        var main = LinkGraphTests.main([.init(offset: 3, type: 1, target: .other(package: "c", index: 0))], imports: ["b"])
        main.packages = ["b", "c"]
        var c = ObjectBuilder("c")
        c.add("type:c.T", kind: ObjectBuilder.readOnlyData, flags: LinkGraphTests.goType, abi: 0, size: 48)
        let graph = try TinyProgram.graph([main, ObjectBuilder("b", imports: ["c"]), c])
        #expect(try TinyProgram.reached(graph).contains("type:c.T"))
        for cut in [Cut.package("b"), .importEdge(from: "b", to: "c"), .importEdge(from: "example.org/app", to: "b")] {
            #expect(try TinyProgram.reached(graph, CutQuery(cutting: [cut])) == ["main.main"])
        }
    }

    @Test func dataThatIsReadIsAUse() throws {
        var main = LinkGraphTests.main([.init(offset: 3, type: 1, target: .other(package: "dep", index: 0))], imports: ["dep"])
        main.add(
            "main..inittask", kind: ObjectBuilder.pointerFreeData, abi: 0, size: 8,
            relocations: [.init(offset: 0, type: LinkGraphTests.initOrder, target: .other(package: "dep", index: 1))])
        var dep = ObjectBuilder("dep")
        dep.add("dep.Table", kind: ObjectBuilder.pointerFreeData, abi: 0, size: 64, data: [1])
        dep.add("dep..inittask", kind: ObjectBuilder.pointerFreeData, abi: 0, size: 16)
        let analysis = try LinkAnalysis(TinyProgram.graph([main, dep]))
        let use = try #require(analysis.packages.first { $0.path == "dep" })
        #expect(!use.isOnlyInitialised && use.users.map(\.path) == ["example.org/app"])
    }

    @Test func declarationsOfAFileGoWithTheirClosures() throws {
        let names = [
            "main.F", "main.F.func1", "main.F[go.shape.int]", "main.(*T).Run", "main.(*T).Run.func2", "main.T.Get", "main.U.Get",
            "main.init.0", "main.init.1", "main.init.1.func1", "main.Fx", "main.v",
        ]
        var main = LinkGraphTests.main(names.enumerated().map { ObjectBuilder.call(.own($1), at: Int32($0 * 5 + 1)) })
        for name in names { main.add(name) }
        let cut = Declarations(
            package: "example.org/app", names: ["F", "T.Run", "T.Get", "v"], types: ["T"], inits: [1], imports: [])
        #expect(
            try TinyProgram.reached(TinyProgram.graph([main]), CutQuery(cutting: [.declarations(cut)])) == [
                "main.Fx", "main.U.Get", "main.init.0", "main.main",
            ])
    }
}
