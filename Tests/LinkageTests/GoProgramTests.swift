import Fixtures
import Foundation
import Testing

@testable import Linkage

/// The replay against the linker itself. `PARE_SLOW_TESTS=1` adds the large programs and the other targets.
@Suite(.serialized, .runsGo, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
struct GoProgramTests {
    static let isSlow = ProcessInfo.processInfo.environment["PARE_SLOW_TESTS"] == "1"

    static let programs: [(String, String)] =
        [("cmd/gofmt", "linux/amd64")] + (isSlow ? slowTargets : []).map { ("cmd/pprof", $0) }

    /// Older releases differ from the latest in tables that are equal for all targets.
    static let slowTargets =
        ["linux/amd64", "windows/amd64", "darwin/arm64"]
        + (GoToolchain.onPath?.minor == 27
            ? ["linux/386", "linux/s390x", "linux/arm64", "windows/386", "darwin/amd64"] : [])

    @Test(arguments: programs)
    func reachedSymbolsEqualThoseOfTheLinker(program: String, target: String) throws {
        let go = try #require(GoToolchain.onPath)
        let graph = try go.graph(of: program, in: "/", target: target)
        let replay = Replay(graph, try CutMasks([CutQuery()], graph)).result
        let found = Set(
            (1..<graph.symbols.count).filter { replay.reached[$0] != 0 }.map { squeeze(graph.symbols.name(UInt32($0))) })
        let expected = try go.reached(program, in: "/", target: target)
        // The linker generates these symbols, before and after the reachability pass.
        #expect(expected.subtracting(found) == ["go:main.inittasks", "go:runtime.inittasks"])
        let more = found.subtracting(expected).filter {
            !$0.isEmpty && $0 != "go:fipsinfo" && !$0.hasPrefix("go:info.struct{Magic[16]uint8")
        }
        #expect(more == [])

        let analysis = try LinkAnalysis(graph)
        let actual = try go.size(of: program, in: "/", target: target)
        print(
            "\(program) \(target) go1.\(go.minor): modelled \(analysis.size), file \(actual), \((Double(analysis.size) / Double(actual) - 1) * 100) %"
        )
        // Parts per thousand.
        let tolerance = go.minor >= 27 ? 2 : 4
        #expect(
            abs(analysis.size - actual) <= max(4096, actual * tolerance / 1000), "modelled \(analysis.size), actual \(actual)")
    }

    /// A program of several imports, each with a function that uses it.
    struct Program {
        let name: String
        var features: [(package: String, alias: String, use: String)]

        /// The source without one of them. The functions depend on the arguments, so that the compiler keeps all of them.
        func source(without package: String? = nil) -> String {
            let features = features.filter { $0.package != package }
            let imports = features.map { "\t\($0.alias)\"\($0.package)\"\n" }.joined()
            let uses = features.filter { !$0.use.isEmpty }
            let functions = uses.enumerated().map { "func use\($0)() {\n\t\($1.use)\n}\n\n" }.joined()
            let calls = uses.indices.map { "\tif len(os.Args) == \($0 + 3) {\n\t\tuse\($0)()\n\t}\n" }.joined()
            return
                "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\(imports))\n\n\(functions)func main() {\n\tfmt.Println(os.Args)\n\(calls)}\n"
        }
    }

    static let removable: [Program] = [
        Program(
            name: "service",
            features: [
                ("net/http", "", "r, err := http.Get(os.Args[1]); fmt.Println(r, err)"),
                ("encoding/json", "", "b, err := json.Marshal(os.Args); fmt.Println(b, err)"),
                (
                    "text/template", "",
                    "fmt.Println(template.Must(template.New(\"x\").Parse(os.Args[1])).Execute(os.Stdout, os.Args))"
                ),
            ]),
        Program(
            name: "tool",
            features: [
                ("crypto/tls", "", "c, err := tls.Dial(\"tcp\", os.Args[1], nil); fmt.Println(c != nil, err)"),
                ("regexp", "", "fmt.Println(regexp.MustCompile(os.Args[1]).MatchString(os.Args[2]))"),
                (
                    "slices", "",
                    "slices.Sort(os.Args); slices.SortFunc(os.Args, func(a, b string) int { return len(a) - len(b) }); fmt.Println(slices.MaxFunc(os.Args, func(a, b string) int { return len(b) - len(a) }))"
                ),
                ("image/png", "_ ", ""),
            ]),
        Program(
            name: "converter",
            features: [
                ("encoding/xml", "", "fmt.Println(xml.NewEncoder(os.Stdout).Encode(os.Args))"),
                ("compress/gzip", "", "w := gzip.NewWriter(os.Stdout); w.Write([]byte(os.Args[1])); w.Close()"),
                ("example.org/app/call", "", "fmt.Println(call.ByName(os.Stdout, os.Args[1]))"),
            ]),
    ]

    static let removals: [(program: Int, package: String)] = {
        let all = removable.indices.flatMap { index in removable[index].features.map { (program: index, package: $0.package) } }
        return isSlow ? all : [all[0]]
    }()

    @Test(arguments: removals)
    func predictedSavingsEqualABuild(number: Int, package: String) throws {
        let go = try #require(GoToolchain.onPath)
        let program = Self.removable[number]
        let folder = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/call", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func write(_ text: String, to file: String) throws {
            try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
        }
        try write("module example.org/app\n\ngo 1.22\n", to: "go.mod")
        // The name is not constant: all callable methods must stay.
        try write(
            "package call\n\nimport \"reflect\"\n\nfunc ByName(value any, name string) int {\n\treturn len(reflect.ValueOf(value).MethodByName(name).Call(nil))\n}\n",
            to: "call/call.go")

        try write(program.source(without: package), to: "main.go")
        let without = try go.size(of: ".", in: folder, target: "linux/amd64")
        let unstrippedWithout = try go.size(of: ".", in: folder, target: "linux/amd64", stripped: false)
        try write(program.source(), to: "main.go")
        let unstripped = try go.size(of: ".", in: folder, target: "linux/amd64", stripped: false)
        let with = try go.size(of: ".", in: folder, target: "linux/amd64")
        let analysis = try LinkAnalysis(go.graph(of: ".", in: folder, target: "linux/amd64"))
        let predicted = try analysis.outcome(of: CutQuery(cutting: [.importEdge(from: "example.org/app", to: package)]))

        let actual = with - without
        print(
            "\(program.name) without \(package): predicted \(predicted.saves), actual \(actual), modelled \(analysis.size), file \(with)"
        )
        // Sizes of compressed debug data are estimates.
        let actualUnstripped = unstripped - unstrippedWithout
        print(
            "  unstripped: predicted \(predicted.savesUnstripped), actual \(actualUnstripped), modelled \(analysis.unstrippedSize), file \(unstripped)"
        )
        #expect(abs(analysis.unstrippedSize - unstripped) <= unstripped / 10)
        #expect(abs(predicted.savesUnstripped - actualUnstripped) <= max(actualUnstripped / 10, 32768))
        #expect(abs(analysis.size - with) <= max(4096, with / 500))
        #expect(abs(predicted.saves - actual) <= max(actual / 100, 4096))
    }
}
