extension StringProtocol {
    /// The text after the first occurrence of `part`; nil if there is none.
    package func text(after part: String) -> SubSequence? {
        occurrence(of: part).map { self[$0.upperBound...] }
    }

    /// The text before the first occurrence of `part`; nil if there is none.
    package func text(before part: String) -> SubSequence? {
        occurrence(of: part).map { self[..<$0.lowerBound] }
    }

    /// Range of the first occurrence of `part`, compared as UTF-8.
    package func occurrence(of part: String) -> Range<Index>? {
        let part = Array(part.utf8)
        var start = utf8.startIndex
        while start != utf8.endIndex {
            let rest = utf8[start...]
            if rest.starts(with: part) { return start..<utf8.index(start, offsetBy: part.count) }
            start = utf8.index(after: start)
        }
        return nil
    }
}
