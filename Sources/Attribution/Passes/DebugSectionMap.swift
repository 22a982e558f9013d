internal import BinaryFormats

/// The owners of one DWARF section's contents, converted to claims on its bytes in the file.
struct DebugSectionMap {
    let section: DebugSection
    /// Bytes of the contents.
    let size: Int
    /// Claims on uncompressed contents, in order.
    private var exact: [Claim] = []
    /// Bytes of compressed contents by owner.
    private var shares: [UInt32: Int] = [:]
    private var last: (owner: Owner, count: Int) = (.unexplained, 0)
    private var cursor = 0

    init(_ section: DebugSection, size: Int) {
        self.section = section
        self.size = size
    }

    /// Assigns a range of the contents to an owner. Ranges come in order; overlaps and parts outside of the section are dropped.
    mutating func add(_ range: Range<Int>, _ owner: Owner) {
        let start = max(cursor, range.lowerBound)
        let end = min(size, range.upperBound)
        guard start < end else { return }
        cursor = end
        guard owner != .unexplained else { return }
        if section.compression != nil {
            if owner != last.owner {
                shares[last.owner.code, default: 0] += last.count
                last = (owner, 0)
            }
            last.count += end - start
        } else {
            let base = section.range.lowerBound
            if let previous = exact.last, previous.owner == owner, previous.range.upperBound == base + start {
                exact[exact.count - 1].range = previous.range.lowerBound..<base + end
            } else {
                exact.append(Claim(base + start..<base + end, owner, .debug))
            }
        }
    }

    /// Assigns the bytes from each start (ascending) to the next one to its owner; owners with equal starts share them.
    mutating func add(starts: [(offset: UInt64, owner: Owner)], before: Owner, _ owners: inout OwnerTable) {
        add(0..<Int(clamping: starts.first?.offset ?? UInt64(size)), before)
        var first = 0
        while first < starts.count {
            var next = first + 1
            while next < starts.count, starts[next].offset == starts[first].offset { next += 1 }
            let end = next < starts.count ? Int(clamping: starts[next].offset) : size
            let start = Int(clamping: starts[first].offset)
            if start < end { add(start..<end, owners.owner(sharedBy: starts[first..<next].lazy.map(\.owner))) }
            first = next
        }
    }

    /// Claims in file order. Compressed bytes are split in proportion, to within one byte per owner.
    var claims: [Claim] {
        guard section.compression != nil, size > 0 else { return exact }
        var shares = shares
        shares[last.owner.code, default: 0] += last.count
        shares[Owner.unexplained.code] = nil
        var claims: [Claim] = []
        var used = 0
        var start = section.range.lowerBound
        for (code, count) in shares.sorted(by: { $0.key < $1.key }) {
            used += count
            let product = UInt64(used).multipliedFullWidth(by: UInt64(section.range.count))
            let end = section.range.lowerBound + Int(UInt64(size).dividingFullWidth(product).quotient)
            if start < end { claims.append(Claim(start..<end, Owner(code: code), .debug)) }
            start = end
        }
        return claims
    }
}
