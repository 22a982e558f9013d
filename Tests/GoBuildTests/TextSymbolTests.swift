import Attribution
import Fixtures
import Foundation
import Testing

/// Code per package against what Go's own tools say of the same file: the symbols of `go tool nm`, each up to the next one.
@Suite(.runsGo)
struct TextSymbolTests {
    struct TextSymbol {
        var name: String
        var address: UInt64
        /// Address of the next symbol.
        var end: UInt64

        var size: Int { Int(end - address) }
    }

    /// A name with a package counts for it. A bare name (assembly, `cmpbody`) counts for the folder of its source file as
    /// `go tool addr2line` gives it. What the compiler makes for types without a name of their own (`type:.eq.SSM8`,
    /// `go:struct { io.Reader }.Read`) has neither: it may belong to any package or stay unexplained, so only the sum is compared.
    @Test(arguments: ["cmd/gofmt", "cmd/pprof"]) func codeIsTheSumOfTextSymbols(program: String) async throws {
        let build = GoBuild("linux/amd64", program: program)
        let path = try await build.path()
        let symbols = try await textSymbols(path)
        #expect(symbols.count > 1000)
        var expected: [String: Int] = [:]
        var unnamed = 0
        var bare: [TextSymbol] = []
        for symbol in symbols {
            if symbol.name.hasPrefix("type:") || symbol.name.hasPrefix("go:") {
                unnamed += symbol.size
            } else if let package = Self.package(symbol.name) {
                expected[package == "main" ? build.program : package, default: 0] += symbol.size
            } else {
                bare.append(symbol)
            }
        }
        for (symbol, folder) in zip(bare, try await sourceFolders(bare, path)) {
            expected[folder, default: 0] += symbol.size
        }

        let profile = try weigh(await build.bytes())
        let found = profile.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[.code] }
        var rest = 0
        for path in Set(expected.keys).union(found.keys).sorted() {
            let difference = (found[path] ?? 0) - (expected[path] ?? 0)
            #expect(difference >= 0, "\(path) has \(found[path] ?? 0), nm says \(expected[path] ?? 0)")
            rest += difference
        }
        // The linker fills the section up beyond the last symbol, `runtime.etext`.
        let text = try #require(profile.sections.first { $0.name == ".text" })
        let end = text.address + text.virtualSize
        let etext = try #require(symbols.last).end
        #expect(rest + text.unexplained + text.overhead == unnamed + Int(end - etext))
        #expect(text.unexplained * 1000 < text.range.count)
        #expect(unnamed * 20 < symbols.reduce(0) { $0 + $1.size })
        // Packages of assembly have exactly what nm says.
        for path in ["internal/bytealg", "internal/runtime/atomic", "runtime/internal/sys"] where expected[path] != nil {
            #expect(found[path] == expected[path])
        }
    }

    /// Symbols of type T and t between `runtime.text` and `runtime.etext`.
    private func textSymbols(_ path: String) async throws -> [TextSymbol] {
        let lines = try await runGo(["tool", "nm", "-size", "-sort", "address", path]).split(separator: "\n")
        var symbols: [(name: String, address: UInt64)] = []
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count == 4, words[2].lowercased() == "t" else { continue }
            symbols.append((String(words[3].drop { $0 == " " }), try #require(UInt64(words[0], radix: 16))))
        }
        let start = try #require(symbols.first { $0.name == "runtime.text" }).address
        let end = try #require(symbols.first { $0.name == "runtime.etext" }).address
        let inside = symbols.filter { start..<end ~= $0.address }
        return zip(inside, inside.dropFirst() + [(name: "", address: end)]).map {
            TextSymbol(name: $0.name, address: $0.address, end: $1.address)
        }
    }

    /// `net/url.(*URL).String` to `net/url`, `gopkg.in/yaml%2ev3.F` to `gopkg.in/yaml.v3`; what was inlined twice,
    /// `_.goready.func1`, to none.
    static func package(_ name: String) -> String? {
        let head = name.prefix { $0 != "(" && $0 != "[" }
        let folder = head.lastIndex(of: "/").map { head.index(after: $0) } ?? head.startIndex
        guard let dot = head[folder...].firstIndex(of: ".") else { return nil }
        return head[..<dot] == "_" ? nil : String(head[..<dot]).removingPercentEncoding
    }

    /// Import path of the folder below GOROOT/src that holds each symbol's source.
    private func sourceFolders(_ symbols: [TextSymbol], _ path: String) async throws -> [String] {
        let addresses = symbols.map { "0x" + String($0.address, radix: 16) + "\n" }.joined()
        let lines = try await runGo(["tool", "addr2line", path], input: addresses).split(separator: "\n")
        try #require(lines.count == 2 * symbols.count)
        return try stride(from: 1, to: lines.count, by: 2).map { index in
            let file = String(lines[index])
            // The same release in another folder may have filled Go's build cache, whose assembly names that folder.
            let root = try #require(file.range(of: "/src/"), "source of \(symbols[index / 2].name): \(file)")
            return (String(file[root.upperBound...]) as NSString).deletingLastPathComponent
        }
    }
}
