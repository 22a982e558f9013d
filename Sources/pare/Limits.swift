internal import ArgumentParser
internal import Planning

/// `2GiB`
struct MemoryLimit {
    var bytes: Int

    init(_ argument: String) throws {
        guard let bytes = byteSize(argument), bytes > 0 else {
            throw ValidationError("expected a size such as 2GiB or 800MB, found `\(argument)`")
        }
        self.bytes = bytes
    }
}

/// `90s`, `10m`, `1h30m`
struct TimeLimit {
    var duration: Duration

    init(_ argument: String) throws {
        guard let match = argument.wholeMatch(of: /(?:(\d{1,4})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?/), !argument.isEmpty else {
            throw ValidationError("expected a duration such as 90s, 10m or 1h30m, found `\(argument)`")
        }
        func number(_ text: Substring?) -> Int { text.flatMap { Int($0) } ?? 0 }
        duration = .seconds(number(match.1) * 3600 + number(match.2) * 60 + number(match.3))
        guard duration > .zero else { throw ValidationError("expected some time, such as 90s or 10m, found `\(argument)`") }
    }
}
