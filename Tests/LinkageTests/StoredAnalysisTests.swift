import BinaryFormats
import Fixtures
import Testing

@testable import Linkage

struct StoredAnalysisTests {
    private static let key = "0123456789abcdef0123456789abcdef"

    /// Packages, cuts, an import for its init alone; methods that are called through interfaces, by name, and not at all.
    static let programs: [[ObjectBuilder]] = [
        LinkGraphTests.diamond(),
        [LinkGraphTests.methods([LinkGraphTests.hold, LinkGraphTests.convert, LinkGraphTests.callMethod])],
        [LinkGraphTests.methods([LinkGraphTests.hold, LinkGraphTests.convert, LinkGraphTests.callNamed])],
        [LinkGraphTests.methods([LinkGraphTests.hold, LinkGraphTests.convert], flags: 32)],
    ]

    private static func whole(_ program: Int) throws -> LinkAnalysis {
        try LinkAnalysis(TinyProgram.graph(programs[program]))
    }

    private static func stored(_ program: Int) throws -> [UInt8] {
        try #require(try LinkAnalysis(TinyProgram.graph(programs[program]).reduced()).encoded(key: key))
    }

    private static func read(_ bytes: [UInt8], key: String = key) throws -> LinkAnalysis {
        unsafe try LinkAnalysis(encoded: bytes.span.bytes, key: key)
    }

    @Test(arguments: programs.indices)
    func answersAsTheWholeGraphDoes(program: Int) throws {
        try expectSame(Self.whole(program), Self.read(Self.stored(program)))
    }

    @Test(
        .runsGo, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"),
        arguments: ["linux/amd64", "darwin/arm64"])
    func answersForRealPrograms(target: String) throws {
        let go = try #require(GoToolchain.onPath)
        let graph = try go.graph(of: "cmd/gofmt", in: "/", target: target)
        let bytes = try #require(try LinkAnalysis(graph.reduced(), goroot: "/go").encoded(key: Self.key))
        let stored = unsafe try LinkAnalysis(encoded: bytes.span.bytes, key: Self.key, goroot: "/go")
        try expectSame(LinkAnalysis(graph, goroot: "/go"), stored)
        #expect(stored.graph.symbols.count < graph.symbols.count / 4 * 3)
    }

    private func expectSame(_ whole: LinkAnalysis, _ stored: LinkAnalysis) throws {
        #expect(stored.size == whole.size && stored.unstrippedSize == whole.unstrippedSize)
        #expect(stored.packages == whole.packages)
        #expect(stored.graph.packagePaths == whole.graph.packagePaths)
        #expect(try stored.methodElimination() == whole.methodElimination())
        var questions = [CutQuery(), CutQuery(ignoringReflection: true)]
        for package in whole.packages.map(\.path) where package != "runtime" {
            questions.append(CutQuery(cutting: [.package(package)]))
            #expect(try stored.callChain(to: package) == whole.callChain(to: package))
            #expect(try stored.functions(of: package) == whole.functions(of: package))
        }
        for package in whole.packages {
            for user in package.users.prefix(3) {
                questions.append(CutQuery(cutting: [.importEdge(from: user.path, to: package.path)]))
            }
        }
        questions.append(CutQuery(cutting: [.function("main.main")]))
        for question in questions { #expect(try stored.outcome(of: question) == whole.outcome(of: question)) }
        let groups = whole.packages.map { [$0.path] }
        #expect(try stored.retained(by: groups) == whole.retained(by: groups))
    }

    @Test func anythingShorterOrLongerIsRefused() throws {
        let bytes = try Self.stored(0)
        for count in bytes.indices { #expect(throws: FormatError.self) { try Self.read(Array(bytes[..<count])) } }
        #expect(throws: FormatError.self) { try Self.read(bytes + [0]) }
    }

    @Test func eachByteOfTheHeaderAndKeyCounts() throws {
        let bytes = try Self.stored(0)
        for index in 0..<StoredAnalysis.headerSize + Self.key.utf8.count {
            var damaged = bytes
            damaged[index] ^= 0x41
            #expect(throws: FormatError.self, "byte \(index)") { try Self.read(damaged) }
        }
        #expect(throws: FormatError.self) { try Self.read(bytes, key: String(Self.key.reversed())) }
    }

    @Test func aFlippedBitAnywhereIsFound() throws {
        let bytes = try Self.stored(1)
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1 << UInt8(index % 8)
            #expect(throws: FormatError.self, "byte \(index)") { try Self.read(damaged) }
        }
    }

    /// Contents that a checksum vouches for are still not trusted: whatever is read then answers.
    @Test(arguments: programs.indices)
    func hostileContentsAreRefusedOrAnswered(program: Int) throws {
        let bytes = try Self.stored(program)
        var generator = SeededGenerator(seed: UInt64(program + 1))
        let start = StoredAnalysis.headerSize + Self.key.utf8.count
        var refused = 0
        for _ in 0..<4000 {
            var hostile = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let index = Int.random(in: start..<bytes.count, using: &generator)
                hostile[index] = [0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &generator)].randomElement(
                    using: &generator)!
            }
            guard let analysis = try? Self.read(sealed(hostile)) else {
                refused += 1
                continue
            }
            _ = try? analysis.methodElimination()
            for package in analysis.packages.map(\.path) {
                _ = try? analysis.outcome(of: CutQuery(cutting: [.package(package)]))
                _ = try? analysis.callChain(to: package)
                _ = try? analysis.functions(of: package)
            }
            _ = try? analysis.retained(by: analysis.packages.map { [$0.path] })
        }
        #expect(refused > 1000 && refused < 4000, "\(refused) of 4000 refused")
    }

    /// With the checksum that its contents ask for.
    private func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let sum = unsafe StoredAnalysis.checksum(ByteReader(bytes.span.bytes), from: StoredAnalysis.headerSize)
        for index in 0..<8 { bytes[24 + index] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * index)) }
        return bytes
    }
}
