internal import BinaryFormats
internal import GoMetadata

/// The owners of symbols of gccgo, by index: the package in the name, for constants the package of their object. C code of libgo
/// that is part of Go's runtime belongs to `runtime`.
struct GccgoOwners {
    /// Unexplained for imports, markers and names without a package.
    private(set) var owners: [Owner] = []

    init(_ subject: borrowing Subject, _ owners: inout OwnerTable) {
        guard subject.program.gccgo != nil else { return }
        let image = subject.image
        var result = Array(repeating: Owner.unexplained, count: image.symbols.symbols.count)
        var constants: [Int] = []
        var waiting: [Int] = []
        // Local symbols follow the file symbol of their object.
        var object = Owner.unexplained
        for (index, symbol) in image.symbols.symbols.enumerated() {
            if symbol.kind == .marker, !symbol.name.isEmpty {
                constants += waiting
                waiting = []
                object = .unexplained
            }
            guard symbol.kind != .marker, symbol.kind != .undefined, symbol.section >= 0, !symbol.name.isEmpty else { continue }
            let name = subject.reader.string(image.symbols.name(of: symbol))
            switch GccgoName(name) {
            case .package(let path):
                result[index] = owners.package(path)
                // Type descriptors are in the object that first needed them.
                guard object == .unexplained, !name.hasPrefix("type."), !name.hasPrefix("imt."), !name.hasPrefix("pimt.") else {
                    continue
                }
                object = result[index]
                for earlier in waiting { result[earlier] = object }
                waiting = []
            case .constant:
                result[index] = object
                if object == .unexplained { waiting.append(index) }
            case .none: result[index] = GccgoOwners.c(name, symbol, subject, &owners)
            }
        }
        GccgoOwners.takeFromNeighbours(&result, constants + waiting, image)
        self.owners = result
    }

    private static func c(
        _ name: String, _ symbol: SymbolTable.Symbol, _ subject: borrowing Subject, _ owners: inout OwnerTable
    ) -> Owner {
        for prefix in ["runtime_", "__go_", "go_", "_cgo_", "__splitstack_", "__morestack"] where name.hasPrefix(prefix) {
            return owners.package("runtime")
        }
        return owners.c(subject.image.symbols.name(of: symbol), subject.reader)
    }

    /// An object's part of a section is contiguous: a constant belongs to the owner of the symbol before it.
    private static func takeFromNeighbours(_ owners: inout [Owner], _ constants: [Int], _ image: Image) {
        guard !constants.isEmpty else { return }
        let symbols = image.symbols.symbols
        let order = symbols.indices.filter { symbols[$0].section >= 0 && symbols[$0].kind == .object }
            .sorted { (symbols[$0].section, symbols[$0].address.value) < (symbols[$1].section, symbols[$1].address.value) }
        var last: (owner: Owner, section: Int32) = (.unexplained, -1)
        let isOpen = Set(constants)
        for index in order {
            if owners[index] == .unexplained, isOpen.contains(index) {
                if last.section == symbols[index].section { owners[index] = last.owner }
            } else {
                last = (owners[index], symbols[index].section)
            }
        }
    }
}
