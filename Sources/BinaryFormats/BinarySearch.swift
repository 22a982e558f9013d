extension RandomAccessCollection {
    /// The first index whose element satisfies `belongs`, `endIndex` without one, where those that do come last: by halving.
    @inlinable
    public func partitioningIndex(where belongs: (Element) -> Bool) -> Index {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = index(low, offsetBy: distance(from: low, to: high) / 2)
            if belongs(self[middle]) { high = middle } else { low = index(after: middle) }
        }
        return low
    }

    /// The last element of `prefix(while: holds)`, nil where that is empty, where those that satisfy `holds` come first: by
    /// halving.
    @inlinable
    public func last(while holds: (Element) -> Bool) -> Element? {
        self[..<partitioningIndex { !holds($0) }].last
    }
}
