import Testing

@testable import Host

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2000-02-29T12:00:00Z", 951_825_600),
        ("2026-11-23T10:55:00Z", 1_795_431_300), ("2100-02-28T23:59:59Z", 4_107_542_399),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func textAndSeconds(text: String, seconds: Int) {
        #expect(Timestamp(text)?.seconds == seconds)
        #expect(Timestamp(seconds: seconds).text == text)
    }

    @Test func offsetsAreTakenAway() {
        #expect(Timestamp("2026-11-23T11:55:00+01:00") == Timestamp("2026-11-23T10:55:00Z"))
        #expect(Timestamp("2026-11-23T05:25:00-05:30") == Timestamp("2026-11-23T10:55:00Z"))
    }

    @Test(arguments: [
        "", "2026", "2026-11-23", "2026-11-23T10:55:00", "2026-11-23 10:55:00Z", "2026-13-01T00:00:00Z", "2025-02-29T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T10:55:00+0100", "2026-11-23T10:55:00+01:99",
        "2026-1x-23T10:55:00Z", "２０２６-11-23T10:55:00Z",
    ])
    func invalidTimestamps(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func currentTimeIsAfterThisTestWasWritten() {
        #expect(Timestamp.now.seconds > 1_790_000_000)
    }
}
