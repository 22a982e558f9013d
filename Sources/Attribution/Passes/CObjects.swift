internal import BinaryFormats
internal import GoMetadata

/// An object that is not Go's, a member of an archive: all it holds belongs to whom its compile unit belongs to, without debug
/// data to C. These are the functions and variables, by symbols with a size.
func cObjectSymbolClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    guard subject.isCObject else { return [] }
    let image = subject.image
    let owner = objectOwner(subject, map, &owners)
    return image.symbols.symbols.enumerated().compactMap { index, symbol in
        guard symbol.section >= 0, let kind = byteKind(of: image.sections[Int(symbol.section)]), let size = symbol.size,
            let range = image.memory.range(of: symbol.address..<max(symbol.address, symbol.address + size)), !range.isEmpty
        else { return nil }
        return Claim(range, owner, kind, of: subject.item(.symbol(index)))
    }
}

/// What the symbols of such an object do not describe, and the symbols themselves.
func cObjectRestClaims(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> [Claim] {
    guard subject.isCObject else { return [] }
    let owner = objectOwner(subject, map, &owners)
    return subject.image.sections.compactMap { section in byteKind(of: section).map { Claim(section.range, owner, $0) } }
}

private func objectOwner(_ subject: borrowing Subject, _ map: RangeMap, _ owners: inout OwnerTable) -> Owner {
    let info = subject.image.debugSections.first { $0.name == "info" && !$0.range.isEmpty }
    let unit = info.flatMap { map.owner(at: $0.range.lowerBound) } ?? .unexplained
    return unit == .unexplained ? owners.package("C") : unit
}

/// What a section of an object holds for its owner; nil for what is the linker's, and what has a pass of its own.
private func byteKind(of section: Section) -> ByteKind? {
    switch section.role {
    case .code: .code
    case .data, .readOnlyData: .data
    case .symbolTable: .symbols
    case .stringTable: section.name == ".shstrtab" ? nil : .symbols
    case .buildID, .dynamicLinking, .zeroFill, .debug, .relocations, .unwind, .other: nil
    }
}

extension Subject {
    /// Whether it is an object of another language, which has no linker's tables and no Go.
    var isCObject: Bool { image.isObject && !program.isGo && program.gccgo == nil }
}
