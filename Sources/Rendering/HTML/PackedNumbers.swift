/// Numbers of the page as text, as `data.js` reads them: digits of base 32, least first, each a letter; those up to `f`, the
/// first half of the letters, are the last of their number.
struct PackedNumbers {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private var digits: [UInt8] = []

    /// `number` is zero or more.
    mutating func add(_ number: Int) {
        var rest = max(number, 0)
        repeat {
            let digit = rest & 31
            rest >>= 5
            digits.append(Self.letters[rest > 0 ? digit | 32 : digit])
        } while rest > 0
    }

    /// Any number: twice itself, or of one below zero twice its distance less one.
    mutating func add(signed number: Int) {
        let size = min(number.magnitude, UInt(1 << 61))
        add(number < 0 ? Int(size) * 2 - 1 : Int(size) * 2)
    }

    var text: String { String(decoding: digits, as: UTF8.self) }
}
