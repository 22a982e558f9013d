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
