/// The bytes that `20MiB`, `1.5MB`, `300 KB` or `4096` says, a fraction of a byte left out; nil when the text is no such size.
public func byteSize(_ text: String) -> Int? {
    let units = [
        "": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
    ]
    let number = text.prefix { ("0"..."9").contains($0) || $0 == "." }
    let unit = text.dropFirst(number.count).drop { $0 == " " }
    guard let factor = units[String(unit)] else { return nil }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int($0) }), parts.count <= 2 else { return nil }
    let (bytes, overflow) = whole.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    guard parts.count == 2 else { return bytes }
    guard (1...6).contains(parts[1].count), factor > 1, let decimals = Int(parts[1]) else { return nil }
    let scale = parts[1].reduce(1) { scale, _ in scale * 10 }
    let (sum, carried) = bytes.addingReportingOverflow(decimals * factor / scale)
    return carried ? nil : sum
}
