internal import BinaryFormats
internal import GoMetadata

/// The build info blob, which the linker writes for the whole program.
func buildInfoClaims(_ subject: borrowing Subject) -> [Claim] {
    guard let info = subject.program.buildInfo else { return [] }
    return [Claim(info.range, .overhead(.linker), .other)]
}

/// Headers, identifiers and tables of the linker and loader, by section and structure roles.
func structureClaims(_ subject: borrowing Subject, _ map: RangeMap) -> [Claim] {
    let framing = (subject.image.wasm?.framing ?? []).map { Claim($0, .overhead(.fileHeader), .other) }
    return framing
        + map.regions.compactMap { region in
            let kind: OverheadKind? =
                switch region.origin {
                case .section(let index): overhead(of: subject.image.sections[index])
                case .structure(let index): overhead(of: subject.image.structures[index].role)
                case .gap: nil
                }
            return kind.map { Claim(region.range, .overhead($0), .other) }
        }
}

private func overhead(of section: Section) -> OverheadKind? {
    switch section.role {
    case .buildID: return .buildID
    case .symbolTable, .stringTable, .dynamicLinking: return .linker
    case .code, .readOnlyData, .data, .zeroFill, .debug, .relocations, .unwind, .other: break
    }
    // Sections of the C linker and of start files, by name.
    switch section.name {
    case ".comment", ".gnu_debuglink", ".gnu_debugaltlink": return .linker
    case ".buildid": return .buildID
    case ".init_array", ".fini_array", ".ctors", ".dtors", ".tm_clone_table", ".tdata": return .cRuntime
    case ".CRT", ".tls", "__DATA,__mod_init_func": return .cRuntime
    default: return nil
    }
}

private func overhead(of role: Structure.Role) -> OverheadKind? {
    switch role {
    case .header: .fileHeader
    case .symbolTable, .stringTable, .dynamicLinking: .linker
    case .relocations, .codeSignature: nil
    }
}

/// All bytes except headers of a file packed by upx.
func packedClaims(_ subject: borrowing Subject, _ map: RangeMap, _ warnings: inout [FormatError]) -> [Claim] {
    guard subject.image.isPackedByUPX(subject.reader) else { return [] }
    warnings.append(
        FormatError("upx", at: 0, "the file is packed and its packages are not visible; weigh it before it is packed"))
    return map.unclaimed().map { Claim($0.range, .overhead(.packed), .other) }
}

/// Unclaimed zeros: gaps between sections, and alignment at the end of a section. In native programs also the instructions that
/// pad functions.
func paddingClaims(_ subject: borrowing Subject, _ map: RangeMap) -> [Claim] {
    let isNative = subject.isNative
    return map.unclaimed().compactMap { region, range in
        var isGap = false
        var isCode = false
        switch region.origin {
        case .gap: isGap = true
        case .section(let index): isCode = subject.image.sections[index].role == .code
        case .structure: break
        }
        let isZero = (isGap || range.count < 4096) && subject.reader.isZero(range)
        guard isZero || isNative && isCode && range.count < 64 else { return nil }
        return Claim(range, .overhead(.padding), .other)
    }
}

/// The remaining bytes, reported as unexplained by section.
func remainderClaims(_ map: RangeMap) -> [Claim] {
    map.unclaimed().map { Claim($0.range, .unexplained, .other) }
}
