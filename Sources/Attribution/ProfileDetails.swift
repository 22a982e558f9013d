internal import BinaryFormats
internal import GoMetadata

/// The bytes of a profile below packages: one entry per owner, kind, section and function or symbol.
public struct ProfileDetails: Sendable {
    public struct Entry: Sendable {
        public enum Owner: Sendable, Hashable {
            /// Index into `SizeProfile.packages`.
            case package(Int)
            case overhead(OverheadKind)
            case unexplained
        }

        public var owner: Owner
        public var kind: ByteKind
        /// Index into `SizeProfile.sections`.
        public var section: Int
        /// Index into `items`; nil for bytes without a single function or symbol, and for shared bytes.
        public var item: Int?
        public var size: Int
    }

    /// A function, a variable or an embedded file.
    public struct Item: Sendable, Hashable {
        public var name: String
        public var isFunction: Bool
        /// Source file of a function, as passed to the compiler; for C its file or object; for an embedded file its path.
        public var file: String?
    }

    public internal(set) var entries: [Entry] = []
    public internal(set) var items: [Item] = []
    let map: RangeMap
    let owners: OwnerTable
    private let sources: SourceFiles

    /// `position` maps packages of the owner table to indexes in `SizeProfile.packages`.
    init(_ subject: borrowing Subject, _ map: RangeMap, _ owners: OwnerTable, _ sources: SourceFiles, position: [Int: Int]) {
        self.map = map
        self.owners = owners
        self.sources = sources
        var indexOfItem: [Claim.Item: Int] = [:]
        let shares = Shares(owners)
        for (section, region) in map.regions.enumerated() {
            var cells: [Cell: Int] = [:]
            for claim in region.claims {
                cells[Cell(owner: claim.owner, kind: claim.kind, item: claim.item), default: 0] += claim.range.count
            }
            for (cell, size) in cells {
                var item: Int?
                if let known = indexOfItem[cell.item] {
                    item = known
                } else if let new = self.item(cell.item, subject) {
                    items.append(new)
                    item = items.count - 1
                    indexOfItem[cell.item] = item
                }
                let add = { (owner: Entry.Owner, size: Int, item: Int?) -> Entry in
                    Entry(owner: owner, kind: cell.kind, section: section, item: item, size: size)
                }
                switch cell.owner.meaning {
                case .unexplained: entries.append(add(.unexplained, size, nil))
                case .overhead(let kind): entries.append(add(.overhead(kind), size, nil))
                case .package(let index): entries.append(add(.package(position[index] ?? 0), size, item))
                case .shared(let set):
                    shares.split(size, in: set) { index, part in
                        if part > 0 { entries.append(add(.package(position[index] ?? 0), part, nil)) }
                    }
                }
            }
        }
    }

    private struct Cell: Hashable {
        var owner: Attribution.Owner
        var kind: ByteKind
        var item: Claim.Item
    }

    func item(_ item: Claim.Item, _ subject: borrowing Subject) -> Item? {
        let reader = subject.reader
        switch item.meaning {
        case .none: return nil
        case .function(let index):
            guard let table = subject.program.functions, table.functions.indices.contains(index) else { return nil }
            let function = table.functions[index]
            let name = table.name(of: function, reader).map { reader.string($0) } ?? "function \(index)"
            return Item(name: name, isFunction: true, file: table.file(of: function, reader).map { reader.string($0) })
        case .inlined(let name):
            guard let table = subject.program.functions,
                let name = reader.name(at: table.names.lowerBound + name, limit: table.names.upperBound)
            else { return nil }
            return Item(name: reader.string(name), isFunction: true, file: nil)
        case .symbol(let index):
            guard subject.image.symbols.symbols.indices.contains(index) else { return nil }
            let symbol = subject.image.symbols.symbols[index]
            return Item(
                name: reader.string(subject.image.symbols.name(of: symbol)), isFunction: symbol.kind == .function,
                file: sources.file(of: index, subject))
        case .embedded(let index):
            guard subject.program.embeddedFiles.files.indices.contains(index) else { return nil }
            let name = reader.string(subject.program.embeddedFiles.files[index].name)
            return Item(name: name, isFunction: false, file: name)
        }
    }
}
