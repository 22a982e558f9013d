internal import Glibc

/// A moment in whole seconds since 1970, as ISO 8601 and RFC 3339 write it: `2026-11-23T10:55:00Z`, `2026-11-23T11:55:00+01:00`.
package struct Timestamp: Equatable {
    package var seconds: Int

    package static var now: Timestamp { Timestamp(seconds: time(nil)) }

    package init(seconds: Int) {
        self.seconds = seconds
    }

    /// Nil for any other form, and for months, days and hours that do not exist.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            bytes[start..<start + count].reduce(0) { sum, byte -> Int? in
                guard let sum, (0x30...0x39).contains(byte) else { return nil }
                return sum * 10 + Int(byte - 0x30)
            }
        }
        func has(_ byte: Unicode.Scalar, at index: Int) -> Bool { UInt32(bytes[index]) == byte.value }
        guard bytes.count == 20 || bytes.count == 25, has("-", at: 4), has("-", at: 7), has("T", at: 10), has(":", at: 13),
            has(":", at: 16), let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
            (1...12).contains(month), day >= 1, hour < 24, minute < 60, second <= 60,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        var offset = 0
        if bytes.count == 25 {
            guard has("+", at: 19) || has("-", at: 19), has(":", at: 22), let hours = number(20, 2), let minutes = number(23, 2),
                hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (has("-", at: 19) ? -60 : 60)
        } else if !has("Z", at: 19) {
            return nil
        }
        seconds = Self.days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset
    }

    /// In UTC.
    package var text: String {
        let days = Int((Double(seconds) / 86400).rounded(.down))
        let rest = seconds - days * 86400
        let (year, month, day) = Self.date(days)
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0) }.joined(separator: ":")
        return "\(padded(year, 4))-\(padded(month))-\(padded(day))T\(time)Z"
    }

    private func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        month == 12 ? 31 : days(year, month + 1, 1) - days(year, month, 1)
    }

    /// Days since 1970 of a date in the Gregorian calendar. Years begin in March, so that a leap day is the last of its year;
    /// 400 years have 146,097 days.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (year, month < 10 ? month + 3 : month - 9, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
