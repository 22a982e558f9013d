import BinaryFormats
import Fixtures
import Foundation
import Testing

@testable import Building

struct BinaryDifferenceTests {
    @Test func theSameFileHasNone() async throws {
        let folder = try TemporaryFolder()
        let bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        let first = try folder.write(bytes, to: "first")
        #expect(try BinaryDifference.between(first, folder.write(bytes, to: "second")) == nil)
    }

    @Test func whatDiffersIsCountedAndOwned() throws {
        let folder = try TemporaryFolder()
        var program = ProgramBuilder.sample
        let first = try folder.write(program.spec(.elf, .little, pointerSize: 8).build().bytes, to: "first")
        program.functions.append(.init("net/http.(*Server).Serve", size: 480))
        let second = try folder.write(program.spec(.elf, .little, pointerSize: 8).build().bytes, to: "second")
        let difference = try #require(try BinaryDifference.between(first, second))
        let text = try #require(difference.parts.first { $0.section == ".text" })
        #expect(text.size >= 480)
        #expect(difference.parts.map(\.size) == difference.parts.map(\.size).sorted(by: >))
    }
}
