public import BinaryFormats
public import GoMetadata

/// The owner of one byte, with the pass that claimed it and its evidence.
public struct Explanation: Sendable {
    /// File offset of the byte.
    public var offset: Int
    /// Virtual address; nil if the byte is not loaded.
    public var address: UInt64?
    /// File offsets of the claim that covers the byte.
    public var range: Range<Int>
    public var section: String
    /// Import paths; several if the bytes are shared. Empty for overhead and unexplained bytes.
    public var packages: [String]
    public var overhead: OverheadKind?
    public var kind: ByteKind
    public var pass: String
    /// Whether the pass infers the owner from the users of the bytes.
    public var isInferred: Bool
    /// The function or variable that the bytes belong to or describe.
    public var item: ProfileDetails.Item?
    /// Source file and line of the instruction, of other bytes of a function those of its first.
    public var source: (file: String, line: Int)?

    /// Nil if the file has no such byte, or if the profile has no details.
    public init?(_ profile: SizeProfile, _ image: Image, _ program: GoProgram, _ bytes: RawSpan, offset: Int) {
        guard let details = profile.details, let claim = details.map.claim(at: offset),
            let region = details.map.regions.last(while: { $0.range.lowerBound <= offset }),
            let section = profile.sections.first(where: { $0.range.lowerBound == region.range.lowerBound })
        else { return nil }
        self.offset = offset
        address = image.address(ofFileOffset: offset)?.value
        range = claim.range
        self.section = section.name
        kind = claim.kind
        pass = profile.passes[Int(claim.pass)].name
        isInferred = profile.passes[Int(claim.pass)].isInferring
        item = Explanation.item(claim.item, details, image, program, bytes)
        source = Explanation.source(claim.item, at: claim.kind == .code ? address : nil, image, program, bytes)
        switch claim.owner.meaning {
        case .unexplained: packages = []
        case .overhead(let kind):
            packages = []
            overhead = kind
        case .package(let index): packages = [details.owners.packages[index]]
        case .shared(let set): packages = details.owners.sets[set].map { details.owners.packages[$0] }.sorted()
        }
    }

    /// Moves the offsets to those of the universal file in which the image is the slice `name` at `start`.
    public mutating func move(to start: Int, of name: String) {
        offset += start
        range = range.lowerBound + start..<range.upperBound + start
        section = "\(name)/\(section)"
    }

    /// Separate from the initialiser, which would over-release `image` (Swift 6.3 without optimisation).
    private static func item(
        _ item: Claim.Item, _ details: ProfileDetails, _ image: Image, _ program: GoProgram, _ bytes: RawSpan
    ) -> ProfileDetails.Item? {
        details.item(item, Subject(image, program, image.reader(bytes), AttributionOptions()))
    }

    private static func source(
        _ item: Claim.Item, at address: UInt64?, _ image: Image, _ program: GoProgram, _ bytes: RawSpan
    ) -> (file: String, line: Int)? {
        guard case .function(let index) = item.meaning, let table = program.functions, table.functions.indices.contains(index)
        else { return nil }
        let function = table.functions[index]
        let reader = image.reader(bytes)
        let place = table.place(of: address.map { Address($0) } ?? table.addresses(of: function).lowerBound, in: function, reader)
        return place.map { (reader.string($0.file), $0.line) }
    }

    /// File offsets that a user's query may refer to: a number is both an address and an offset; other words are the name of a
    /// function or symbol. `start` is where the image begins in the file that the user sees.
    public static func offsets(
        of query: String, _ image: Image, _ program: GoProgram, _ bytes: RawSpan, start: Int = 0
    ) -> [Int] {
        let reader = image.reader(bytes)
        if let number = query.hasPrefix("0x") ? UInt64(query.dropFirst(2), radix: 16) : UInt64(query) {
            let addressed = image.fileOffset(of: Address(number))
            let offset = number >= start && number - UInt64(start) < UInt64(image.size) ? Int(number) - start : nil
            return [addressed, offset == addressed ? nil : offset].compactMap(\.self)
        }
        var found: [Int] = []
        if let table = program.functions {
            for function in table.functions {
                guard let name = table.name(of: function, reader), name.count == query.utf8.count, reader.string(name) == query,
                    let offset = image.fileOffset(of: table.addresses(of: function).lowerBound)
                else { continue }
                found.append(offset)
            }
        }
        for symbol in image.symbols.symbols where symbol.section >= 0 {
            let name = image.symbols.name(of: symbol)
            guard name.count == query.utf8.count, reader.string(name) == query,
                let offset = image.fileOffset(of: symbol.address),
                !found.contains(offset)
            else { continue }
            found.append(offset)
        }
        return found
    }
}
