/// A type as the Go linker spells it, with the paths of packages, written as a source file would.
struct TypeSpelling {
    /// Valid in a file of the package `own`; `alias` is the name of an import in that file, nil when it cannot be imported there.
    /// Nil for types without a name outside of their function.
    static func text(_ linked: String, own: String, alias: (String) -> String?) -> String? {
        var text = ""
        var word = ""
        var isQuoted = false
        var last: Character = " "
        func finished() -> String? {
            var dots = ""
            var word = word
            while word.hasPrefix(".") {
                word.removeFirst()
                dots += "."
            }
            return source(word, own: own, alias: alias).map { dots + $0 }
        }
        for character in linked {
            if isQuoted {
                text.append(character)
                if character == "\"", last != "\\" { isQuoted = false }
                last = last == "\\" ? " " : character
                continue
            }
            let isWord =
                character.isLetter || character.isNumber || "_/.~%·+".contains(character)
                || character == "-" && last != "<" && !word.isEmpty
            if isWord, !(character == "-" && word == "chan") {
                word.append(character)
            } else {
                guard let done = finished() else { return nil }
                text += done
                word = ""
                text.append(character)
                isQuoted = character == "\""
            }
            last = character
        }
        guard let done = finished() else { return nil }
        return text + done
    }

    private static func source(_ word: String, own: String, alias: (String) -> String?) -> String? {
        let start = word.lastIndex(of: "/").map { word.index(after: $0) } ?? word.startIndex
        guard let dot = word[start...].firstIndex(of: ".") else { return word.contains("/") || word.contains("·") ? nil : word }
        let name = word[word.index(after: dot)...]
        guard !name.contains("·"), !name.contains(".") else { return nil }
        let path = unescaped(String(word[..<dot]))
        if path == own || path.isEmpty { return String(name) }
        guard name.first?.isUppercase == true, let alias = alias(path) else { return nil }
        return alias == "." ? String(name) : "\(alias).\(name)"
    }

    /// Dots after the last slash of a path are `%2e` in names of symbols.
    private static func unescaped(_ path: String) -> String {
        guard path.contains("%") else { return path }
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                rest = rest.dropFirst(2)
                bytes.append(code)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
