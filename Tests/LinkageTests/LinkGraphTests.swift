import Testing

@testable import Linkage

/// The rules of cmd/link/internal/loader and deadcode.go, one program each.
@Suite struct LinkGraphTests {
    static let duplicateAllowed: UInt16 = 1
    static let reflectMethod: UInt16 = 32
    static let goType: UInt16 = 64
    static let weakCall: UInt16 = 0x8007
    static let (useType, useInterface, useInterfaceMethod, useNamedMethod, methodOffset, initOrder):
        (UInt16, UInt16, UInt16, UInt16, UInt16, UInt16) =
            (22, 23, 24, 25, 26, 102)

    static func main(_ relocations: [ObjectBuilder.Relocation], imports: [String] = []) -> ObjectBuilder {
        var main = ObjectBuilder("main", imports: imports)
        main.packages = imports
        main.add("main.main", relocations: relocations)
        return main
    }

    @Test func followsCallsButNotWeakOnesNorDebugTypes() throws {
        var main = Self.main([
            ObjectBuilder.call(.own("main.used")), .init(offset: 5, type: Self.weakCall, target: .own("main.weak")),
            .init(offset: 9, type: Self.useType, target: .own("main.described")),
        ])
        for name in ["main.used", "main.weak", "main.described"] { main.add(name) }
        #expect(try TinyProgram.reached(TinyProgram.graph([main])) == ["main.main", "main.used"])
    }

    @Test func largerOfTwoDuplicatesWins() throws {
        var main = Self.main([ObjectBuilder.call(.own("dep.Generic"))], imports: ["dep"])
        main.add("dep.Generic", .named, flags: Self.duplicateAllowed, size: 16)
        var dep = ObjectBuilder("dep")
        dep.add("dep.Generic", .named, flags: Self.duplicateAllowed, size: 48)
        let graph = try TinyProgram.graph([main, dep])
        #expect(graph.symbols.size.contains(48))
        #expect(try TinyProgram.reached(graph) == ["dep.Generic", "main.main"])
    }

    @Test func equalContentsAreOneSymbolOfTheLargerSize() throws {
        var main = Self.main(
            [ObjectBuilder.call(.own("main.a")), ObjectBuilder.call(.other(package: "dep", index: 0), at: 5)], imports: ["dep"])
        main.add("main.a", .hashed, kind: ObjectBuilder.readOnlyData, size: 8, data: [7], hash: [1, 2, 3])
        var dep = ObjectBuilder("dep")
        dep.add("dep.F", relocations: [ObjectBuilder.call(.own("dep.b"))])
        dep.add("dep.b", .hashed, kind: ObjectBuilder.readOnlyData, size: 64, data: [7], hash: [1, 2, 3])
        #expect(try TinyProgram.reached(TinyProgram.graph([main, dep])) == ["dep.F", "dep.b", "main.main"])
    }

    @Test func resolvesBuiltinsByTheListOfTheRelease() throws {
        let main = Self.main([ObjectBuilder.call(.builtin(0))])
        var runtime = TinyProgram.runtime()
        runtime.add("runtime.newobject")
        let archives = try [main, runtime].map(TinyProgram.archive)
        let graph = try LinkGraph(archives, LinkGraph.Options(mainPath: "app"))
        #expect(try TinyProgram.reached(graph) == ["main.main", "runtime.newobject"])
    }

    /// A type with one exported method, an interface with the same one, and functions that use them.
    static func methods(_ relocations: [ObjectBuilder.Relocation], flags: UInt16 = 0) -> ObjectBuilder {
        var main = ObjectBuilder("main")
        main.add("main.main", flags: flags, relocations: relocations)
        main.add(
            "type:main.T", kind: ObjectBuilder.readOnlyData, flags: goType, abi: 0, size: 80,
            relocations: [
                .init(offset: 60, type: 5, target: .own("type:.namedata.Run.")),
                .init(offset: 64, type: methodOffset, target: .own("type:func()")),
                .init(offset: 68, type: methodOffset, target: .own("main.T.Run")),
                .init(offset: 72, type: methodOffset, target: .own("main.T.Run")),
            ])
        main.add(
            "type:main.I", kind: ObjectBuilder.readOnlyData, flags: goType, abi: 0, size: 96,
            relocations: [
                .init(offset: 80, type: 5, target: .own("type:.namedata.Run.")),
                .init(offset: 84, type: 5, target: .own("type:func()")),
            ])
        main.add("type:func()", .named, kind: ObjectBuilder.readOnlyData, flags: goType | duplicateAllowed, abi: 0)
        main.add(
            "type:.namedata.Run.", .named, kind: ObjectBuilder.readOnlyData, flags: duplicateAllowed, abi: 0, size: 5,
            data: [1, 3, 82, 117, 110])
        main.add("name", .hashed, kind: ObjectBuilder.readOnlyData, abi: 0, size: 3, data: [82, 117, 110], hash: [4])
        main.add("main.T.Run")
        return main
    }

    static let convert = ObjectBuilder.Relocation(offset: 0, type: useInterface, target: .own("type:main.T"))
    static let hold = ObjectBuilder.Relocation(offset: 3, type: 1, target: .own("type:main.T"))
    static let callMethod = ObjectBuilder.Relocation(offset: 0, type: useInterfaceMethod, target: .own("type:main.I"), addend: 80)
    static let callNamed = ObjectBuilder.Relocation(offset: 0, type: useNamedMethod, target: .own("name"))

    @Test func keepsAMethodOfAnInterfacedTypeWithAReachableCall() throws {
        func keeps(_ relocations: [ObjectBuilder.Relocation], flags: UInt16 = 0, _ query: CutQuery = CutQuery()) throws -> Bool {
            try TinyProgram.reached(TinyProgram.graph([Self.methods(relocations, flags: flags)]), query).contains("main.T.Run")
        }
        #expect(try !keeps([Self.hold]))
        #expect(try !keeps([Self.hold, Self.convert]))
        #expect(try !keeps([Self.hold, Self.callMethod]))
        #expect(try !keeps([Self.convert, Self.callMethod]), "the type itself is not reached")
        #expect(try keeps([Self.hold, Self.convert, Self.callMethod]))
        #expect(try keeps([Self.hold, Self.convert, Self.callNamed]))
        #expect(try keeps([Self.hold, Self.convert], flags: Self.reflectMethod))
        #expect(try !keeps([Self.hold, Self.convert], flags: Self.reflectMethod, CutQuery(ignoringReflection: true)))
    }

    @Test func reportsFunctionsThatDisableMethodElimination() throws {
        let on = try LinkAnalysis(TinyProgram.graph([Self.methods([Self.hold, Self.convert])])).methodElimination()
        #expect(on.isEnabled)
        #expect(on.culprits.isEmpty)
        let off = try LinkAnalysis(TinyProgram.graph([Self.methods([Self.hold, Self.convert], flags: Self.reflectMethod)]))
            .methodElimination()
        #expect(!off.isEnabled)
        #expect(off.culprits.map(\.chain) == [[TinyProgram.entry, "main.main"]])
    }

    /// main imports a and b; both import c; c's init runs c.table.
    static func diamond() -> [ObjectBuilder] {
        var main = ObjectBuilder("main", imports: ["a", "b"])
        main.packages = ["a", "b"]
        main.add(
            "main.main",
            relocations: [
                ObjectBuilder.call(.other(package: "a", index: 0)), ObjectBuilder.call(.other(package: "b", index: 0), at: 5),
            ])
        main.add(
            "main..inittask", kind: ObjectBuilder.pointerFreeData, abi: 0, size: 8,
            relocations: [
                .init(offset: 0, type: initOrder, target: .other(package: "a", index: 1)),
                .init(offset: 0, type: initOrder, target: .other(package: "b", index: 1)),
            ])
        return [main]
            + ["a", "b"].map { name in
                var package = ObjectBuilder(name, imports: ["c"])
                package.packages = ["c"]
                package.add("\(name).F", relocations: [ObjectBuilder.call(.other(package: "c", index: name == "a" ? 0 : 1))])
                package.add(
                    "\(name)..inittask", kind: ObjectBuilder.pointerFreeData, abi: 0, size: 8,
                    relocations: [
                        .init(offset: 0, type: initOrder, target: .other(package: "c", index: 2))
                    ])
                return package
            } + [
                {
                    var c = ObjectBuilder("c")
                    c.add("c.ForA")
                    c.add("c.ForB")
                    c.add(
                        "c..inittask", kind: ObjectBuilder.pointerFreeData, abi: 0, size: 16,
                        relocations: [.init(offset: 8, type: 1, target: .own("c.init"))])
                    c.add("c.init", relocations: [ObjectBuilder.call(.own("c.table"))])
                    c.add("c.table", kind: ObjectBuilder.pointerFreeData, abi: 0, size: 4096, data: [1])
                    return c
                }()
            ]
    }

    @Test(arguments: [
        ([Cut](), ["a.F", "b.F", "c..inittask", "c.ForA", "c.ForB", "c.init", "c.table", "main.main"]),
        ([.package("c")], ["a.F", "b.F", "main.main"]),
        ([.package("a")], ["b.F", "c..inittask", "c.ForB", "c.init", "c.table", "main.main"]),
        ([.importEdge(from: "a", to: "c")], ["a.F", "b.F", "c..inittask", "c.ForB", "c.init", "c.table", "main.main"]),
        ([.importEdge(from: "a", to: "c"), .importEdge(from: "b", to: "c")], ["a.F", "b.F", "main.main"]),
        ([.packages(["a", "b"])], ["main.main"]),
        ([.function("a.F")], ["b.F", "c..inittask", "c.ForB", "c.init", "c.table", "main.main"]),
    ])
    func cuts(_ cuts: [Cut], leaves: [String]) throws {
        #expect(try TinyProgram.reached(TinyProgram.graph(Self.diamond()), CutQuery(cutting: cuts)) == leaves)
    }

    /// 130 queries in batches give the outcomes of single queries.
    @Test func batchesEqualSingleQueries() async throws {
        let analysis = try LinkAnalysis(TinyProgram.graph(Self.diamond()))
        let kinds: [[Cut]] = [[.package("c")], [.package("a")], [.importEdge(from: "a", to: "c")], [.function("b.F")], []]
        let queries = (0..<130).map { CutQuery(cutting: kinds[$0 * 7 % 5]) }
        let outcomes = try await analysis.outcomes(of: queries, width: 2)
        #expect(outcomes == (try queries.map { try analysis.outcome(of: $0) }))
        #expect(try analysis.outcome(of: CutQuery(cutting: [.package("a"), .package("b")])).alsoGone == ["c"])
        let joint = try analysis.outcome(of: CutQuery(cutting: [.package("a"), .package("b")]))
        #expect(joint.savedContents > outcomes[0].savedContents, "the table of c and the functions that need it")
    }

    @Test func findsChainsAndUsers() throws {
        let analysis = try LinkAnalysis(TinyProgram.graph(Self.diamond()))
        #expect(try analysis.callChain(to: "c") == [TinyProgram.entry, "main.main", "a.F", "c.ForA"])
        #expect(analysis.packages.first { $0.path == "c" }?.users.map(\.path) == ["a", "b"])
        #expect(analysis.packages.first?.path == "c")
    }

    @Test func pluginsMayCallAnyMethodUntilTheyAreCut() throws {
        var main = Self.methods([Self.hold, Self.convert])
        main.imports = ["plugin", "runtime/cgo"]
        let graph = try TinyProgram.graph([main, ObjectBuilder("plugin"), ObjectBuilder("runtime/cgo")])
        let elimination = try LinkAnalysis(graph).methodElimination()
        #expect(!elimination.isEnabled && elimination.usesPlugins && elimination.culprits.isEmpty)
        #expect(try TinyProgram.reached(graph).contains("main.T.Run"))
        for cut in [Cut.package("plugin"), .importEdge(from: "example.org/app", to: "plugin")] {
            #expect(try !TinyProgram.reached(graph, CutQuery(cutting: [cut])).contains("main.T.Run"))
        }
    }

    @Test func symbolsSharedByTwoPackagesAreRetainedByNeither() throws {
        let analysis = try LinkAnalysis(TinyProgram.graph(Self.diamond()))
        let retained = try analysis.retained(by: [["a"], ["b"], ["c"], ["a", "b"], ["a", "b", "c"]])
        let own = Dictionary(uniqueKeysWithValues: analysis.packages.map { ($0.path, $0.bytes) })
        #expect(retained[2] >= own["c"] ?? .max)
        #expect(retained[0] < retained[3] && retained[1] < retained[3])
        #expect(retained[3] > retained[0] + retained[1], "c is reached from both")
        #expect(retained[4] == retained[3])
        let error = #expect(throws: LinkageError.self) { try analysis.retained(by: [["d"]]) }
        #expect(error?.description == "d is not linked into this program")
    }

    @Test func reportsPackagesThatAreOnlyInitialised() throws {
        var programs = Self.diamond()
        let unused = try LinkAnalysis(TinyProgram.graph(programs))
        #expect(unused.packages.filter(\.isOnlyInitialised).map(\.path) == [])
        programs[1].symbols[0].relocations = []
        programs[2].symbols[0].relocations = []
        let blank = try LinkAnalysis(TinyProgram.graph(programs))
        #expect(blank.packages.filter(\.isOnlyInitialised).map(\.path) == ["c"])
    }

    @Test func unknownPackageIsNamed() throws {
        let graph = try TinyProgram.graph(Self.diamond())
        let error = #expect(throws: LinkageError.self) { try LinkAnalysis(graph).outcome(of: CutQuery(cutting: [.package("d")])) }
        #expect(error?.description == "d is not linked into this program")
    }

    @Test func missingPackageIsNamed() throws {
        let error = #expect(throws: LinkageError.self) { try TinyProgram.graph([Self.main([], imports: ["gone"])]) }
        #expect(error?.description.hasPrefix("no archive of gone, which main needs") == true)
    }
}
