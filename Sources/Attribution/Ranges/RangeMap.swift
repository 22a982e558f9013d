internal import BinaryFormats

/// A map of every byte of a file to exactly one owner: regions cover the file, claims fill the regions, the first claim wins.
struct RangeMap {
    /// A section, a structure outside of sections, or a gap between them.
    struct Region {
        enum Origin {
            /// Index into `Image.sections`.
            case section(Int)
            /// Index into `Image.structures`.
            case structure(Int)
            case gap
        }

        let origin: Origin
        /// File offsets.
        let range: Range<Int>
        /// Ascending, disjoint, within `range`.
        var claims: [Claim] = []
    }

    var regions: [Region] = []
    /// Name and bytes of each completed pass, and whether its claims are inferred.
    var passes: [(name: String, size: Int, isInferring: Bool)] = []
    /// Cuts the file into regions: sections first, then structures, then gaps. Of overlapping ones, the one that starts first
    /// keeps the bytes.
    init(_ image: Image, _ warnings: inout [FormatError]) {
        let sections = image.sections.enumerated().map { (Region.Origin.section($0.offset), $0.element.range) }
        let structures = image.structures.enumerated().map { (Region.Origin.structure($0.offset), $0.element.range) }
        var gaps = [0..<image.ownedSize]
        for items in [sections, structures] {
            let placed = RangeMap.place(items, in: gaps)
            regions = (regions + placed).sorted { $0.range.lowerBound < $1.range.lowerBound }
            gaps = RangeMap.gaps(between: regions, size: image.ownedSize)
        }
        regions = (regions + gaps.map { Region(origin: .gap, range: $0) }).sorted { $0.range.lowerBound < $1.range.lowerBound }
        let lost = image.sections.reduce(0) { $0 + $1.range.clamped(to: 0..<image.ownedSize).count } - sectionBytes
        if lost > 0 { warnings.append(FormatError("section headers", at: 0, "sections overlap in the file by \(lost) bytes")) }
    }

    private var sectionBytes: Int {
        regions.reduce(0) { if case .section = $1.origin { $0 + $1.range.count } else { $0 } }
    }

    /// The parts of `items` in `gaps` (ascending, disjoint), without parts that an earlier item covers.
    private static func place(_ items: [(origin: Region.Origin, range: Range<Int>)], in gaps: [Range<Int>]) -> [Region] {
        var placed: [Region] = []
        var cursor = 0
        var gap = 0
        for item in items.filter({ !$0.range.isEmpty }).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            while gap < gaps.count, gaps[gap].upperBound <= max(cursor, item.range.lowerBound) { gap += 1 }
            for free in gaps[gap...] {
                guard free.lowerBound < item.range.upperBound else { break }
                let start = max(free.lowerBound, item.range.lowerBound, cursor)
                let end = min(free.upperBound, item.range.upperBound)
                if start < end { placed.append(Region(origin: item.origin, range: start..<end)) }
            }
            cursor = max(cursor, item.range.upperBound)
        }
        return placed
    }

    private static func gaps(between regions: [Region], size: Int) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var cursor = 0
        for region in regions {
            if cursor < region.range.lowerBound { gaps.append(cursor..<region.range.lowerBound) }
            cursor = region.range.upperBound
        }
        if cursor < size { gaps.append(cursor..<size) }
        return gaps
    }

    /// Adds the claims of one pass to bytes without earlier claims. Of overlapping claims of the pass, the one that starts first
    /// wins.
    ///
    /// `isInferring` marks passes whose evidence is the users of the bytes, not their definition.
    mutating func run(_ pass: String, isInferring: Bool = false, _ claims: [Claim]) {
        let claims = RangeMap.disjoint(claims)
        let number = UInt8(clamping: passes.count)
        var size = 0
        var first = 0
        for index in regions.indices {
            let region = regions[index].range
            while first < claims.count, claims[first].range.upperBound <= region.lowerBound { first += 1 }
            var last = first
            while last < claims.count, claims[last].range.lowerBound < region.upperBound { last += 1 }
            guard first < last else { continue }
            size += regions[index].add(claims[first..<last], pass: number)
            first = last - 1
        }
        passes.append((pass, size, isInferring))
    }

    private static func disjoint(_ claims: [Claim]) -> [Claim] {
        var claims = claims
        if zip(claims, claims.dropFirst()).contains(where: { $0.range.lowerBound > $1.range.lowerBound }) {
            claims.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
        var end = 0
        for index in claims.indices {
            let range = claims[index].range
            if range.lowerBound < end { claims[index].range = end..<max(end, range.upperBound) }
            end = max(end, range.upperBound)
        }
        return claims
    }

    /// The owner of the byte at a file offset; nil if it is unclaimed.
    func owner(at offset: Int) -> Owner? {
        claim(at: offset)?.owner
    }

    func claim(at offset: Int) -> Claim? {
        guard let region = regions.last(while: { $0.range.lowerBound <= offset }),
            let claim = region.claims.last(while: { $0.range.lowerBound <= offset }), claim.range.contains(offset)
        else { return nil }
        return claim
    }

    /// Unclaimed ranges, with their region, in file order.
    func unclaimed() -> [(region: Region, range: Range<Int>)] {
        var rest: [(region: Region, range: Range<Int>)] = []
        for region in regions {
            var cursor = region.range.lowerBound
            for claim in region.claims {
                if cursor < claim.range.lowerBound { rest.append((region, cursor..<claim.range.lowerBound)) }
                cursor = claim.range.upperBound
            }
            if cursor < region.range.upperBound { rest.append((region, cursor..<region.range.upperBound)) }
        }
        return rest
    }
}

extension RangeMap.Region {
    /// Merges claims (ascending, disjoint) into the free parts; returns the number of bytes claimed.
    fileprivate mutating func add(_ new: ArraySlice<Claim>, pass: UInt8) -> Int {
        var merged: [Claim] = []
        merged.reserveCapacity(claims.count + new.count)
        var size = 0
        var old = 0
        for claim in new {
            var start = max(claim.range.lowerBound, range.lowerBound)
            let end = min(claim.range.upperBound, range.upperBound)
            while start < end {
                while old < claims.count, claims[old].range.upperBound <= start {
                    merged.append(claims[old])
                    old += 1
                }
                let obstacle = old < claims.count ? claims[old].range : end..<end
                if start < obstacle.lowerBound {
                    var part = claim
                    part.range = start..<min(end, obstacle.lowerBound)
                    part.pass = pass
                    size += part.range.count
                    merged.add(part)
                }
                start = max(start, obstacle.upperBound)
            }
        }
        merged += claims[old...]
        claims = merged
        return size
    }
}

/// One range of the file and its owner.
struct Claim {
    /// File offsets.
    var range: Range<Int>
    var owner: Owner
    var kind: ByteKind
    /// Index into `RangeMap.passes`, set when the claim is added.
    var pass: UInt8 = 0
    var item: Item

    init(_ range: Range<Int>, _ owner: Owner, _ kind: ByteKind, of item: Item = .none) {
        self.range = range
        self.owner = owner
        self.kind = kind
        self.item = item
    }

    /// The function, symbol or embedded file that the bytes of a claim belong to or describe, if there is a single one.
    struct Item: Hashable {
        enum Meaning {
            case none
            /// Index into `FunctionTable.functions`.
            case function(Int)
            /// Offset in the name table of a function without code of its own, as all its calls are inlined.
            case inlined(Int)
            /// Index into `Image.symbols`.
            case symbol(Int)
            /// Index into `EmbeddedFiles.files`.
            case embedded(Int)
        }

        let code: UInt32

        static let none = Item(code: .max)
        static func function(_ index: Int) -> Item { Item(code: UInt32(truncatingIfNeeded: index) & 0x3fff_ffff) }
        static func inlined(_ name: Int) -> Item { Item(code: UInt32(truncatingIfNeeded: name) & 0x3fff_ffff | 0x4000_0000) }
        static func symbol(_ index: Int) -> Item { Item(code: UInt32(truncatingIfNeeded: index) & 0x3fff_ffff | 0x8000_0000) }
        static func embedded(_ index: Int) -> Item { Item(code: UInt32(truncatingIfNeeded: index) | 0xc000_0000) }

        var meaning: Meaning {
            if self == .none { return .none }
            switch code >> 30 {
            case 3: return .embedded(Int(code & 0x3fff_ffff))
            case 2: return .symbol(Int(code & 0x3fff_ffff))
            case 1: return .inlined(Int(code & 0x3fff_ffff))
            default: return .function(Int(code))
            }
        }
    }
}

extension [Claim] {
    /// Appends a claim, or extends the last one if the claim continues it.
    mutating func add(_ claim: Claim) {
        guard let last, last.range.upperBound == claim.range.lowerBound, last.owner == claim.owner, last.kind == claim.kind,
            last.pass == claim.pass, last.item == claim.item
        else { return append(claim) }
        self[count - 1].range = last.range.lowerBound..<claim.range.upperBound
    }
}

extension RangeMap {
    func cursor() -> Cursor { Cursor(regions) }

    /// A cursor for look-ups in mostly ascending order: each starts where the last one ended.
    struct Cursor {
        private let regions: [Region]
        private var region = 0..<0
        /// Claims of the current region.
        private var claims: [Claim] = []
        private var claim = 0

        fileprivate init(_ regions: [Region]) {
            self.regions = regions
        }

        /// The owner of the byte at a file offset; nil if it is unclaimed.
        mutating func owner(at offset: Int) -> Owner? {
            if !region.contains(offset) {
                let index = regions.partitioningIndex { $0.range.upperBound > offset }
                guard index < regions.count, regions[index].range.contains(offset) else { return nil }
                region = regions[index].range
                claims = regions[index].claims
                claim = 0
            }
            seek(offset)
            guard claim < claims.count, claims[claim].range.contains(offset) else { return nil }
            return claims[claim].owner
        }

        /// Moves to the first claim that ends after `offset`. Most offsets are in the current claim or in one of the next few.
        private mutating func seek(_ offset: Int) {
            if claim == 0 || claims[claim - 1].range.upperBound <= offset {
                for _ in 0..<8 {
                    guard claim < claims.count, claims[claim].range.upperBound <= offset else { return }
                    claim += 1
                }
            }
            claim = claims.partitioningIndex { $0.range.upperBound > offset }
        }
    }
}
