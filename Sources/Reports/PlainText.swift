internal import Planning

/// Sizes, changes and shares as people read them; pure integer arithmetic, the same everywhere.
extension Int {
    /// IEC units, one decimal for KiB, two above: `512 B`, `934.1 KiB`, `20.41 MiB`.
    package var iec: String {
        if self < 0 { return "-" + (self == .min ? Int.max : -self).iec }
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        guard self >= 1024 else { return "\(self) B" }
        var scale = 1024
        var unit = 0
        while unit + 1 < units.count, rounded(scale, unit) >= 1024 * Self.decimals(unit) {
            scale *= 1024
            unit += 1
        }
        let hundredths = rounded(scale, unit)
        let decimals = Self.decimals(unit)
        let fraction = "\(hundredths % decimals)"
        let width = decimals == 10 ? 1 : 2
        return "\(hundredths / decimals)." + String(repeating: "0", count: width - fraction.count) + fraction + " \(units[unit])"
    }

    /// `+1.2 KiB`, `-3 B`, `0 B`.
    package var signedIEC: String { self > 0 ? "+" + iec : iec }

    /// A limit as a person wrote it: `13 MiB`, `7.31 MiB` where that is exact, else bytes.
    package var limit: String {
        for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] where self >= 1 << shift && self % (1 << shift) == 0 {
            return "\(self >> shift) \(unit)"
        }
        let short = roundedUp
        return byteSize(short.number + short.unit) == self && !short.unit.isEmpty
            ? "\(short.number) \(short.unit)" : "\(grouped) bytes"
    }

    /// The smallest size of two decimals in MiB, or of one in KiB, that is not less; below 1 KiB the bytes.
    package var roundedUp: (number: String, unit: String) {
        guard let (shift, scale, unit) = [(20, 100, "MiB"), (10, 10, "KiB")].first(where: { self >= 1 << $0.0 }),
            self < 1 << 50
        else { return ("\(self)", "") }
        let parts = (self * scale + (1 << shift) - 1) >> shift
        var digits = "\(parts % scale + scale)".dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return ("\(parts / scale)\(digits.isEmpty ? "" : ".")\(digits)", unit)
    }

    /// Exact, in groups of three: `14,303,392`.
    package var grouped: String {
        let digits = Array("\(magnitude)")
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    package var signedGrouped: String { self > 0 ? "+" + grouped : grouped }

    /// This part of `whole` in per cent, one decimal: `11.3%`; `<0.1%` for a part that is not nothing.
    package func share(of whole: Int) -> String {
        guard whole > 0 else { return "-" }
        let ratio = Double(self) / Double(whole) * 1000
        let tenths = Int(Swift.min(Swift.max(ratio, -1e15), 1e15).rounded())
        return tenths == 0 && self > 0 ? "<0.1%" : Self.tenths(tenths) + "%"
    }

    /// This change of `whole` in per cent, with its sign: `+3.1%`; nil where there was nothing before.
    package func change(of whole: Int) -> String? {
        guard whole > 0 else { return nil }
        let ratio = Double(self) / Double(whole) * 1000
        guard ratio.magnitude < 1e9 else { return nil }
        let tenths = Int(ratio.rounded())
        if tenths == 0, self != 0 { return self > 0 ? "+0.0%" : "-0.0%" }
        return (tenths > 0 ? "+" : "") + Self.tenths(tenths) + "%"
    }

    private static func tenths(_ value: Int) -> String {
        (value < 0 ? "-" : "") + "\(value.magnitude / 10).\(value.magnitude % 10)"
    }

    private static func decimals(_ unit: Int) -> Int { unit == 0 ? 10 : 100 }

    private func rounded(_ scale: Int, _ unit: Int) -> Int {
        let decimals = Self.decimals(unit)
        let (whole, rest) = quotientAndRemainder(dividingBy: scale)
        return whole * decimals + Int((Double(rest) * Double(decimals) / Double(scale)).rounded())
    }
}

extension Double {
    /// A duration: `0.4 s`, `12.3 s`, `3 min 05 s`.
    package var duration: String {
        let tenths = Int((Swift.min(Swift.max(self, 0), 1e9) * 10).rounded())
        guard tenths >= 600 else { return "\(tenths / 10).\(tenths % 10) s" }
        let seconds = (tenths + 5) / 10
        let rest = seconds % 60
        return "\(seconds / 60) min \(rest < 10 ? "0" : "")\(rest) s"
    }
}

/// `1 package`, `3 packages`.
package func counted(_ count: Int, _ noun: String) -> String {
    "\(count.grouped) \(noun)\(count == 1 ? "" : "s")"
}

/// `a, b, c and 4 more`
package func listed(_ names: [String], limit: Int = 3) -> String {
    let rest = names.count - limit
    return names.prefix(limit).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
}

extension String {
    /// The name with everything escaped that could move a cursor, end a line or turn text around: names come from
    /// binaries, and binaries from anyone.
    package var visible: String {
        guard unicodeScalars.contains(where: \.isTreacherous) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isTreacherous {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    /// At most `width` characters, the middle replaced by `…`.
    package func shortened(to width: Int) -> String {
        guard count > width else { return self }
        guard width > 1 else { return width == 1 ? "…" : "" }
        let tail = width * 3 / 5
        return prefix(width - 1 - tail) + "…" + suffix(tail)
    }
}

extension Unicode.Scalar {
    fileprivate var isTreacherous: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
