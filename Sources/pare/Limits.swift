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
        let problem = ValidationError("expected a duration such as 90s, 10m or 1h30m, found `\(argument)`")
        var rest = argument[...]
        var seconds = 0
        for (unit, length, maximalDigits) in [("h", 3600, 4), ("m", 60, 6), ("s", 1, 8)] {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard rest.dropFirst(digits.count).hasPrefix(unit) else { continue }
            guard digits.count <= maximalDigits, let number = Int(digits) else { throw problem }
            seconds += number * length
            rest = rest.dropFirst(digits.count + 1)
        }
        guard rest.isEmpty, !argument.isEmpty else { throw problem }
        duration = .seconds(seconds)
        guard duration > .zero else { throw ValidationError("expected some time, such as 90s or 10m, found `\(argument)`") }
    }
}
