import Testing

@testable import Reports

@Suite struct ByteTextTests {
    @Test(arguments: [
        (0, "0 B"), (1_023, "1023 B"), (1_024, "1.0 KiB"), (1_536, "1.5 KiB"), (1_048_524, "1023.9 KiB"), (1_048_575, "1.00 MiB"),
        (21_400_123, "20.41 MiB"), (1 << 30, "1.00 GiB"), (-1_536, "-1.5 KiB"), (Int.max, "8.00 EiB"), (Int.min, "-8.00 EiB"),
    ])
    func iec(bytes: Int, text: String) { #expect(bytes.iec == text) }

    @Test(arguments: [
        (13 << 20, "13 MiB"), (1_500, "1,500 bytes"), (500 << 10, "500 KiB"), (2 << 30, "2 GiB"), (0, "0 bytes"),
        (7_665_090, "7.31 MiB"),
        (7_665_091, "7,665,091 bytes"), (739_635, "722.3 KiB"), (1_153_433, "1.1 MiB"), (1_059_061, "1.01 MiB"),
        (Int.max, "\(Int.max.grouped) bytes"),
    ])
    func limit(bytes: Int, text: String) { #expect(bytes.limit == text) }

    @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (14_303_392, "14,303,392"), (-1_234, "-1,234")])
    func grouped(bytes: Int, text: String) { #expect(bytes.grouped == text) }

    @Test(arguments: [(0, 10, "0.0%"), (1, 100_000, "<0.1%"), (1, 3, "33.3%"), (3, 3, "100.0%"), (1, 0, "-")])
    func share(part: Int, whole: Int, text: String) { #expect(part.share(of: whole) == text) }

    @Test(
        arguments: [(-1, 3, "-33.3%"), (1, 2, "+50.0%"), (0, 2, "0.0%"), (-1, 100_000, "-0.0%"), (1, 0, nil)]
            as [(Int, Int, String?)])
    func change(by: Int, whole: Int, text: String?) { #expect(by.change(of: whole) == text) }

    @Test(arguments: [
        (0.04, "0.0 s"), (12.34, "12.3 s"), (59.96, "1 min 00 s"), (185, "3 min 05 s"), (-1, "0.0 s"),
        (.infinity, "16666666 min 40 s"),
    ])
    func duration(seconds: Double, text: String) { #expect(seconds.duration == text) }

    @Test func shortensInTheMiddle() {
        #expect("github.com/example/long/path".shortened(to: 15) == "githu…long/path")
        #expect("short".shortened(to: 5) == "short")
        #expect("short".shortened(to: 1) == "…")
        #expect("short".shortened(to: 0) == "")
    }
}
