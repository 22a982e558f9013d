import BinaryFormats
import Fixtures
import GoMetadata
import Testing

@testable import Attribution

@Suite struct WebAssemblyTests {
    static func kinds(_ profile: SizeProfile, _ kind: ByteKind) -> [String: Int] {
        profile.packages.reduce(into: [:]) { $0[$1.path] = $1.kinds[kind] }
    }

    /// Computed by hand: a function has its code, a byte of signature and a byte of element; its part of findfunctab is 16
    /// buckets of 20 bytes, and of the segment's header; a name has a byte of index and one of length.
    @Test func theSampleToTheByte() throws {
        let (bytes, _) = ProgramBuilder.sample.module()
        let profile = try weigh(bytes)
        #expect(profile.warnings == [])
        #expect(
            Self.kinds(profile, .code)
                == ["runtime": 96 + 2 * 2, "example.com/x/yaml.v3": 96 + 2, "example.com/app": 48 + 2, "slices": 16 + 2])
        #expect(
            Self.kinds(profile, .findfunctab)
                == ["runtime": 2 * 320 + 3, "example.com/x/yaml.v3": 320 + 1, "example.com/app": 320 + 2, "slices": 320 + 1])
        #expect(Self.kinds(profile, .symbols)["example.com/app"] == 2 + 9)
        // Two variables in one segment of 64 bytes, whose header of 7 is split 3 to 4.
        #expect(Self.kinds(profile, .data)["example.com/app"] == 40 + 4)
        #expect(profile.sections.last?.range.upperBound == bytes.count)
        #expect(profile.passes.reduce(0) { $0 + $1.size } == bytes.count)
        // The one byte of the text section map that is not zero, and its segment's header.
        #expect(profile.unexplained == 1 + 7)

        #expect(profile.identity.format == "wasm")
        #expect(profile.identity.goos == "wasip1")
        #expect(profile.identity.goarch == "wasm")
        #expect(profile.identity.goVersion == "go1.27.3")
        #expect(profile.identity.mainPackage == "example.com/app")
        #expect(!profile.identity.isStripped)
    }

    @Test func strippedHasNoNames() throws {
        var builder = ProgramBuilder.sample
        let full = try weigh(builder.module().bytes)
        builder.isStripped = true
        let stripped = try weigh(builder.module().bytes)
        #expect(stripped.identity.isStripped)
        #expect(Self.kinds(stripped, .symbols) == [:])
        for kind in ByteKind.allCases where kind != .symbols {
            #expect(Self.kinds(full, kind) == Self.kinds(stripped, kind), "\(kind)")
        }
    }

    /// Other tools may omit or reorder functions: then the owners of code are unknown, but data and tables are unaffected.
    @Test func rewrittenModuleIsDetected() throws {
        var (bytes, boundaries) = ProgramBuilder.sample.module()
        let elements = boundaries[7]
        // The last two functions are swapped in the table.
        let end = boundaries[8]
        bytes.swapAt(end - 1, end - 2)
        #expect(bytes[elements] == 9)
        let profile = try weigh(bytes)
        #expect(Self.kinds(profile, .code) == [:])
        #expect(Self.kinds(profile, .findfunctab)["slices"] == 320 + 1)
        #expect(
            profile.warnings == [
                "code at file offset \(hexadecimal(boundaries[8] + 7)): 5 functions, in another number or order than the 5 of the function "
                    + "table: another tool has rewritten the module; its code stays unexplained"
            ])
    }

    @Test func aModuleWithoutAFunctionTableHasItsSections() throws {
        let bytes: [UInt8] = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 1, 0]
        let profile = try weigh(bytes)
        #expect(profile.sections.map(\.name) == ["[module header]", "type"])
        #expect(profile.warnings.count == 1)
        #expect(profile.warnings.first?.contains("no function table") == true)
    }

    /// Names and addresses in memory, mapped to file offsets.
    @Test func anyByteCanBeExplained() throws {
        let (bytes, _) = ProgramBuilder.sample.module()
        let span = unsafe bytes.span.bytes
        let image = try Image(span)
        let program = GoProgram(image, span)
        let profile = try SizeProfile(image, program, span, AttributionOptions(details: true))
        for _ in 0..<100 {
            let codes = Explanation.offsets(of: "main.main", image, program, span)
            let code = try #require(codes.first)
            let atCode = Explanation(profile, image, program, span, offset: code)
            let function = try #require(atCode)
            #expect(function.item?.name == "main.main")
            #expect(function.kind == .code)
            #expect(function.range.count == 48)
            let address = ProgramBuilder.Memory.data + 24
            let places = Explanation.offsets(of: "\(address)", image, program, span)
            let data = try #require(places.first)
            #expect(bytes[data] == 0xdd)
            let atData = Explanation(profile, image, program, span, offset: data)
            let variable = try #require(atData)
            #expect(variable.packages == ["example.com/app"])
            #expect(variable.address == address)
            #expect(variable.section == "data")
        }
    }

    /// The sum is exact for files damaged at any offset.
    @Test(arguments: 0..<8) func sumOfDamagedModulesIsExact(seed: Int) {
        let (bytes, boundaries) = ProgramBuilder.sample.module()
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<150 {
            var mutant = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let start =
                    Bool.random(using: &random)
                    ? boundaries.randomElement(using: &random) ?? 0 : Int.random(in: 0..<bytes.count, using: &random)
                let offset = min(bytes.count - 1, start + Int.random(in: 0..<48, using: &random))
                mutant[offset] = [0, 1, 0x40, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
            }
            do {
                let profile = try weigh(mutant)
                #expect(profile.size == mutant.count)
            } catch let error as FormatError {
                #expect(!error.problem.isEmpty)
            } catch {
                Issue.record(error, "seed \(seed)")
            }
        }
    }
}
