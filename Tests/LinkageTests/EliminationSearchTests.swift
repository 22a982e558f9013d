import Fixtures
import Foundation
import Testing

@testable import Linkage

/// Sets of cuts that turn method elimination on, and plans for a size, over small programs; both proved by builds.
@Suite(.serialized, .runsGo, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
struct EliminationSearchTests {
    struct Program: Sendable, CustomStringConvertible {
        let description: String
        /// Imports of main that stop method elimination, each with its use.
        var uses: [(package: String, call: String)]
        var kinds: Set<CulpritKind>
    }

    static let programs = [
        Program(description: "single culprit", uses: [("call", "call.ByName(os.Stdout, os.Args[0])")], kinds: [.methodByName]),
        Program(
            description: "two culprits",
            uses: [("call", "call.ByName(os.Stdout, os.Args[0])"), ("index", "index.Call(os.Stdout, len(os.Args))")],
            kinds: [.methodByName, .method]),
        Program(
            description: "template in a dependency",
            uses: [("page", "page.Show(os.Args)"), ("call", "call.ByName(os.Stdout, os.Args[0])")],
            kinds: [.template, .methodByName]),
        Program(
            description: "behind an interface", uses: [("hidden", "hidden.New(os.Args[0]).Do(os.Stdout)")], kinds: [.typeMethod]),
    ]

    private static let packages = [
        "call": "import \"reflect\"\n\nfunc ByName(v any, n string) { reflect.ValueOf(v).MethodByName(n).Call(nil) }\n",
        "index": "import \"reflect\"\n\nfunc Call(v any, n int) { reflect.ValueOf(v).Method(n).Call(nil) }\n",
        "page":
            "import (\n\t\"os\"\n\t\"text/template\"\n)\n\nfunc Show(v any) { template.Must(template.New(\"x\").Parse(os.Args[0])).Execute(os.Stdout, v) }\n",
        "hidden":
            "import \"reflect\"\n\ntype Doer interface{ Do(v any) }\n\ntype byType struct{ name string }\n\nfunc New(name string) Doer { return byType{name} }\n\nfunc (b byType) Do(v any) {\n\tm, _ := reflect.TypeOf(v).MethodByName(b.name)\n\tprintln(m.Name)\n}\n",
    ]

    /// A folder with the module; main uses a large type in an interface, and what is not in `without`.
    private func module(_ program: Program) throws -> String {
        let folder = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        func write(_ text: String, to file: String) throws {
            let path = "\(folder)/\(file)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        try write("module example.org/app\n\ngo 1.22\n", to: "go.mod")
        for (name, text) in Self.packages { try write("package \(name)\n\n\(text)", to: "\(name)/\(name).go") }
        for skipped in [nil] + program.uses.map({ Optional($0.package) }) + ["all"] {
            let uses = program.uses.filter { $0.package != skipped && skipped != "all" }
            let imports = uses.map { "\t\"example.org/app/\($0.package)\"\n" }.joined()
            let calls = uses.enumerated().map { "\tif len(os.Args) == \($0 + 2) {\n\t\t\($1.call)\n\t}\n" }.joined()
            try write(
                "package main\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n\t\"os\"\n\n\(imports))\n\nfunc main() {\n\tfmt.Println(http.DefaultClient, os.Args)\n\(calls)}\n",
                to: "\(skipped.map { "without-\($0)" } ?? "main")/main.go")
        }
        return folder
    }

    @Test(arguments: programs)
    func findsTheSetThatABuildProves(program: Program) async throws {
        let go = try #require(GoToolchain.onPath)
        let folder = try module(program)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let analysis = try LinkAnalysis(go.graph(of: "./main", in: folder, target: "linux/amd64"))
        let elimination = try analysis.methodElimination()
        #expect(!elimination.isEnabled)
        #expect(Set(elimination.culprits.map { analysis.kind(of: $0) }) == program.kinds)

        let main = "example.org/app/main"
        let wanted = program.uses.map { CutChoice([.importEdge(from: main, to: "example.org/app/\($0.package)")]) }
        let costly = try elimination.culprits.flatMap { culprit in
            try analysis.graph.imports(leadingTo: culprit.package).map {
                CutChoice([.importEdge(from: $0.from, to: $0.to)], cost: 50)
            }
        }
        let plan = try await analysis.eliminationPlan(
            costly + wanted + [CutChoice([.importEdge(from: main, to: "fmt")], cost: 0.1)])
        #expect(Set(plan.members.map(\.choice)) == Set(wanted))
        #expect(plan.turnsOn && plan.staying.isEmpty && plan.members.allSatisfy { !$0.removes.isEmpty })

        let with = try go.size(of: "./main", in: folder, target: "linux/amd64")
        let without = try go.size(of: "./without-all", in: folder, target: "linux/amd64")
        let saves = try #require(plan.outcome?.saves)
        print("\(program): predicted \(saves), actual \(with - without)")
        #expect(abs(saves - (with - without)) <= max((with - without) / 100, 8192))
        #expect(saves > 500_000)
        if wanted.count > 1 {
            for member in plan.members { #expect(member.saves < saves / 2, "no single cut turns it on") }
            for use in program.uses {
                let part = try LinkAnalysis(go.graph(of: "./without-\(use.package)", in: folder, target: "linux/amd64"))
                #expect(try !part.methodElimination().isEnabled)
            }
        }
    }

    @Test func whatNoChoiceRemovesIsTold() async throws {
        let go = try #require(GoToolchain.onPath)
        let program = Self.programs[1]
        let folder = try module(program)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let analysis = try LinkAnalysis(go.graph(of: "./main", in: folder, target: "linux/amd64"))
        let one = CutChoice([.importEdge(from: "example.org/app/main", to: "example.org/app/call")])
        let plan = try await analysis.eliminationPlan([one])
        #expect(plan.members.isEmpty && !plan.turnsOn)
        #expect(plan.staying.map(\.package) == ["example.org/app/index"])
        // Both ways in: neither is enough alone.
        let both = try await analysis.eliminationPlan([
            one, CutChoice([.function("example.org/app/index.Call")], cost: 3),
            CutChoice([.package("example.org/app/index")], cost: 9),
        ])
        #expect(both.members.map(\.choice.cost) == [1, 3])
    }

    @Test func aPlanReachesASizeAndNoMore() async throws {
        let go = try #require(GoToolchain.onPath)
        let folder = try module(Self.programs[2])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let analysis = try LinkAnalysis(go.graph(of: "./main", in: folder, target: "linux/amd64"))
        let main = "example.org/app/main"
        let choices =
            ["call", "page"].map { CutChoice([.importEdge(from: main, to: "example.org/app/\($0)")]) }
            + [
                CutChoice([.importEdge(from: main, to: "net/http")], cost: 40),
                CutChoice([.importEdge(from: main, to: "fmt")], cost: 1),
            ]
        let joint = try analysis.outcome(of: CutQuery(cutting: choices[0].cuts + choices[1].cuts))
        let plan = try await analysis.sizePlan(target: joint.size, choices)
        #expect(plan.reaches && plan.outcome?.size ?? .max <= joint.size)
        #expect(!plan.steps.map(\.choice).contains(choices[2]), "cheap ones are enough")
        #expect(plan.steps.map(\.saves).reduce(0, +) == analysis.size - (plan.outcome?.size ?? 0))
        for skipped in plan.steps.indices {
            let rest = plan.steps.indices.filter { $0 != skipped }.flatMap { plan.steps[$0].choice.cuts }
            #expect(try analysis.outcome(of: CutQuery(cutting: rest)).size > joint.size, "a step that is not needed")
        }
        let never = try await analysis.sizePlan(target: 1000, choices)
        #expect(!never.reaches && !never.steps.isEmpty)
        #expect(never.steps.allSatisfy { $0.saves > 0 }, "a step that saves nothing")
        #expect(try await analysis.sizePlan(target: analysis.size, choices).steps.isEmpty)
    }
}
