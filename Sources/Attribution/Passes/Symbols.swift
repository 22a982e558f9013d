internal import BinaryFormats
internal import GoMetadata

/// Data, by symbols with a size (ELF): each variable belongs to the package in its name, or with cgo to C if it has none. Also
/// code, if the function table cannot be read because the Go release is newer than Pare.
///
/// Cannot know: PE and Mach-O, whose symbols have no sizes, and stripped files, which have no symbols.
func symbolClaims(_ subject: borrowing Subject, _ owners: inout OwnerTable) -> [Claim] {
    let reader = subject.reader
    guard subject.program.isGo else { return [] }
    var claims: [Claim] = []
    let names = CNames(subject, owners)
    let needsCode = subject.program.functions == nil
    for (index, symbol) in subject.image.symbols.symbols.enumerated()
    where symbol.kind == .object || needsCode && symbol.kind == .function {
        let kind: ByteKind = symbol.kind == .function ? .code : .data
        guard let size = symbol.size, size > 0, symbol.section >= 0, !isCarrier(symbol.name, reader),
            let range = subject.image.memory.range(of: symbol.address..<max(symbol.address, symbol.address + size)),
            !range.isEmpty
        else { continue }
        let path = subject.package(in: symbol.name)
        if names.isC(symbol, package: path, subject, owners) {
            claims.append(Claim(range, owners.c(symbol.name, reader), kind, of: subject.item(.symbol(index))))
            continue
        }
        guard let path else { continue }
        claims.append(Claim(range, owners.package(path, reader), kind, of: subject.item(.symbol(index))))
    }
    return claims
}

extension Subject {
    /// Indexes of variable symbols without a size (PE, Mach-O).
    var dataSymbols: [Int] {
        guard program.isGo else { return [] }
        return image.symbols.symbols.indices.filter { index in
            let symbol = image.symbols.symbols[index]
            guard symbol.size == nil, symbol.kind == .other, image.sections.indices.contains(Int(symbol.section)) else {
                return false
            }
            let role = image.sections[Int(symbol.section)].role
            let name = image.symbols.name(of: symbol)
            return (role == .data || role == .readOnlyData) && !name.isEmpty && !isCarrier(name, reader) && !isMarker(name)
        }
    }

    /// Whether a symbol of this name marks the start or end of a table or section.
    func isMarker(_ name: Range<Int>) -> Bool {
        reader.has("runtime.", at: name.lowerBound) && markers.contains(reader.string(name))
    }
}

/// Linker symbols that mark the start or end of a table or section.
private let markers = Set(
    [
        "rodata", "erodata", "types", "etypes", "noptrdata", "enoptrdata", "data", "edata", "bss", "ebss", "noptrbss",
        "enoptrbss",
        "gcdata", "gcbss", "symtab", "esymtab", "epclntab", "itablink", "eitablink", "typelink", "end",
    ].map { "runtime." + $0 })

/// Whether a symbol covers a whole table of many packages: `type:*`, `go:string.*`, `runtime.pclntab`, `runtime.gcbits.*`.
private func isCarrier(_ name: Range<Int>, _ reader: ByteReader) -> Bool {
    if reader.u8(at: name.upperBound - 1) == UInt8(ascii: "*") || reader.has("go:", at: name.lowerBound)
        || reader.has("type:", at: name.lowerBound)
    {
        return true
    }
    return reader.has("runtime.pclntab", at: name.lowerBound) || reader.has("runtime.findfunctab", at: name.lowerBound)
}
