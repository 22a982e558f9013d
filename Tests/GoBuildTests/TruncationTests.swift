import Attribution
import BinaryFormats
import Fixtures
import GoMetadata
import Testing

/// A real binary cut off anywhere is refused, or weighed to the last byte that is left.
@Suite(.runsGo)
struct TruncationTests {
    @Test(arguments: ["linux/amd64", "windows/amd64", "darwin/arm64"], [UInt64(1), 2])
    func somewhere(target: String, seed: UInt64) async throws {
        let bytes = try await GoBuild(target, stripped: true, program: GoBuild.hello).bytes()
        var random = SeededGenerator(seed: seed)
        cut(bytes, at: (0..<50).map { _ in Int.random(in: 0..<bytes.count, using: &random) })
    }

    @Test(arguments: ["linux/amd64", "windows/amd64", "darwin/arm64"])
    func atEveryBoundary(target: String) async throws {
        let bytes = try await GoBuild(target, stripped: true, program: GoBuild.hello).bytes()
        let image = try Image(unsafe bytes.span.bytes)
        let ranges = image.sections.map(\.range) + image.structures.map(\.range)
        let boundaries = Set(ranges.flatMap { [$0.lowerBound, $0.upperBound, $0.upperBound - 1] })
        #expect(boundaries.count > 20)
        cut(bytes, at: boundaries.filter { $0 >= 0 && $0 < bytes.count }.sorted() + Array(0..<64))
    }

    private func cut(_ bytes: [UInt8], at lengths: [Int]) {
        for length in lengths {
            do {
                let span = unsafe bytes.span.bytes.extracting(first: length)
                let image = try Image(span)
                let profile = try SizeProfile(image, GoProgram(image, span), span)
                #expect(profile.size == length)
                let owned = profile.packages.reduce(0) { $0 + $1.size } + profile.overhead.reduce(0) { $0 + $1.size }
                #expect(owned + profile.unexplained == length)
            } catch let error as FormatError {
                #expect(!error.description.isEmpty && !error.description.contains("\n"))
            } catch {
                Issue.record(error, "cut to \(length) bytes")
            }
        }
    }
}
