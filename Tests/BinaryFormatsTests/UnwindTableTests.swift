import Fixtures
import Testing

@testable import BinaryFormats

/// Tables written by hand in a file whose every byte is mapped at 0x1000.
@Suite struct UnwindTableTests {
    static func list(_ bytes: [UInt8], _ range: Range<Int>, _ encoding: UnwindTable.Encoding, _ architecture: String = "amd64")
        throws(FormatError) -> [String]
    {
        let address = Address(0x1000)
        let image = Image(
            format: .elf, architecture: Architecture(architecture), operatingSystem: nil, order: .little, pointerSize: 8,
            size: bytes.count,
            sections: [], memory: AddressMap([AddressMap.Mapping(address: address, range: 0..<bytes.count)]),
            symbols: SymbolTable(), relocations: [],
            unwindTables: [], pointers: PointerMap(pointerSize: 8), structures: [], warnings: [])
        let reader = unsafe ByteReader(bytes.span.bytes)
        var lines: [String] = []
        let table = UnwindTable(range: range, address: address + UInt64(range.lowerBound), encoding: encoding)
        try table.forEach(image, reader) { entry in
            lines.append(
                "\(entry.range): \(entry.function.lowerBound)+\(entry.function.upperBound - entry.function.lowerBound)"
                    + (entry.shared.map { " shares \($0)" } ?? "") + (entry.exceptionTable.map { " pads \($0)" } ?? ""))
        }
        return lines
    }

    static func cie(_ augmentation: String, _ data: [UInt8]) -> [UInt8] {
        var out = ByteWriter(.little)
        let body = [1] + Array(augmentation.utf8) + [0, 1, 0x78, 16] + (augmentation.isEmpty ? [] : [UInt8(data.count)]) + data
        out.put([4 + body.count, 0], 4)
        return out.bytes + body
    }

    @Test func framesInEveryEncoding() throws {
        var out = ByteWriter(.little)
        out.bytes = Self.cie("zRS", [0x1b])
        let first = out.bytes.count
        out.put([13, first + 4, 0x100 - first - 8, 0x20], 4)
        out.put(0, 1)
        // Personality, landing pads, absolute pointers of eight bytes.
        let common = out.bytes.count
        out.bytes += Self.cie("zPLR", [0x03, 1, 2, 3, 4, 0x1b, 0x00])
        let second = out.bytes.count
        out.put([25, second + 4 - common], 4)
        out.put([0x1200, 0x10], 8)
        out.put(4, 1)
        out.put(0x300 - out.bytes.count, 4)
        // No augmentation at all.
        let plain = out.bytes.count
        out.bytes += Self.cie("", [])
        let third = out.bytes.count
        out.put([20, third + 4 - plain], 4)
        out.put([0x1400, 8], 8)
        out.put(0, 4)
        let end = out.bytes.count
        #expect(
            try Self.list(out.bytes, 0..<end, .frames) == [
                "\(first)..<\(common): 0x1100+32 shares 0..<\(first)",
                "\(second)..<\(plain): 0x1200+16 shares \(common)..<\(second) pads 0x1300",
                "\(third)..<\(end - 4): 0x1400+8 shares \(plain)..<\(third)",
            ])
    }

    @Test func malformedFramesEndTheTable() {
        #expect(throws: FormatError(".eh_frame", at: 0, "an entry of 4294967295 bytes does not fit in the section")) {
            try Self.list([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0], 0..<16, .frames)
        }
        #expect(throws: FormatError(".eh_frame", at: 0, "an entry of 64 bytes does not fit in the section")) {
            try Self.list([64, 0, 0, 0, 0, 0, 0, 0], 0..<8, .frames)
        }
    }

    @Test func theIndexOfFrames() throws {
        var out = ByteWriter(.little)
        out.bytes = [1, 0x1b, 3, 0x3b]
        out.put([0, 2, 0x40, 0, -0x10, 0], 4)
        #expect(try Self.list(out.bytes, 0..<28, .frameIndex) == ["12..<20: 0x1040+0", "20..<28: 0xff0+0"])
        out.patch(3, 4, at: 8)
        #expect(throws: FormatError(".eh_frame_hdr", at: 8, "3 rows do not fit in the section")) {
            try Self.list(out.bytes, 0..<28, .frameIndex)
        }
    }

    @Test func runtimeFunctionsOfAMD64() throws {
        var out = ByteWriter(.little)
        // Two codes; three codes and a handler; the second entry's record continues in another entry.
        out.put([0x40, 0x50, 0x30, 0x50, 0x58, 0x38, 0x58, 0x60, 0x1, 0, 0, 0], 4)
        out.put([1, 0, 2, 0, 0, 0, 0, 0, 1 | 1 << 3, 0, 3, 0], 1)
        out.bytes += Array(repeating: 0, count: 40)
        #expect(
            try Self.list(out.bytes, 0..<48, .runtimeFunctions(imageBase: 0x1000)) == [
                "0..<12: 0x1040+16 shares 48..<56", "12..<24: 0x1050+8 shares 56..<72", "24..<36: 0x1058+8",
            ])
    }

    @Test func runtimeFunctionsOfARM64() throws {
        var out = ByteWriter(.little)
        // A record of 8 instructions, one epilog, two words of codes; one packed in the entry: 12 instructions.
        out.put([0x40, 16, 0x60, 12 << 2 | 1], 4)
        out.put(8 | 1 << 22 | 2 << 27, 4)
        out.bytes += Array(repeating: 0, count: 60)
        #expect(
            try Self.list(out.bytes, 0..<16, .runtimeFunctions(imageBase: 0x1000), "arm64") == [
                "0..<8: 0x1040+32 shares 16..<32", "8..<16: 0x1060+48",
            ])
        #expect(try Self.list(out.bytes, 0..<16, .runtimeFunctions(imageBase: 0), "386") == [])
    }

    /// Reads of random tables in every encoding terminate, with or without an error, and do not trap.
    @Test(arguments: 1...200)
    func randomTablesEnd(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
            [0, 0, 1, 2, 16, 20, 0x1b, 0x7a, 0x52, 0xff, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random)
                ?? 0
        }
        for encoding in [.frames, .frameIndex, .runtimeFunctions(imageBase: .max - 8), .runtimeFunctions(imageBase: 0x1000)]
            as [UnwindTable.Encoding]
        {
            for architecture in ["amd64", "arm64"] {
                let count = try? Self.list(bytes, 0..<bytes.count, encoding, architecture).count
                #expect(count ?? 0 <= bytes.count / 8)
            }
        }
    }
}
