import BinaryFormats
import Fixtures
import Foundation
import GoMetadata
import Testing

@testable import Linkage

/// The layout of data against the linker's own. `PARE_SLOW_TESTS=1` adds the large programs and the other targets.
@Suite(.serialized, .runsGo, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
struct PlacedDataTests {
    static let programs: [(String, String)] =
        [("cmd/gofmt", "linux/amd64")]
        + (GoProgramTests.isSlow
            ? ["cmd/pprof", "cmd/link", "cmd/go", "cmd/compile"].flatMap { program in
                ["linux/amd64", "linux/arm64", "windows/amd64", "darwin/arm64"].map { (program, $0) }
            } : [])

    /// A program built with symbols, and what its archives say.
    private struct Program {
        let file: [UInt8]
        let data: LinkedData
        let graph: LinkGraph
        /// `ADDRESS SIZE TYPE NAME` of each symbol.
        let symbols: [String]
    }

    private func build(_ program: String, _ target: String, by other: GoToolchain? = nil) throws -> Program {
        let go = try #require(other ?? GoToolchain.onPath)
        let output = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        _ = try go.go(["build", "-trimpath", "-o", output, program], in: "/", target: target)
        let (archives, main) = try go.archives(of: program, in: "/", target: target)
        var variables = ["runtime.buildVersion", "runtime.modinfo"]
        if program.hasPrefix("cmd/") { variables.append("cmd/internal/objabi.buildID") }
        return Program(
            file: [UInt8](try Data(contentsOf: URL(fileURLWithPath: output))),
            data: try LinkedData(archives, release: try go.release, LinkGraph.Options(mainPath: main), variables: variables),
            graph: try LinkGraph(archives, release: try go.release, LinkGraph.Options(mainPath: main)),
            symbols: try go.go(["tool", "nm", "-size", output], in: "/", target: target).output.split(separator: "\n")
                .map(String.init))
    }

    private func placed(_ data: LinkedData, in file: [UInt8]) throws -> PlacedData? {
        let bytes = unsafe file.span.bytes
        let image = try Image(bytes)
        return PlacedData(data, in: image, GoProgram(image, bytes), bytes)
    }

    @Test(arguments: programs)
    func placesEverySymbolWhereTheLinkerDid(program: String, target: String) throws {
        let built = try build(program, target)
        let found = try placed(built.data, in: built.file)
        let placed = try #require(found)
        #expect(placed.missing == 0)
        // Windows gets a table of the loader's settings among the constants; up to Go 1.25 all have `runtime.findfunctab` there.
        if built.data.minor >= 26 { #expect(placed.unmodelled < (target.hasPrefix("windows/") ? 512 : 1)) }

        var addresses: [String: Set<UInt64>] = [:]
        for line in built.symbols {
            let fields = line.split(separator: " ", maxSplits: 3).map(String.init)
            guard fields.count == 4, let address = UInt64(fields[0], radix: 16) else { continue }
            let name = target.hasPrefix("darwin/") && fields[3].hasPrefix("_") ? String(fields[3].dropFirst()) : fields[3]
            addresses[name, default: []].insert(address)
        }
        var compared = 0
        for object in placed.objects where Int(object.number) < built.graph.symbols.count {
            let name = built.graph.symbols.name(object.number).replacingOccurrences(of: "·", with: ".")
            guard let known = addresses[name] else { continue }
            compared += 1
            #expect(known.contains(object.addresses.lowerBound.value), "\(name) at \(object.addresses.lowerBound)")
        }
        #expect(compared > 500)
    }

    @Test(
        .enabled(if: GoProgramTests.isSlow, "PARE_SLOW_TESTS is not 1"),
        arguments: GoToolchain.all, ["linux/amd64", "darwin/arm64"])
    func placesThoseOfOtherReleases(go: GoToolchain, target: String) throws {
        guard go.minor >= 24 else { return }
        let built = try build("cmd/gofmt", target, by: go)
        let found = try placed(built.data, in: built.file)
        let placed = try #require(found)
        #expect(placed.missing == 0)
        #expect(placed.objects.count > 3000)
    }

    /// The owner of every object that is not the linker's is known, a variable's package is that of its name.
    @Test func namesOwners() throws {
        let built = try build("cmd/gofmt", "linux/amd64")
        let found = try placed(built.data, in: built.file)
        let placed = try #require(found)
        func owners(_ name: String) -> [[String]] {
            placed.objects.filter { Int($0.number) < built.graph.symbols.count && built.graph.symbols.name($0.number) == name }
                .map { built.data.owners[$0.owner] }
        }
        #expect(owners("go/token.tokens") == [["go/token"]])
        let unowned = placed.objects.filter { built.data.owners[$0.owner].isEmpty }
        #expect(unowned.allSatisfy { Int($0.number) >= built.graph.symbols.count })
    }

    /// A symbol whose contents differ from the file is left out, and nothing else is.
    @Test func leavesOutWhatTheFileDoesNotConfirm() throws {
        let built = try build("cmd/gofmt", "linux/amd64")
        let found = try placed(built.data, in: built.file)
        let whole = try #require(found)
        let bytes = unsafe built.file.span.bytes
        let image = try Image(bytes)
        let victim = try #require(whole.objects.first { $0.isText && $0.addresses.upperBound - $0.addresses.lowerBound == 32 })
        var file = built.file
        file[try #require(image.memory.offset(of: victim.addresses.lowerBound)) + 7] ^= 0x55
        let again = try placed(built.data, in: file)
        let damaged = try #require(again)
        #expect(damaged.missing == 32)
        #expect(Set(whole.objects.map(\.addresses)).subtracting(damaged.objects.map(\.addresses)) == [victim.addresses])
    }

    /// Archives of another program: nothing of it is taken for the file's.
    @Test func refusesOtherArchives() throws {
        let built = try build("cmd/gofmt", "linux/amd64")
        let other = try build("cmd/pprof", "linux/amd64")
        let found = try placed(other.data, in: built.file)
        #expect(found == nil)
    }
}
