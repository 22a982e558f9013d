extension RandomAccessCollection {
    /// Binary search: the first index whose element satisfies `belongs`, or `endIndex`. Elements that satisfy it must come last.
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

    /// Binary search: the last element of `prefix(while: holds)`, nil if that is empty. Elements that satisfy `holds` must come
    /// first.
    @inlinable
    public func last(while holds: (Element) -> Bool) -> Element? {
        self[..<partitioningIndex { !holds($0) }].last
    }
}
