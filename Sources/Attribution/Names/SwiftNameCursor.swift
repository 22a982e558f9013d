internal import BinaryFormats

/// Cursor over a mangled Swift name.
struct SwiftNameCursor: ~Escapable {
    private let reader: ByteReader
    private let end: Int
    /// Identifiers that may still be read: many symbols may have one long name.
    private var budget = 64
    private var position: Int
    /// Words of the identifiers read so far, which later identifiers may repeat by letter.
    private var words: [String] = []
    /// Module of each identifier and type read so far, which `A` and a letter repeat.
    private var substitutions: [String] = []

    @_lifetime(copy reader)
    init(_ name: Range<Int>, _ reader: ByteReader) {
        self.reader = reader
        position = name.lowerBound
        end = name.upperBound
    }

    private var next: UInt8? { position < end ? reader.u8(at: position) : nil }

    private mutating func skip(_ letter: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: letter) else { return false }
        position += 1
        return true
    }

    /// An identifier: a length and as many bytes; after a zero also letters for earlier words.
    mutating func identifier() -> String? {
        guard isAtIdentifier, budget > 0 else { return nil }
        budget -= 1
        var text = ""
        var hasWords = false
        if skip("0") {
            if next == UInt8(ascii: "0") { return nil }
            hasWords = true
        }
        repeat {
            while hasWords, let letter = next, isLower(letter) || isUpper(letter) {
                let index = Int(letter | 0x20) - Int(UInt8(ascii: "a"))
                guard words.indices.contains(index) else { return nil }
                text += words[index]
                hasWords = isLower(letter)
                position += 1
            }
            if skip("0") { break }
            guard let count = number(), count > 0, count <= 255, count <= end - position else { return nil }
            let range = position..<position + count
            text += reader.string(range)
            addWords(range)
            position = range.upperBound
        } while hasWords
        guard text.utf8.count <= 255 else { return nil }
        substitutions.append(text)
        return text
    }

    private mutating func number() -> Int? {
        var value = 0
        let start = position
        while let digit = next, isDigit(digit), position - start < 6 {
            value = 10 * value + Int(digit - UInt8(ascii: "0"))
            position += 1
        }
        return position > start ? value : nil
    }

    /// Records the words of an identifier: they begin at its start, after `_` and at an upper-case letter after a lower-case one,
    /// and have at least two letters.
    private mutating func addWords(_ range: Range<Int>) {
        var start: Int?
        var last: UInt8 = 0
        for place in range.lowerBound...range.upperBound {
            let letter = place < range.upperBound ? reader.u8(at: place) ?? 0 : 0
            let isEnd = letter == 0 || letter == UInt8(ascii: "_") || !isUpper(last) && isUpper(letter)
            if let begin = start, isEnd {
                if place - begin >= 2, words.count < 26 { words.append(reader.string(begin..<place)) }
                start = nil
            }
            if start == nil, letter != 0, letter != UInt8(ascii: "_"), !isDigit(letter) { start = place }
            last = letter
        }
    }

    var isAtIdentifier: Bool { next.map(isDigit) ?? false }

    /// A context: a module, or a type by standard substitution, followed by nested types and extensions.
    mutating func context() -> String? {
        guard var module = root() else { return nil }
        repeat {
            while declaration(of: module) {}
        } while enterExtension(&module)
        return module
    }

    /// Reads a module and `E`, or nothing.
    private mutating func enterExtension(_ module: inout String) -> Bool {
        let saved = (position, words.count, substitutions.count)
        if let extending = identifier(), skip("E") {
            module = extending
            return true
        }
        restore(saved)
        return false
    }

    private mutating func restore(_ saved: (position: Int, words: Int, substitutions: Int)) {
        position = saved.position
        words.removeLast(words.count - saved.words)
        substitutions.removeLast(substitutions.count - saved.substitutions)
    }

    private mutating func root() -> String? {
        if skip("s") { return "Swift" }
        if skip("S") {
            let letter = next
            position += 1
            if letter == UInt8(ascii: "c") { position += 1 }
            return letter == UInt8(ascii: "o") || letter == UInt8(ascii: "C") ? SwiftName.imported : "Swift"
        }
        return substitution() ?? identifier()
    }

    /// Reads a name, for private declarations also that of their file, and the letter of a kind, or nothing.
    private mutating func declaration(of module: String) -> Bool {
        let saved = (position, words.count, substitutions.count)
        if identifier() != nil {
            if identifier() != nil, skip("L") { _ = skip("L") }
            if let kind = next, "VCOPa".utf8.contains(kind) {
                position += 1
                substitutions.append(module)
                return true
            }
        }
        restore(saved)
        return false
    }

    /// A substitution: `A` and an upper-case letter, or lower-case ones before it for a list, of which only the first is read.
    private mutating func substitution() -> String? {
        let start = position
        if skip("A") {
            _ = number()
            if let letter = next, isUpper(letter) || isLower(letter) {
                let index = Int(letter | 0x20) - Int(UInt8(ascii: "a"))
                position += 1
                if substitutions.indices.contains(index) { return substitutions[index] }
            }
        }
        position = start
        return nil
    }

    /// The module of an extension of the type just read, which precedes the requirements of the extension.
    mutating func extensionModule(_ modules: Set<String>) -> String? {
        guard let module = identifier() else { return nil }
        return modules.contains(module) ? module : nil
    }

    /// The module of the conformance of the type just read, after its protocol.
    mutating func conformance() -> String? {
        let isStandard = next == UInt8(ascii: "S")
        guard root() != nil, isStandard || identifier() != nil else { return nil }
        return skip("s") ? "Swift" : substitution() ?? identifier()
    }

    /// The first module in the rest of the name, other than the standard library.
    mutating func laterModule(_ modules: Set<String>) -> String? {
        while let letter = next {
            guard isDigit(letter) else {
                position += 1
                continue
            }
            let start = position
            if let name = identifier() {
                if modules.contains(name) { return name }
            }
            if position == start { position += 1 }
        }
        return nil
    }
}

private func isDigit(_ letter: UInt8) -> Bool { letter >= UInt8(ascii: "0") && letter <= UInt8(ascii: "9") }
private func isLower(_ letter: UInt8) -> Bool { letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") }
private func isUpper(_ letter: UInt8) -> Bool { letter >= UInt8(ascii: "A") && letter <= UInt8(ascii: "Z") }
