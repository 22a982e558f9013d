import BinaryFormats
import Fixtures
import GoMetadata
import Testing

/// Places that moduledata or the function table tell, against the symbols of the same file.
@Suite(.runsGo)
struct LayoutSymbolTests {
    /// Addresses of all symbols, by name.
    private func symbols(_ build: GoBuild) async throws -> [String: UInt64] {
        var addresses: [String: UInt64] = [:]
        for line in try await runGo(["tool", "nm", "-size", await build.path()]).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3)
            if words.count == 4, let address = UInt64(words[0], radix: 16) {
                addresses[String(words[3].drop { $0 == " " })] = address
            }
        }
        return addresses
    }

    /// In these releases nothing but the last blob of funcdata tells where it ends.
    @Test(arguments: GoBuild.olderReleases.filter { GoBuild.go(of: $0) != nil })
    func funcdataEndsWhereTheNextSymbolBegins(release: String) async throws {
        let build = GoBuild("linux/amd64", release: release)
        let bytes = try await build.bytes()
        let symbols = try await symbols(build)
        let start = try #require(symbols["go:func.*"])
        let next = try #require(symbols.values.filter { $0 > start }.min())
        let image = try unsafe Image(bytes.span.bytes)
        let program = unsafe GoProgram(image, bytes.span.bytes)
        let funcdata = try #require(program.funcdata)
        #expect(image.memory.offset(of: Address(start)) == funcdata.lowerBound)
        let end = try #require(image.memory.offset(of: Address(next)))
        #expect((0..<64).contains(end - funcdata.upperBound), "\(end - funcdata.upperBound) bytes left")
    }

    @Test(arguments: ["linux/amd64", "windows/386", "darwin/arm64"])
    func theSecondWordOfAnErrorIsAPointer(target: String) async throws {
        let build = GoBuild(target)
        let bytes = try await build.bytes()
        let error = Address(try #require(await symbols(build)["io.EOF"]))
        let image = try unsafe Image(bytes.span.bytes)
        let module = try #require(unsafe GoProgram(image, bytes.span.bytes).moduleData)
        let reader = unsafe image.reader(bytes.span.bytes)
        let read = PointerMask(module, image, reader)
        let mask = try #require(read)
        #expect(module.data.contains(error))
        #expect(!mask.mayHoldPointer(error))
        #expect(mask.mayHoldPointer(error + UInt64(image.pointerSize)))
    }
}
