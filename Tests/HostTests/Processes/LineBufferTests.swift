import Testing

@testable import Host

struct LineBufferTests {
    @Test(arguments: 1...9) func linesDoNotDependOnHowBytesArrive(step: Int) {
        let bytes = Array("one\r\ntwo\n\nthréé".utf8)
        var buffer = LineBuffer()
        var lines: [String] = []
        for start in stride(from: 0, to: bytes.count, by: step) {
            lines += unsafe buffer.append(bytes.span.extracting(start..<min(start + step, bytes.count)).bytes)
        }
        #expect(lines == ["one", "two", ""])
        #expect(buffer.rest == "thréé")
    }

    @Test func overlongLineIsSplit() {
        let bytes = [UInt8](repeating: 65, count: 3 * LineBuffer.longest + 5)
        var buffer = LineBuffer()
        #expect(unsafe buffer.append(bytes.span.bytes).map(\.utf8.count) == [4096, 4096, 4096])
        #expect(buffer.rest == "AAAAA")
    }
}
