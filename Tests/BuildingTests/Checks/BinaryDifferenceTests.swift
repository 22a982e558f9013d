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

    /// Go stamps another version of the main module after a tag was moved: the cause, not the sizes that follow from it.
    @Test func anotherVersionIsTheCause() throws {
        let folder = try TemporaryFolder()
        let bytes = ProgramBuilder.sample.spec(.elf, .little, pointerSize: 8).build().bytes
        var grown = ProgramBuilder.sample
        grown.functions.append(.init("net/http.(*Server).Serve", size: 480))
        let longer = grown.spec(.elf, .little, pointerSize: 8).build().bytes
        func retagged(_ bytes: [UInt8]) throws -> [UInt8] {
            let version = Array("example.com/app\tv1.2.3".utf8)
            let start = try #require(bytes.indices.first { bytes[$0...].starts(with: version) })
            var bytes = bytes
            bytes[start + version.count - 1] = UInt8(ascii: "4")
            return bytes
        }
        let first = try folder.write(bytes, to: "first")
        for (name, other) in [("same", try retagged(bytes)), ("longer", try retagged(longer))] {
            let difference = try #require(try BinaryDifference.between(first, folder.write(other, to: name)))
            #expect(difference.settings == ["version of example.com/app: `v1.2.3`, here `v1.2.4`"], "\(name)")
        }
        let sizes = try #require(try BinaryDifference.between(first, folder.write(longer, to: "sizes"))).settings
        #expect(!sizes.isEmpty && sizes.allSatisfy { $0.hasPrefix("size of ") })
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
