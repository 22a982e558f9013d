import Foundation
import Testing

@testable import Linkage

/// The replay against the linker itself. `PARE_SLOW_TESTS=1` adds the large programs and the other targets.
@Suite(.serialized, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
struct GoProgramTests {
    static let isSlow = ProcessInfo.processInfo.environment["PARE_SLOW_TESTS"] == "1"

    static let programs: [(String, String)] =
        [("cmd/gofmt", "linux/amd64")] + (isSlow ? slowTargets : []).map { ("cmd/pprof", $0) }

    /// Older releases differ from the latest in tables, not from target to target.
    static let slowTargets =
        ["linux/amd64", "windows/amd64", "darwin/arm64"]
        + (GoToolchain.onPath?.minor == 27
            ? ["linux/386", "linux/s390x", "linux/arm64", "windows/386", "darwin/amd64"] : [])

    @Test(arguments: programs)
    func reachesWhatTheLinkerReaches(program: String, target: String) throws {
        let go = try #require(GoToolchain.onPath)
        let graph = try go.graph(of: program, in: "/", target: target)
        let replay = Replay(graph, try CutMasks([Question()], graph))
        let found = Set(
            (1..<graph.symbols.count).filter { replay.reached[$0] != 0 }.map { squeeze(graph.symbols.name(UInt32($0))) })
        let expected = try go.reached(program, in: "/", target: target)
        // The linker makes these itself, before and after it looks for what is reachable.
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

    /// A program and the same without one import.
    struct Removal {
        let package: String
        let with: String
        let without: String
        var isSlow = false
    }

    static func program(_ imports: [String], _ body: String) -> String {
        "package main\n\nimport (\n\(imports.map { "\t\($0)\n" }.joined()))\n\nfunc main() {\n\(body)\n}\n"
    }

    static let base = "fmt.Println(strings.ToUpper(os.Args[0]), sort.SearchInts([]int{1, 2}, len(os.Args)))"
    static let baseImports = ["\"fmt\"", "\"os\"", "\"sort\"", "\"strings\""]

    static func removal(_ package: String, alias: String = "", _ use: String, isSlow: Bool = true) -> Removal {
        Removal(
            package: package, with: program(baseImports + ["\(alias)\"\(package)\""], base + "\n" + use),
            without: program(baseImports, base),
            isSlow: isSlow)
    }

    static let removals: [Removal] = [
        removal("net/http", "if len(os.Args) > 3 { _, err := http.Get(os.Args[1]); fmt.Println(err) }", isSlow: false),
        removal(
            "text/template",
            "if len(os.Args) > 3 { fmt.Println(template.Must(template.New(\"x\").Parse(os.Args[1])).Execute(os.Stdout, os.Args)) }"
        ),
        removal("encoding/json", "if len(os.Args) > 3 { b, err := json.Marshal(os.Args); fmt.Println(b, err) }"),
        removal("crypto/tls", "if len(os.Args) > 3 { c, err := tls.Dial(\"tcp\", os.Args[1], nil); fmt.Println(c != nil, err) }"),
        removal("regexp", "if len(os.Args) > 3 { fmt.Println(regexp.MustCompile(os.Args[1]).MatchString(os.Args[2])) }"),
        removal(
            "slices",
            "if len(os.Args) > 3 { slices.Sort(os.Args); slices.SortFunc(os.Args, func(a, b string) int { return len(a) - len(b) }) }"
        ),
        removal("image/png", alias: "_ ", ""),
        removal("encoding/xml", "if len(os.Args) > 3 { fmt.Println(xml.NewEncoder(os.Stdout).Encode(os.Args)) }"),
        removal(
            "compress/gzip", "if len(os.Args) > 3 { w := gzip.NewWriter(os.Stdout); w.Write([]byte(os.Args[1])); w.Close() }"),
    ].filter { isSlow || !$0.isSlow }

    @Test(arguments: removals)
    func predictsWhatARemovalSaves(_ removal: Removal) throws {
        let go = try #require(GoToolchain.onPath)
        let folder = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "module example.org/app\n\ngo 1.22\n".write(toFile: folder + "/go.mod", atomically: true, encoding: .utf8)
        func write(_ text: String) throws { try text.write(toFile: folder + "/main.go", atomically: true, encoding: .utf8) }

        try write(removal.without)
        let without = try go.size(of: ".", in: folder, target: "linux/amd64")
        try write(removal.with)
        let with = try go.size(of: ".", in: folder, target: "linux/amd64")
        let analysis = try LinkAnalysis(go.graph(of: ".", in: folder, target: "linux/amd64"))
        let predicted = try analysis.outcome(of: Question(cutting: [.importEdge(from: "example.org/app", to: removal.package)]))

        let actual = with - without
        print("\(removal.package): predicted \(predicted.saves), actual \(actual), modelled \(analysis.size), file \(with)")
        #expect(abs(analysis.size - with) <= max(4096, with / 500))
        #expect(abs(predicted.saves - actual) <= max(actual / 100, 4096))
    }
}
