import BinaryFormats
import Foundation
import GoMetadata
import Testing

@testable import Linkage

/// The layout of data against the linker's own. `PARE_SLOW_TESTS=1` adds the large programs and the other targets.
@Suite(.serialized, .enabled(if: GoToolchain.onPath != nil, "no go1.22 to go1.27 on PATH"))
struct PlacedDataTests {
    static let programs: [(String, String)] =
        [("cmd/gofmt", "linux/amd64")]
        + (GoProgramTests.isSlow
            ? ["linux/amd64", "linux/arm64", "windows/amd64", "darwin/arm64"].flatMap { target in
                ["cmd/compile", "cmd/go", "cmd/link", "cmd/pprof"].map { ($0, target) }
            } : [])

    @Test(arguments: programs)
    func placesEverySymbol(program: String, target: String) throws {
        let go = try #require(GoToolchain.onPath)
        let output = NSTemporaryDirectory() + "linkage-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: output) }
        _ = try go.go(["build", "-trimpath", "-o", output, program], in: "/", target: target)
        let (archives, main) = try go.archives(of: program, in: "/", target: target)
        let clock = ContinuousClock()
        let start = clock.now
        let data = try LinkedData(
            archives, release: try go.release, LinkGraph.Options(mainPath: main),
            variables: ["runtime.buildVersion", "runtime.modinfo"])
        let loaded = clock.now
        let file = [UInt8](try Data(contentsOf: URL(fileURLWithPath: output)))
        let bytes = unsafe file.span.bytes
        let image = try Image(bytes)
        let meta = GoProgram(image, bytes)
        let read = clock.now
        let found = PlacedData(data, in: image, meta, bytes)
        let placed = try #require(found)
        print(program, target, "load", loaded - start, "read", read - loaded, "place", clock.now - read)
        let size = placed.objects.reduce(0) { $0 + Int($1.addresses.upperBound - $1.addresses.lowerBound) }
        print("objects", placed.objects.count, "bytes", size, "missing", placed.missing, "unmodelled", placed.unmodelled)
        for run in data.runs { print("run", run.count, run.reduce(0) { $0 + $1.size }) }
        for extent in placed.extents { print("extent", extent.lowerBound, extent.upperBound) }
        print(meta.moduleData!.noptrdata, meta.moduleData!.data)
        let unowned = placed.objects.filter { data.owners[$0.owner].isEmpty }
        print("unowned", unowned.count, unowned.reduce(0) { $0 + Int($1.addresses.upperBound - $1.addresses.lowerBound) })
        #expect(placed.missing == 0)
        #expect(placed.unmodelled == 0)
    }
}
